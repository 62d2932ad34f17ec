import type { RollbackResult } from '../../src/pipeline/results.ts';
import { broken, failure } from './check-load.ts';
import { differing, type Row, type Rows, same } from './rows.ts';

/** What a batch did, by the rows before and after it. */
export interface Effect {
  before: Rows;
  after: Rows;
}

export interface Constraints {
  foreignKeys: { table: string; column: string; to: string }[];
  /** Columns that are unique together, by table; the tenant left out. */
  uniques: { table: string; columns: string[] }[];
}

/**
 * Compares a rollback with promise 6, from whole rows alone: every row that a batch touched is as it was before the
 * batch, unless people changed it since or something stands in the way; nothing else is touched. `batches`: newest first.
 * Gives the rows that stay, for each of them.
 */
export function checkRollback(
  rolled: { before: Rows; after: Rows; batches: readonly Effect[] },
  constraints: Constraints,
  result: RollbackResult,
): Set<string>[] {
  const { before, after, batches } = rolled;
  const state = new Map(before);
  const stays: Set<string>[] = [];
  let touched = 0;
  for (const batch of batches) {
    const standing = new Set<string>();
    stays.push(standing);
    const changed = [...batch.after].filter(([key, row]) => !same(row, batch.before.get(key)));
    touched += changed.length;
    for (const [key, left] of changed) {
      const is = state.get(key);
      const was = batch.before.get(key);
      if (!is || !was) continue;
      if (same(is, left) && !isOrphan(key, was, state, constraints) && !isTaken(key, was, after, constraints))
        state.set(key, was);
      else standing.add(key);
    }
    const inserted = changed.filter(([key]) => !batch.before.has(key));
    for (const [key, left] of inserted) if (state.has(key) && !same(state.get(key), left)) standing.add(key);
    const unchanged = inserted.filter(([key, left]) => same(state.get(key), left)).map(([key]) => key);
    for (const key of removeUnneeded(state, unchanged, constraints)) standing.add(key);
  }
  compare(state, after);
  const { reversed, kept, blocked: stopped, failed } = result.buckets;
  if (failed > 0 || reversed + kept + stopped !== touched)
    broken('promise 6', `${touched} rows were touched, and ${JSON.stringify(result.buckets)} is told`);
  const named = new Set([...result.kept, ...result.blocked].map(({ table, id }) => `${table}/${id}`));
  for (const key of stays.flatMap((keys) => [...keys]))
    if (!named.has(key)) broken('promise 6', `${key} stayed, and is not named`);
  return stays;
}

/** Removes what no remaining row refers to; returns what has to stay. */
function removeUnneeded(state: Map<string, Row>, keys: string[], { foreignKeys }: Constraints): string[] {
  const gone = new Map(keys.map((key) => [key, state.get(key)]));
  for (const key of keys) state.delete(key);
  for (let again = true; again; ) {
    again = false;
    for (const { table, column, to } of foreignKeys) {
      for (const [key, row] of state) {
        if (!key.startsWith(`${table}/`)) continue;
        const parent = `${to}/${row[column]}`;
        const needed = gone.get(parent);
        if (!needed) continue;
        state.set(parent, needed);
        gone.delete(parent);
        again = true;
      }
    }
  }
  return keys.filter((key) => !gone.has(key));
}

/** Whether what a row has to refer to again is gone. */
function isOrphan(key: string, was: Row, rows: Rows, { foreignKeys }: Constraints): boolean {
  const table = key.slice(0, key.indexOf('/'));
  return foreignKeys.some(
    ({ table: from, column, to }) =>
      from === table &&
      (was[column] ?? null) !== null &&
      !same(rows.get(key)?.[column], was[column]) &&
      !rows.has(`${to}/${was[column]}`),
  );
}

/** Whether another row has a unique value that a row has to have again. */
function isTaken(key: string, was: Row, rows: Rows, { uniques }: Constraints): boolean {
  const table = key.slice(0, key.indexOf('/'));
  return uniques.some(
    (unique) =>
      unique.table === table &&
      unique.columns.every((column) => (was[column] ?? null) !== null) &&
      [...rows].some(
        ([other, row]) =>
          other !== key &&
          other.startsWith(`${table}/`) &&
          unique.columns.every((column) => same(row[column], was[column])),
      ),
  );
}

function compare(expected: Rows, actual: Rows): void {
  for (const [key, row] of expected) {
    const is = actual.get(key);
    if (!is) throw failure('promise 6', `the rollback deleted ${key}`);
    const columns = differing(row, is);
    if (columns.length === 0) continue;
    const [column = ''] = columns;
    broken(
      'promise 6',
      `${key} differs in ${columns.join()}: ${JSON.stringify(is[column])} where it must be ${JSON.stringify(row[column])}`,
    );
  }
  for (const key of actual.keys())
    if (!expected.has(key)) broken('promise 6', `the rollback left ${key} behind`);
}
