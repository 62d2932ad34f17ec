import type { Severity } from '../core/issue.ts';
import type {
  BalanceAccount,
  BatchReference,
  EntityAccount,
  ForcedAccount,
  NotChecked,
  RunModel,
  RunStatus,
  TableAccount,
  TotalAccount,
  VanishedAccount,
} from '../reconcile/model.ts';

/** What `run --json` prints (DESIGN.md 6.3). Amounts are decimal text, durations milliseconds. */
export interface RunJson {
  command: string;
  status: RunStatus;
  batch: BatchReference | null;
  entities: EntityAccount[];
  /** Rows of earlier loads for which this snapshot gives no reason: records = softDeleted + before + gone + kept. */
  vanished: VanishedAccount[];
  tables: TableAccount[];
  /** source = target + merged + excluded + rejected + keptByPeople. */
  totals: Omit<TotalAccount, 'unit' | 'copies' | 'standing' | 'dimensions' | 'groups'>[];
  /** What owners owe; null where no owner states a balance. The owners that differ stand in the report. */
  balances: Omit<BalanceAccount, 'differences'> | null;
  issues: { code: string; severity: Severity; count: number }[];
  forced: ForcedAccount[];
  verification: {
    compared: number;
    different: number;
    missing: number;
    unexpected: number;
    notChecked: NotChecked[];
  };
  report: { html: string; json: string } | null;
  durationsMs: Record<string, number>;
}

/** The part of the model that `run --json` prints, with the paths of the report, or null where none was written. */
export function runJson(model: RunModel, report: { html: string; json: string } | null): RunJson {
  const { compared, different, missing, unexpected, notChecked } = model.verification;
  return {
    command: model.command,
    status: model.status,
    batch: model.batch,
    entities: model.entities.map(entityJson),
    vanished: model.vanished ?? [],
    tables: model.tables,
    totals: model.totals.map(totalJson),
    balances: balancesJson(model.balances),
    issues: model.issues.map(({ code, severity, count }) => ({ code, severity, count })),
    forced: model.forced,
    verification: { compared, different, missing, unexpected, notChecked },
    report,
    durationsMs: model.durationsMs,
  };
}

/** In the order of DESIGN.md, whatever the order of the model's keys. */
function entityJson(account: EntityAccount): EntityAccount {
  const { entity, lines, copies, read, inserted, updated, unchanged, merged, excluded, rejected, balanced } =
    account;
  return { entity, lines, copies, read, inserted, updated, unchanged, merged, excluded, rejected, balanced };
}

function totalJson(total: TotalAccount): RunJson['totals'][number] {
  const { name, source, target, merged, excluded, rejected, keptByPeople, balanced } = total;
  return { name, source, target, merged, excluded, rejected, keptByPeople, balanced };
}

/** A batch that an older version stored has no balances. */
function balancesJson(account: BalanceAccount | null | undefined): RunJson['balances'] {
  if (!account) return null;
  const { notChecked, owners, differing, gingr, tailtown, difference, held } = account;
  return {
    notChecked,
    owners,
    differing,
    gingr,
    tailtown,
    difference,
    ...(held === undefined ? {} : { held }),
  };
}
