import { BOM, csvFigures } from '../core/csv.ts';
import type { RunModel } from '../reconcile/model.ts';
import { serviceName } from './sections/tomorrow.ts';

export interface CsvFile {
  name: string;
  what: string;
  header: string[];
  rows: (string | number | null)[][];
}

/**
 * The lists of the model as CSV files; the same figures as on the page and in report.json. Empty ones are left out, and so are
 * those that the model cuts (REPORT_LISTS).
 */
export function csvOf(model: RunModel): CsvFile[] {
  return [
    {
      ...{ name: 'accounts.csv', what: 'Every kind of record, and what became of it' },
      header: [
        'kind',
        'lines',
        'copies',
        'in_gingr',
        'inserted',
        'updated',
        'unchanged',
        'merged',
        'excluded',
        'rejected',
        'adds_up',
      ],
      rows: model.entities.map((account) => [
        ...[account.entity, account.lines, account.copies, account.read, account.inserted, account.updated],
        ...[account.unchanged, account.merged, account.excluded, account.rejected, yes(account.balanced)],
      ]),
    },
    {
      ...{ name: 'reasons.csv', what: 'Records without a row of their own, by the rule that decided it' },
      header: ['kind', 'outcome', 'code', 'records'],
      rows: model.reasons.map(({ entity, outcome, code, count }) => [entity, outcome, code, count]),
    },
    {
      ...{ name: 'totals.csv', what: 'Control totals of money and of things' },
      header: [
        'total',
        'unit',
        'in_gingr',
        'in_tailtown',
        'merged',
        'excluded',
        'rejected',
        'kept_by_people',
        'adds_up',
      ],
      rows: model.totals.map((total) => [
        ...[total.name, total.unit, total.source, total.target, total.merged, total.excluded],
        ...[total.rejected, total.keptByPeople, yes(total.balanced)],
      ]),
    },
    {
      ...{ name: 'totals-by-group.csv', what: 'The same by month, location and method' },
      header: ['total', 'group', 'in_gingr', 'in_tailtown', 'adds_up'],
      rows: model.totals.flatMap(({ name, groups = [] }) =>
        groups.map(({ group, source, target, balanced }) => [name, group, source, target, yes(balanced)]),
      ),
    },
    {
      ...{ name: 'tomorrow.csv', what: 'Arrivals, departures and overnights per day and service' },
      header: ['day', 'kind', 'service', 'service_name', 'in_gingr', 'in_tailtown', 'not_moved'],
      rows: (model.tomorrow?.cells ?? []).map(({ day, kind, service, source, target, notMoved }) => [
        ...[
          day,
          kind,
          service,
          serviceName(model.tomorrow?.services ?? {}, service) ?? '',
          source,
          target,
          notMoved,
        ],
      ]),
    },
    {
      ...{ name: 'safety.csv', what: 'Animals with safety facts' },
      header: ['what', 'in_gingr', 'in_tailtown', 'left_out', 'rejected', 'lost'],
      rows: (model.safety ?? []).map(({ name, source, target, leftOut, rejected, lost }) => [
        ...[name, source, target, leftOut, rejected, lost],
      ]),
    },
    {
      ...{ name: 'alterations.csv', what: 'Columns whose values were changed, by kind' },
      header: ['table', 'column', 'kind', 'values'],
      rows: model.alterations.map(({ table, column, kind, count }) => [table, column, kind, count]),
    },
    {
      ...{ name: 'issues.csv', what: 'What was noticed, by code' },
      header: ['code', 'severity', 'count'],
      rows: model.issues.map(({ code, severity, count }) => [code, severity, count]),
    },
    {
      ...{ name: 'fidelity.csv', what: 'What has no place of its own in Tailtown' },
      header: ['what', 'code', 'count', 'value', 'kept', 'where'],
      rows: (model.fidelity ?? []).map(({ what, code, count, value, kept, where }) => [
        ...[what, code, count, value, kept, where],
      ]),
    },
  ].filter(({ rows }) => rows.length > 0);
}

export const csvText = ({ header, rows }: CsvFile): string =>
  `${BOM}${[header, ...rows].map(csvFigures).join('')}`;

const yes = (holds: boolean): string => (holds ? 'yes' : 'NO');
