import { createHash } from 'node:crypto';
import type { RunModel } from '../reconcile/model.ts';
import { type Html, html, trusted } from './html.ts';
import { clipped, LEVELS, type Limits, weightOf } from './limits.ts';
import { SCRIPT } from './script.ts';
import { accountingSection } from './sections/accounting.ts';
import { alterationsSection } from './sections/alterations.ts';
import { balancesSection } from './sections/balances.ts';
import { fidelitySection } from './sections/fidelity.ts';
import { filesSection } from './sections/files.ts';
import { forcedSection } from './sections/forced.ts';
import { issuesSection } from './sections/issues.ts';
import { migratedSection } from './sections/migrated.ts';
import { moneySection } from './sections/money.ts';
import { reasonsSection } from './sections/reasons.ts';
import { suspicionsSection } from './sections/suspicions.ts';
import { tablesSection } from './sections/tables.ts';
import { durationsSection, fingerprintsSection } from './sections/technical.ts';
import { totalsSection } from './sections/totals.ts';
import { vaccinationsSection } from './sections/vaccinations.ts';
import { verdictSection } from './sections/verdict.ts';
import { verificationSection } from './sections/verification.ts';
import { wayBackSection } from './sections/way-back.ts';
import { STYLE } from './style.ts';

/** Largest page in bytes of UTF-8, whatever the model. */
export const MOST_BYTES = 1_900_000;

/** The whole report as one HTML document that needs no network and no script; under 2 MB, shortened where it must be. */
export function renderPage(model: RunModel): string {
  let page = '';
  for (const limits of LEVELS) {
    const tightest = limits === LEVELS.at(-1);
    if (!tightest && weightOf(model, limits) > MOST_BYTES) continue;
    page = render(clipped(model, limits.text), limits).text;
    if (Buffer.byteLength(page) <= MOST_BYTES) return page;
  }
  return page;
}

const SCRIPT_HASH = createHash('sha256').update(SCRIPT).digest('base64');
const POLICY = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${SCRIPT_HASH}'; base-uri 'none'; form-action 'none'`;

const CONTENTS = [
  ['accounting', 'Is everything there?'],
  ['reasons', 'Why not'],
  ['money', 'Money'],
  ['balances', 'What owners owe'],
  ['vaccinations', 'Vaccinations'],
  ['tables', 'Rows in Tailtown'],
  ['totals', 'Control totals'],
  ['issues', 'Issues'],
  ['suspicions', 'Suspicions'],
  ['alterations', 'Altered values'],
  ['forced', 'Forced values'],
  ['fidelity', 'What has no place of its own'],
  ['verification', 'Verification'],
  ['way-back', 'The way back'],
  ['files', 'Files read'],
] as const;

function render(model: RunModel, limits: Limits): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${model.dryRun ? 'Dry run: ' : ''}${model.context.tenantName}, Gingr to Tailtown: ${model.status}</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
<div class="page">
<header class="brand"><span>Migration report, Gingr to Tailtown</span><span>${model.context.tenantName}</span></header>
<main id="main" tabindex="-1">
${verdictSection(model)}
${migratedSection(model)}
<nav class="contents" aria-label="Contents"><ul>${CONTENTS.map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
${accountingSection(model, limits)}
${reasonsSection(model, limits)}
${moneySection(model, limits)}
${balancesSection(model, limits)}
${vaccinationsSection(model, limits)}
${tablesSection(model, limits)}
${totalsSection(model, limits)}
${issuesSection(model, limits)}
${suspicionsSection(model, limits)}
${alterationsSection(model, limits)}
${forcedSection(model, limits)}
${fidelitySection(model, limits)}
${verificationSection(model, limits)}
${wayBackSection(model, limits)}
${filesSection(model, limits)}
${fingerprintsSection(model)}
${durationsSection(model, limits)}
</main>
<footer>The same as data: report.json beside this file. Personal values are masked unless they were asked for.</footer>
</div>
<script>${trusted(SCRIPT)}</script>
</body>
</html>
`;
}
