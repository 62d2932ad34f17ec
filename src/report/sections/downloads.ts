import type { Aftermath } from '../../reconcile/aftermath.ts';
import { figure } from '../format.ts';
import { type Html, html } from '../html.ts';
import type { Limits } from '../limits.ts';
import { nothing, section } from '../section.ts';
import { table } from '../table.ts';

/** The complete lists, as CSV files beside the page. */
export function downloadsSection({ downloads }: Aftermath, limits: Limits): Html {
  const lists = downloads.filter(({ codes }) => codes === undefined);
  const body =
    lists.length === 0
      ? nothing('No list was written beside this page.')
      : table({
          caption: 'Lists beside this page',
          columns: [
            { label: 'File', cell: ({ path }) => html`<a href="${encodeURI(path)}" download>${path}</a>` },
            { label: 'What', cell: ({ what }) => what },
            { label: 'Lines', numeric: true, cell: ({ lines }) => figure(lines) },
          ],
          rows: lists,
          limits,
          what: 'file',
        });
  return section(
    'downloads',
    'Complete lists',
    'The tables of this page as CSV files, none of them shortened. Of a large batch, `tailtown-migrate report` writes those of every issue and every alteration.',
    body,
  );
}
