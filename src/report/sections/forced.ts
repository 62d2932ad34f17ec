import type { ForcedAccount, RunModel } from '../../reconcile/model.ts';
import { FORCED } from '../../tailtown/forced.ts';
import { figure } from '../format.ts';
import { type Html, html } from '../html.ts';
import type { Limits } from '../limits.ts';
import { nothing, section } from '../section.ts';
import { table } from '../table.ts';

/** The values that Gingr does not have and Tailtown insists on (promise 10). */
export function forcedSection(model: RunModel, limits: Limits): Html {
  const intro =
    'Nothing is invented, except where Tailtown insists on a value that Gingr does not have. These are all of them.';
  const body =
    model.forced.length === 0
      ? nothing('No value was forced.')
      : table<ForcedAccount>({
          caption: 'Forced values',
          columns: [
            { label: 'Column', cell: (row) => html`<code class="code">${row.table}.${row.column}</code>` },
            { label: 'Rows', numeric: true, cell: (row) => figure(row.count) },
            { label: 'Why, and what is written', cell: why },
          ],
          rows: model.forced,
          limits,
        });
  return section('forced', 'What we changed: forced values', intro, body);
}

function why({ table: name, column }: ForcedAccount): string {
  const known = Object.values(FORCED).find((value) => value.table === name && value.column === column);
  return known?.why ?? 'This version of the program has no explanation for it.';
}
