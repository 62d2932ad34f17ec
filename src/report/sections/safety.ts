import type { RunModel, SafetyAccount, SafetyLoss } from '../../reconcile/model.ts';
import { count, figure, plural } from '../format.ts';
import { type Html, html } from '../html.ts';
import type { Limits } from '../limits.ts';
import { badge, section } from '../section.ts';
import { table } from '../table.ts';
import { textsOf } from '../texts.ts';

const TITLE = '5. Safety';

export const SAFETY_NAMES: Record<SafetyAccount['name'], string> = {
  allergies: 'Animals with allergies',
  medication: 'Animals with medication',
  bites: 'Animals that bite or attack',
  'do-not-book': 'Animals that must not be booked',
  feeding: 'Animals with feeding instructions',
  'vaccination-missing': 'Animals without a vaccination',
  'vaccination-expired': 'Animals whose last vaccination has expired',
};

/** Counts of the safety facts, old and new, and every animal that lost one. */
export function safetySection({ safety, verification }: RunModel, limits: Limits): Html {
  const words = html`Word for word, ${plural(verification.safetyFacts, 'safety fact')} were compared as well, ${count(verification.safetyDifferent)} different:
see <a href="#verification">Verification</a>.`;
  if (safety === null) {
    return section('safety', TITLE, null, [
      html`<p class="statement unknown">${badge('unknown', 'NOT CHECKED')} The animals with safety facts were not counted: nothing was written, or an older version made this batch.</p>`,
      html`<p>${words}</p>`,
    ]);
  }
  const intro = html`How many animals have what, read from Gingr's raw files by code of its own, and from the pets that stand in
Tailtown. ${words}`;
  const body = table({
    caption: 'Safety facts',
    columns: [
      { label: 'What', cell: ({ name }) => SAFETY_NAMES[name] },
      { label: 'In Gingr', numeric: true, cell: ({ source }) => html`<strong>${figure(source)}</strong>` },
      { label: 'In Tailtown', numeric: true, cell: ({ target }) => figure(target) },
      { label: 'Merged or left out', numeric: true, cell: ({ leftOut }) => figure(leftOut) },
      { label: 'Could not be moved', numeric: true, cell: ({ rejected }) => figure(rejected) },
      { label: 'Check', cell: check },
    ],
    rows: safety,
    limits,
    rowClass: ({ wrong }) => (wrong > 0 ? 'broken' : ''),
  });
  return section('safety', TITLE, intro, [body, safety.map((account) => lost(account, limits))]);
}

/** A pet that says otherwise; of the others the rule is named that kept them, or their vaccination, back. */
const isWrong = ({ code }: SafetyLoss): boolean => code === null;

function check({ lost: all, wrong }: SafetyAccount): Html {
  if (wrong > 0) return badge('bad', `${count(wrong)} LOST`);
  return all === 0 ? badge('good', 'nothing lost') : badge('warn', `${count(all)} not moved`);
}

function lost({ name, lost: all, wrong, losses }: SafetyAccount, limits: Limits): Html | null {
  if (losses.length === 0) return null;
  const shown = losses.slice(0, limits.rows);
  const open = wrong > 0 ? html` open` : null;
  return html`<details${open}><summary>${SAFETY_NAMES[name]}: ${plural(all, 'animal')} to look at</summary><ul class="plain">${shown.map(
    (loss) =>
      html`<li class="row">${isWrong(loss) ? badge('bad', 'lost') : badge('warn', 'not moved')} animals/${loss.sourceId}${loss.name === undefined ? null : html` (${loss.name})`}: ${loss.code === null ? 'Tailtown says otherwise than Gingr' : textsOf(loss.code).title}</li>`,
  )}</ul>${shown.length < all ? html`<p class="more">And ${plural(all - shown.length, 'animal')} more; safety-losses.csv beside this file has all ${count(all)}.</p>` : null}</details>`;
}
