import type { Aftermath } from '../../reconcile/aftermath.ts';
import { type Html, html } from '../html.ts';
import type { Limits } from '../limits.ts';
import { nothing, section } from '../section.ts';
import { table } from '../table.ts';

/** What changed against an earlier batch; nothing where none was named. */
export function comparedSection({ compared }: Aftermath, limits: Limits): Html | null {
  if (compared === null) return null;
  const { batch, changes } = compared;
  const intro = html`Every figure of this report that is not the same as that of batch <code class="value">${batch}</code>.`;
  const body =
    changes.length === 0
      ? nothing('Every figure is the same.')
      : table({
          caption: 'What changed against the earlier batch',
          columns: [
            { label: 'What', cell: ({ what }) => what },
            { label: 'Before', numeric: true, cell: ({ before }) => before },
            { label: 'Now', numeric: true, cell: ({ after }) => html`<strong>${after}</strong>` },
          ],
          rows: changes,
          limits,
          what: 'figure',
        });
  return section('compared', 'What changed since', intro, body);
}
