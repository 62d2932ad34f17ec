import type { RunModel } from '../reconcile/model.ts';
import type { AnswerKey, KeyExpectation, KeyRecord } from './key.ts';

/** Where the check asks for single records: the control tables and the target, whatever they are. */
export interface KeyLookup {
  /** How a record ended at the last load; null for one that no batch knows. */
  outcomeOf(entity: string, id: string): Promise<{ outcome: string; code: string | null } | null>;
  /** One column of the record's row; undefined where there is no row. */
  valueOf(entity: string, id: string, table: string, column: string, part?: string): Promise<unknown>;
}

/** Holds a first load to its answer key; every difference is a sentence. */
export async function compareWithKey(
  model: RunModel,
  key: AnswerKey,
  lookup: KeyLookup,
): Promise<{ statements: number; differences: string[] }> {
  const check = new Check();
  check.holds(
    model.status === 'ok' || model.status === 'attention',
    `The run did not load: ${model.headline}`,
  );
  compareEntities(check, model, key);
  compareIssues(check, model, key);
  compareForced(check, model, key);
  compareTotals(check, model, key);
  compareBalances(check, model, key);
  compareFidelity(check, model, key);
  for (const record of key.records) await compareRecord(check, record, lookup);
  for (const expectation of key.expect) await compareValue(check, expectation, lookup);
  return { statements: check.statements, differences: check.differences };
}

class Check {
  statements = 0;
  readonly differences: string[] = [];

  equal(what: string, expected: number, actual: number): void {
    this.same(what, String(expected), String(actual));
  }

  same(what: string, expected: string, actual: string): void {
    this.holds(expected === actual, `${what}: the key says ${expected}, the run ${actual}.`);
  }

  holds(holds: boolean, difference: string): void {
    this.statements += 1;
    if (!holds) this.differences.push(difference);
  }
}

const COUNTS = ['lines', 'copies', 'read', 'inserted', 'merged', 'excluded', 'rejected'] as const;

function compareEntities(check: Check, model: RunModel, key: AnswerKey): void {
  for (const expected of key.entities) {
    const actual = model.entities.find(({ entity }) => entity === expected.entity);
    for (const count of COUNTS)
      check.equal(`${expected.entity}, ${count}`, expected[count], actual?.[count] ?? 0);
  }
  for (const { entity, lines } of model.entities) {
    const known = key.entities.some((candidate) => candidate.entity === entity);
    check.holds(
      known || lines === 0,
      `${entity}: the run read ${lines} lines, and the key does not name it.`,
    );
  }
}

function compareIssues(check: Check, model: RunModel, key: AnswerKey): void {
  const counts = new Map(model.issues.map(({ code, count }) => [code, count]));
  for (const code of new Set([...Object.keys(key.issues), ...counts.keys()])) {
    check.equal(`Issue ${code}`, key.issues[code] ?? 0, counts.get(code) ?? 0);
  }
}

function compareForced(check: Check, model: RunModel, key: AnswerKey): void {
  const named = (list: readonly { table: string; column: string; count: number }[]) =>
    new Map(list.map(({ table, column, count }) => [`${table}.${column}`, count]));
  const [expected, actual] = [named(key.forced), named(model.forced)];
  for (const name of new Set([...expected.keys(), ...actual.keys()])) {
    check.equal(`Forced ${name}`, expected.get(name) ?? 0, actual.get(name) ?? 0);
  }
}

const PARTS = ['source', 'target', 'merged', 'excluded', 'rejected'] as const;

/** Text against text: an amount is never a binary fraction. */
function compareTotals(check: Check, model: RunModel, key: AnswerKey): void {
  for (const expected of key.totals) {
    const actual = model.totals.find(({ name }) => name === expected.name);
    for (const part of PARTS)
      check.same(`Total ${expected.name}, ${part}`, expected[part], actual?.[part] ?? 'nothing');
    check.holds(actual?.balanced === true, `Total ${expected.name} does not balance.`);
  }
}

function compareBalances(check: Check, model: RunModel, key: AnswerKey): void {
  const { notChecked } = model.balances ?? {};
  check.holds(!notChecked, `The owners' balances were not compared: ${notChecked}`);
  for (const part of ['owners', 'differing', 'gingr', 'tailtown', 'held'] as const)
    check.same(`Balances, ${part}`, String(key.balances[part]), String(model.balances?.[part] ?? 'nothing'));
}

/** Each line of the key; and what is nowhere but in the snapshot must be in the key. */
function compareFidelity(check: Check, model: RunModel, { fidelity }: AnswerKey): void {
  if (!fidelity) return;
  const lines = model.fidelity ?? [];
  for (const { name, count, value, why } of fidelity) {
    const found = lines.find((line) => line.name === name);
    check.holds(
      found?.count === count && found.value === value,
      `The fidelity statement must say ${name} (${why}), ${count} of ${value ?? 'no'} value, but says ${found ? `${found.count} of ${found.value ?? 'no'} value` : 'nothing'}.`,
    );
  }
  for (const { name, kept } of lines)
    check.holds(
      kept !== 'snapshot' || fidelity.some((line) => line.name === name),
      `The fidelity statement says ${name}, which is in the snapshot only, and the key does not.`,
    );
}

async function compareRecord(check: Check, record: KeyRecord, lookup: KeyLookup): Promise<void> {
  const { entity, id, outcome, code, why } = record;
  const found = await lookup.outcomeOf(entity, id);
  const end = (state: string, rule: string | null) => (rule === null ? state : `${state} by ${rule}`);
  check.holds(
    found?.outcome === outcome && found.code === code,
    `${entity}/${id} (${why}) must end ${end(outcome, code)}, but ${found ? `ended ${end(found.outcome, found.code)}` : 'is not there'}.`,
  );
}

async function compareValue(check: Check, expectation: KeyExpectation, lookup: KeyLookup): Promise<void> {
  const { entity, id, table, part, column, value, why } = expectation;
  const found = await lookup.valueOf(entity, id, table, column, part);
  check.holds(
    found !== undefined && plain(found) === plain(value),
    `${table}.${column} of ${entity}/${id} (${why}) must be ${plain(value)}, but ${found === undefined ? 'there is no row' : `is ${plain(found)}`}.`,
  );
}

const TIMESTAMP = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.0+)?Z?$/;

/** One spelling for values that drivers spell in several ways: instants, numbers, the order of keys. */
function plain(value: unknown): string {
  if (value instanceof Date) return plain(value.toISOString());
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'string') return JSON.stringify(value.replace(TIMESTAMP, '$1 $2'));
  return JSON.stringify(ordered(value ?? null));
}

function ordered(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, ordered(item)]));
}
