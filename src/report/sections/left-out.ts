import type { RunModel } from '../../reconcile/model.ts';
import { figure } from '../format.ts';
import type { Html } from '../html.ts';
import type { Limits } from '../limits.ts';
import { nothing, section } from '../section.ts';
import { table } from '../table.ts';

/** Data of Gingr that has no place in Tailtown. */
export function leftOutSection(model: RunModel, limits: Limits): Html {
  const intro = 'Data that Gingr has and that stays behind.';
  const body =
    model.leftOut.length === 0
      ? nothing('Nothing stays behind.')
      : table({
          caption: 'Left out, and why',
          columns: [
            { label: 'What', cell: (row) => row.what },
            { label: 'Values', numeric: true, cell: (row) => figure(row.count) },
            { label: 'Why', cell: (row) => row.why },
          ],
          rows: model.leftOut,
          limits,
        });
  return section('left-out', 'Left out, and why', intro, body);
}
