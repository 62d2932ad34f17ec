import type { RunModel, VanishedAccount } from '../../reconcile/model.ts';
import { figure } from '../format.ts';
import { type Html, html } from '../html.ts';
import type { Limits } from '../limits.ts';
import { entityName } from '../names.ts';
import { badge, section } from '../section.ts';
import { table } from '../table.ts';
import { textsOf } from '../texts.ts';

/** What became of the rows of records for which the snapshot gives no reason any more; nothing where there are none. */
export function vanishedSection({ vanished = [] }: RunModel, limits: Limits): Html {
  if (vanished.length === 0) return html``;
  const intro = html`Rows that earlier loads made and for which this snapshot gives no reason any more. They are no records of it, so
each line adds up for itself: <strong>records = marked deleted now + before + deleted by people + kept</strong>.`;
  const body = table({
    caption: 'Records of earlier loads that are gone, or do not move any more',
    columns: [
      { label: 'Kind', cell: (row) => entityName(row.entity) },
      { label: 'What', cell: (row) => WHAT[row.why] },
      { label: 'Records', numeric: true, cell: (row) => html`<strong>${figure(row.records)}</strong>` },
      { label: 'Marked deleted', numeric: true, sign: '=', cell: (row) => figure(row.softDeleted) },
      { label: 'Before', numeric: true, sign: '+', cell: (row) => figure(row.before) },
      { label: 'Deleted by people', numeric: true, sign: '+', cell: (row) => figure(row.gone) },
      { label: 'Kept', numeric: true, sign: '+', cell: (row) => figure(row.kept) },
      { label: 'Why kept', cell: reasons },
      { label: 'Money kept', numeric: true, cell: (row) => row.money ?? '' },
      {
        label: 'Check',
        cell: (row) => (row.balanced ? badge('good', 'adds up') : badge('bad', 'does NOT add up')),
      },
    ],
    rows: vanished,
    limits,
    rowClass: (row) => (row.balanced ? '' : 'broken'),
  });
  return section('vanished', 'Gone from Gingr', intro, body);
}

const WHAT: Record<VanishedAccount['why'], string> = {
  vanished: 'not in the export, which is complete',
  outdated: 'excluded, merged or rejected now',
};

const reasons = ({ reasons: all }: VanishedAccount): string =>
  all.map(({ code, count }) => `${textsOf(code).title} (${count})`).join('; ');
