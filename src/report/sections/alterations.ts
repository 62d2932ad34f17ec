import type { AlterationKind } from '../../core/issue.ts';
import type { AlterationAccount, RunModel } from '../../reconcile/model.ts';
import { count, plural } from '../format.ts';
import { type Html, html } from '../html.ts';
import { type Limits, more } from '../limits.ts';
import { nothing, section, value } from '../section.ts';
import { table } from '../table.ts';

const TITLE = '6. What we changed';

/** The values that were changed on the way in a manner that loses something, by kind, each opened to before and after. */
export function alterationsSection(model: RunModel, limits: Limits): Html {
  const intro =
    'Values that do not stand in Tailtown exactly as they stood in Gingr, by what was done to them.';
  if (model.alterations.length === 0) {
    return section('alterations', TITLE, intro, nothing('Every value stands as it was.'));
  }
  const kinds = new Map<AlterationKind, AlterationAccount[]>();
  for (const alteration of model.alterations)
    kinds.set(alteration.kind, [...(kinds.get(alteration.kind) ?? []), alteration]);
  const sum = (all: readonly AlterationAccount[]) => all.reduce((total, row) => total + row.count, 0);
  const sorted = [...kinds].sort(([, a], [, b]) => sum(b) - sum(a));
  const body = sorted.map(([kind, all]) => {
    const columns = all.toSorted((a, b) => b.count - a.count);
    const shown = columns.slice(0, limits.rows);
    const name = KINDS[kind].charAt(0).toUpperCase() + KINDS[kind].slice(1);
    return html`<h3>${name} <span class="small">(${plural(sum(all), 'value')} in ${plural(all.length, 'column')})</span></h3>
<ul class="plain">${shown.map((alteration) => entry(alteration, limits))}</ul>${more(shown.length, columns.length, 'column')}`;
  });
  return section('alterations', TITLE, intro, body);
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
  const name = html`<code class="code">${alteration.table}.${alteration.column}</code> <span class="count">${count(alteration.count)}</span>`;
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
