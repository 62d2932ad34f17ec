import type { Session } from '../database/session.ts';
import { idColumnOf } from '../gingr/catalogue.ts';
import type { Batch } from '../ledger/batches.ts';
import type { AlterationAccount, IssueAccount, RunModel } from '../reconcile/model.ts';
import { detailShown, idShown, sourceValueShown, targetValueShown } from '../reconcile/shown.ts';
import type { Snapshot } from '../snapshot/read.ts';
import type { Runtime } from './runtime.ts';
import { fillSpots } from './spots.ts';
import type { World } from './world.ts';

/**
 * What a batch stored, with or without personal values as this command was asked, whatever it was loaded with. The
 * values come from the control tables and the snapshot; where the snapshot is gone, names stay away.
 */
export async function shownModel(
  { settings }: Runtime,
  world: World,
  batch: Batch,
  snapshot: Snapshot | null,
  stored: RunModel,
): Promise<RunModel> {
  const personal = settings.showPersonalData;
  const spots = await fillSpots(world, snapshot, stored.spots, personal);
  if (!personal) return { ...masked(stored), spots };
  const { session } = world;
  const names = snapshot ? await namesOf(snapshot, wantedOf(stored)) : new Map<string, string>();
  const named = <Row extends { sourceId: string }>(entity: string, row: Row): Row => {
    const name = names.get(`${entity}/${row.sourceId}`);
    return name === undefined ? row : { ...row, name };
  };
  return {
    ...stored,
    spots,
    balances: stored.balances && {
      ...stored.balances,
      differences: stored.balances.differences.map((row) => named('owners', row)),
    },
    safety:
      stored.safety?.map((account) => ({
        ...account,
        losses: account.losses.map((loss) => named('animals', loss)),
      })) ?? null,
    issues: await issuesOf(session, batch, stored.issues),
    alterations: await alterationsOf(session, batch, stored.alterations),
  };
}

const cell = ({ table, column }: AlterationAccount, value: string | null): string | null =>
  value === null ? null : targetValueShown(table, column, value);

function masked(stored: RunModel): RunModel {
  return {
    ...stored,
    issues: stored.issues.map((issue) => ({
      ...issue,
      examples: issue.examples.map((example) => ({
        ...example,
        ...(example.value === undefined
          ? {}
          : { value: sourceValueShown(example.entity, example.column, example.value) }),
        ...(example.detail === undefined ? {} : { detail: detailShown(example.detail) }),
      })),
    })),
    alterations: stored.alterations.map((alteration) => ({
      ...alteration,
      examples: alteration.examples.map((example) => ({
        ...example,
        before: cell(alteration, example.before),
        after: cell(alteration, example.after),
      })),
    })),
    balances: stored.balances && {
      ...stored.balances,
      differences: stored.balances.differences.map(({ name: _, ...row }) => ({
        ...{ ...row, sourceId: idShown(row.sourceId) },
      })),
    },
  };
}

const EXAMPLES = { issues: 50, alterations: 20 };

/** Examples as the control tables have them; findings about files have no values and stay as they are. */
async function issuesOf(session: Session, batch: Batch, issues: IssueAccount[]): Promise<IssueAccount[]> {
  const { rows } = await session.query<
    IssueAccount['examples'][number] & { code: string; column: string | null }
  >(
    `SELECT code, entity, source_id AS "sourceId", file, line, column_name AS "column", value, detail
     FROM (SELECT *, row_number() OVER (PARTITION BY code ORDER BY id) AS rank FROM migration.issues WHERE batch = $1) i
     WHERE rank <= ${EXAMPLES.issues} ORDER BY code, rank`,
    [batch.id],
  );
  return issues.map((issue) => {
    const mine = rows.filter(({ code }) => code === issue.code);
    if (mine.length === 0) return issue;
    return {
      ...issue,
      examples: mine.map(({ entity, sourceId, file, line, column, value, detail }) => ({
        ...{ entity, sourceId, file, line },
        ...(column ? { column } : {}),
        ...(value ? { value } : {}),
        ...(detail ? { detail } : {}),
      })),
    };
  });
}

type AlterationRow = AlterationAccount['examples'][number] &
  Pick<AlterationAccount, 'table' | 'column' | 'kind'>;

async function alterationsOf(
  session: Session,
  batch: Batch,
  alterations: AlterationAccount[],
): Promise<AlterationAccount[]> {
  const { rows } = await session.query<AlterationRow & Record<string, unknown>>(
    `SELECT target_table AS "table", column_name AS "column", kind, entity, source_id AS "sourceId", before, after
     FROM (SELECT *, row_number() OVER (PARTITION BY target_table, column_name, kind ORDER BY id) AS rank
           FROM migration.alterations WHERE batch = $1) a
     WHERE rank <= ${EXAMPLES.alterations} ORDER BY target_table, column_name, kind, rank`,
    [batch.id],
  );
  return alterations.map((alteration) => ({
    ...alteration,
    examples: rows
      .filter(
        ({ table, column, kind }) =>
          table === alteration.table && column === alteration.column && kind === alteration.kind,
      )
      .map(({ entity, sourceId, before, after }) => ({ entity, sourceId, before, after })),
  }));
}

/** Who is named in the report, as `entity/id`. */
function wantedOf({ balances, safety }: RunModel): Set<string> {
  return new Set([
    ...(balances?.differences ?? []).map(({ sourceId }) => `owners/${sourceId}`),
    ...(safety ?? []).flatMap(({ losses }) => losses.map(({ sourceId }) => `animals/${sourceId}`)),
  ]);
}

/** Names of records, as the raw lines have them. */
export async function namesOf(snapshot: Snapshot, wanted: ReadonlySet<string>): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const entity of ['owners', 'animals']) {
    if (![...wanted].some((key) => key.startsWith(`${entity}/`))) continue;
    const columns =
      snapshot.manifest.entities.find((candidate) => candidate.entity === entity)?.columns ?? [];
    const id = columns.indexOf(idColumnOf(entity));
    const parts = ['first_name', 'last_name'].map((column) => columns.indexOf(column));
    for await (const lines of snapshot.readLines(entity))
      for (const { values } of lines) {
        const key = `${entity}/${values[id]?.trim() ?? ''}`;
        if (wanted.has(key))
          names.set(
            key,
            parts
              .map((part) => values[part]?.trim() ?? '')
              .join(' ')
              .trim(),
          );
      }
  }
  return names;
}
