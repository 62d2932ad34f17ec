import type { AlterationKind } from '../../core/issue.ts';
import type { AlterationAccount, RunModel } from '../../reconcile/model.ts';
import { count } from '../format.ts';
import { type Html, html } from '../html.ts';
import { type Limits, more } from '../limits.ts';
import { nothing, section, value } from '../section.ts';
import { table } from '../table.ts';

/** The values that were changed on the way in a manner that loses something. */
export function alterationsSection(model: RunModel, limits: Limits): Html {
  const intro = 'Values that do not stand in Tailtown exactly as they stood in Gingr.';
  if (model.alterations.length === 0) {
    return section('alterations', 'Altered values', intro, nothing('Every value stands as it was.'));
  }
  const all = [...model.alterations].sort((a, b) => b.count - a.count);
  const shown = all.slice(0, limits.rows);
  const body = html`<ul class="plain">${shown.map((alteration) => entry(alteration, limits))}</ul>${more(shown.length, all.length, 'column')}`;
  return section('alterations', 'Altered values', intro, body);
}

const KINDS: Record<AlterationKind, string> = {
  trimmed: 'blanks removed',
  reformatted: 'written in another form',
  defaulted: 'was empty, default written',
  truncated: 'cut to the length of the column',
  'looked-up': 'replaced through a lookup table',
  forced: 'forced, since Tailtown insists on a value',
};

function entry(alteration: AlterationAccount, limits: Limits): Html {
  const examples = alteration.examples.slice(0, limits.examples);
  const name = html`<code class="code">${alteration.table}.${alteration.column}</code> ${KINDS[alteration.kind]} <span class="count">${count(alteration.count)}</span>`;
  if (examples.length === 0) return html`<li class="row">${name}</li>`;
  return html`<li><details class="row"><summary>${name}</summary>${table({
    caption: `${alteration.table}.${alteration.column}, ${alteration.kind}: ${count(examples.length)} of ${count(alteration.count)}`,
    columns: [
      { label: 'Record', cell: (row) => `${row.entity}/${row.sourceId}` },
      { label: 'In Gingr', cell: (row) => value(row.before) },
      { label: 'In Tailtown', cell: (row) => value(row.after) },
    ],
    rows: examples,
    limits,
  })}</details></li>`;
}
