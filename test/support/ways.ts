import type { State } from './state.ts';

/** Of the additive columns, the one that says which batch wrote a row: two ways out of Gingr are two batches. */
const BATCH = 'migrationBatchId';

/**
 * Where the rows of two targets differ, by table and column with a count and the first example; rows are found by their ids, which are
 * equal where the identities of their records are. Nothing is left out but `except`, as `table.column`.
 */
export function rowDifferences(
  one: State['rows'],
  other: State['rows'],
  except: readonly string[] = [],
): string[] {
  const found = new Map<string, { count: number; example: string }>();
  const tell = (where: string, example: string) => {
    const known = found.get(where) ?? { count: 0, example };
    found.set(where, { ...known, count: known.count + 1 });
  };
  for (const table of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const [rows, others] = [one, other].map(
      (state) => new Map((state[table] ?? []).map((row) => [row['id'], row])),
    );
    for (const id of new Set([...(rows?.keys() ?? []), ...(others?.keys() ?? [])])) {
      const [row, twin] = [rows?.get(id), others?.get(id)];
      if (!row || !twin) tell(`${table}: only in the ${row ? 'first' : 'second'}`, shown(row ?? twin));
      else
        for (const column of new Set([...Object.keys(row), ...Object.keys(twin)])) {
          if (column === BATCH || except.includes(`${table}.${column}`)) continue;
          const [value, second] = [shown(row[column]), shown(twin[column])];
          if (value !== second) tell(`${table}.${column}`, `${value} and ${second}`);
        }
    }
  }
  return [...found].map(([where, { count, example }]) => `${where} (${count}): ${example.slice(0, 400)}`);
}

const shown = (value: unknown): string => JSON.stringify(value) ?? 'nothing';
