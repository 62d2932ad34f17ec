import type { RunModel } from '../../reconcile/model.ts';
import { figure, label } from '../format.ts';
import type { Html } from '../html.ts';
import type { Limits } from '../limits.ts';
import { nothing, section } from '../section.ts';
import { table } from '../table.ts';

/** The accounting per table of Tailtown, secondary tables included. */
export function tablesSection(model: RunModel, limits: Limits): Html {
  const intro = 'Rows in Tailtown. One record of Gingr may fill rows of several tables.';
  if (model.tables.length === 0)
    return section('tables', 'Rows in Tailtown', intro, nothing('No table was touched.'));
  const body = table({
    caption: 'Rows per table of Tailtown',
    columns: [
      { label: 'Table', cell: (row) => label(row.table) },
      { label: 'Inserted', numeric: true, cell: (row) => figure(row.inserted) },
      { label: 'Updated', numeric: true, cell: (row) => figure(row.updated) },
      { label: 'Unchanged', numeric: true, cell: (row) => figure(row.unchanged) },
      { label: 'Marked deleted', numeric: true, cell: (row) => figure(row.softDeleted) },
    ],
    rows: model.tables,
    limits,
  });
  return section('tables', 'Rows in Tailtown', intro, body);
}
