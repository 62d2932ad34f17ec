import type { RunModel, Verification } from '../../reconcile/model.ts';
import { count, figure, plural } from '../format.ts';
import { type Html, html } from '../html.ts';
import { type Limits, more } from '../limits.ts';
import { badge, nothing, section } from '../section.ts';

/** The comparison of Tailtown with what should stand there. What was not checked is never shown as passed. */
export function verificationSection({ verification }: RunModel, limits: Limits): Html {
  const intro =
    'After writing, every value was read back from Tailtown and compared with what should stand there.';
  const checks = [
    check('Different values', verification.different, verification.compared),
    check('Missing rows', verification.missing, verification.compared),
    check('Unexpected rows', verification.unexpected, verification.compared),
    check('Different safety facts', verification.safetyDifferent, verification.safetyFacts),
  ];
  return section(
    'verification',
    'Verification',
    verification.compared > 0 ? intro : 'No value was compared.',
    [
      html`<p class="compared">${plural(verification.compared, 'value')} compared; ${plural(verification.safetyFacts, 'safety fact')} (allergies, medication, flags, consent, days on which vaccinations expire) compared by code of their own.</p>
<ul class="checks">${checks}</ul>`,
      notChecked(verification, limits),
      differences(verification, limits),
    ],
  );
}

function check(name: string, found: number, of: number): Html {
  const state =
    found > 0 ? badge('bad', 'FAILED') : of > 0 ? badge('good', 'passed') : badge('unknown', 'NOT CHECKED');
  return html`<li class="${found > 0 ? 'broken' : ''}"><span class="big">${figure(found)}</span> <span>${name}</span> ${state}</li>`;
}

function notChecked({ notChecked: items }: Verification, limits: Limits): Html {
  if (items.length === 0) return nothing('No check was skipped.');
  const shown = items.slice(0, limits.rows);
  return html`<h3>Not checked</h3><ul class="plain">${shown.map(
    (item) =>
      html`<li class="row doubtful">${badge('unknown', 'NOT CHECKED')} <strong>${item.check}</strong><br>${item.why}</li>`,
  )}</ul>${more(shown.length, items.length, 'check')}`;
}

function differences({ differences: all, ...found }: Verification, limits: Limits): Html | null {
  if (all.length === 0) return null;
  const shown = all.slice(0, limits.rows);
  const total = found.different + found.missing + found.unexpected + found.safetyDifferent;
  return html`<h3>The first differences <span class="small">(${count(shown.length)} of ${count(Math.max(total, all.length))})</span></h3>
<ul class="differences">${shown.map((difference) => html`<li><code class="value">${difference}</code></li>`)}</ul>`;
}
