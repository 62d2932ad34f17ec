import type { Outcome } from '../../core/outcome.ts';
import type { EntityAccount, ReasonAccount, RunModel } from '../../reconcile/model.ts';
import { count, figure, label } from '../format.ts';
import { type Html, html } from '../html.ts';
import type { Limits } from '../limits.ts';
import { entityName, foldedInto } from '../names.ts';
import { badge, nothing, section } from '../section.ts';
import { table } from '../table.ts';
import { textsOf } from '../texts.ts';

/** Of more reasons, those of the most records stand open: what follows on the page must be found. */
const OPEN_UP_TO = 25;

const EXPLAINED = ['merged', 'excluded', 'rejected'] as const satisfies readonly Outcome[];

/** Why records did not become a row of their own. */
export function reasonsSection(model: RunModel, limits: Limits): Html {
  const rows = reasonsOf(model).filter(({ outcome: ended }) => ended !== 'rejected');
  const intro =
    'Every record that was merged into another or left out on purpose, by the rule that decided it.';
  const told = (shown: readonly ReasonAccount[]) =>
    table({
      caption: 'Merged and excluded records by reason',
      columns: [
        { label: 'Kind', cell: (row) => entityName(row.entity) },
        { label: 'Outcome', cell: outcome },
        { label: 'Reason', cell: reason },
        { label: 'Records', numeric: true, cell: (row) => figure(row.count) },
      ],
      rows: shown,
      limits,
      rowClass: (row) => (row.code === null ? 'doubtful' : ''),
    });
  const most = rows.toSorted(
    (a, b) => Number(a.code !== null) - Number(b.code !== null) || b.count - a.count,
  );
  const body =
    rows.length === 0
      ? nothing('No record was merged or left out.')
      : rows.length <= OPEN_UP_TO
        ? told(rows)
        : html`${told(most.slice(0, OPEN_UP_TO))}<details><summary>All ${figure(rows.length)} reasons, by kind</summary>${told(rows)}</details>`;
  return section('reasons', 'Left out: records without a row of their own', intro, body);
}

/** The reasons of every record without a row of its own; `code` is null for those that no reason covers. */
export const reasonsOf = (model: RunModel): ReasonAccount[] => [
  ...model.reasons.filter(isExplained),
  ...model.entities.flatMap((account) => unexplained(account, model.reasons)),
];

const isExplained = (row: ReasonAccount): boolean =>
  EXPLAINED.some((outcome) => outcome === row.outcome) && row.count > 0;

/** Records of the accounting that no reason covers. */
function unexplained(account: EntityAccount, reasons: readonly ReasonAccount[]): ReasonAccount[] {
  return EXPLAINED.map((outcome) => {
    const named = reasons.filter((row) => row.entity === account.entity && row.outcome === outcome);
    return {
      entity: account.entity,
      outcome,
      code: null,
      count: account[outcome] - named.reduce((sum, row) => sum + row.count, 0),
    };
  }).filter((row) => row.count !== 0);
}

function outcome(row: ReasonAccount): string {
  const into = row.outcome === 'merged' ? foldedInto(row.code) : null;
  return into === null ? label(row.outcome) : `${label(row.outcome)} into ${into}`;
}

function reason(row: ReasonAccount): Html {
  if (row.code === null)
    return badge(
      'unknown',
      row.count < 0 ? `Counted ${count(-row.count)} times too often` : 'No rule is named',
    );
  return html`${textsOf(row.code).title}<br><code class="code">${row.code}</code>`;
}
