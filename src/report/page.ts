import { createHash } from 'node:crypto';
import { type Aftermath, NOTHING_AFTER } from '../reconcile/aftermath.ts';
import type { RunModel } from '../reconcile/model.ts';
import { readinessOf } from '../reconcile/readiness.ts';
import { type Html, html, trusted } from './html.ts';
import { clipped, LEVELS, type Limits, weightOf } from './limits.ts';
import { SCRIPT } from './script.ts';
import { accountingSection } from './sections/accounting.ts';
import { alterationsSection } from './sections/alterations.ts';
import { balancesSection } from './sections/balances.ts';
import { comparedSection } from './sections/compared.ts';
import { downloadsSection } from './sections/downloads.ts';
import { fidelitySection } from './sections/fidelity.ts';
import { filesSection } from './sections/files.ts';
import { forcedSection } from './sections/forced.ts';
import { issuesSection } from './sections/issues.ts';
import { migratedSection } from './sections/migrated.ts';
import { moneySection } from './sections/money.ts';
import { reasonsSection } from './sections/reasons.ts';
import { rejectsSection } from './sections/rejects.ts';
import { safetySection } from './sections/safety.ts';
import { signOffSection } from './sections/sign-off.ts';
import { spotsSection } from './sections/spots.ts';
import { suspicionsSection } from './sections/suspicions.ts';
import { tablesSection } from './sections/tables.ts';
import { durationsSection, fingerprintsSection } from './sections/technical.ts';
import { tomorrowSection } from './sections/tomorrow.ts';
import { totalsSection } from './sections/totals.ts';
import { vaccinationsSection } from './sections/vaccinations.ts';
import { vanishedSection } from './sections/vanished.ts';
import { verdictSection } from './sections/verdict.ts';
import { verificationSection } from './sections/verification.ts';
import { wayBackSection } from './sections/way-back.ts';
import { STYLE } from './style.ts';
import { verdictOf } from './verdict.ts';

/** Largest page in bytes of UTF-8, whatever the model. */
export const MOST_BYTES = 4_500_000;

/** The whole report as one HTML document that needs no network and no script; under 5 MB, shortened where it must be. */
export function renderPage(model: RunModel, after: Aftermath = NOTHING_AFTER): string {
  let page = '';
  for (const limits of LEVELS) {
    const tightest = limits === LEVELS.at(-1);
    if (!tightest && weightOf(model, limits) > MOST_BYTES) continue;
    page = render(clipped(model, limits.text), clipped(after, limits.text), limits).text;
    if (Buffer.byteLength(page) <= MOST_BYTES) return page;
  }
  return page;
}

const SCRIPT_HASH = createHash('sha256').update(SCRIPT).digest('base64');
const POLICY = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${SCRIPT_HASH}'; base-uri 'none'; form-action 'none'`;

const CONTENTS = [
  ['verdict', '1. Verdict'],
  ['accounting', '2. Everything accounted for'],
  ['money', '3. Money'],
  ['tomorrow', '4. Tomorrow'],
  ['safety', '5. Safety'],
  ['alterations', '6. What we changed'],
  ['fidelity', '7. Left out on purpose'],
  ['rejects', '8. Could not be moved'],
  ['spots', '9. Spot check'],
  ['way-back', '10. The way back'],
  ['sign-off', '11. Sign-off'],
  ['details', 'Details'],
] as const;

function render(model: RunModel, after: Aftermath, limits: Limits): Html {
  const body = bodyOf(model, after, limits);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${model.dryRun ? 'Dry run: ' : ''}${model.context.tenantName}, Gingr to Tailtown: ${model.status}</title>
<style>${trusted(`${STYLE}${[...body.rules].join('\n')}\n`)}</style>
</head>
<body>
${body}
<script>${trusted(SCRIPT)}</script>
</body>
</html>
`;
}

function bodyOf(model: RunModel, after: Aftermath, limits: Limits): Html {
  const readiness = readinessOf(model, after, verdictOf(model).faults.length);
  return html`<a class="skip" href="#main">Skip to the report</a>
<div class="page">
<header class="brand"><span>Migration report, Gingr to Tailtown</span><span>${model.context.tenantName}</span></header>
<main id="main" tabindex="-1">
${verdictSection(model, readiness)}
<nav class="contents" aria-label="Contents"><ul>${CONTENTS.map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
${comparedSection(after, limits)}
${accountingSection(model, limits)}
${vanishedSection(model, limits)}
${moneySection(model, limits)}
${balancesSection(model, limits)}
${tomorrowSection(model, limits)}
${safetySection(model, limits)}
${vaccinationsSection(model, limits)}
${alterationsSection(model, limits)}
${forcedSection(model, limits)}
${fidelitySection(model, limits)}
${reasonsSection(model, limits)}
${rejectsSection(model, after, limits)}
${spotsSection(model, limits)}
${wayBackSection(model, after, limits)}
${signOffSection(model, after, readiness, limits)}
<h2 class="part" id="details">Details</h2>
${migratedSection(model)}
${issuesSection(model, limits)}
${suspicionsSection(model, limits)}
${verificationSection(model, limits)}
${tablesSection(model, limits)}
${totalsSection(model, limits)}
${filesSection(model, limits)}
${downloadsSection(after, limits)}
${fingerprintsSection(model)}
${durationsSection(model, limits)}
</main>
<footer>The same as data: report.json and the CSV files beside this file. Personal values are masked unless they were asked for.</footer>
</div>`;
}
