import { RULES, type RuleCode } from '../core/rules/index.ts';
import type { RunModel } from '../reconcile/model.ts';
import type { AnswerKey, AnswerKeyHeader } from './answer-key.ts';

/** Outcome and deciding rule of one record, as the program has it; null where it knows no such record. */
export type OutcomeOf = (entity: string, id: string) => Promise<{ outcome: string; code: string | null } | null>;

/** Value of one column of the record's target row as text; undefined where there is no such row. */
export type ValueOf = (entity: string, id: string, table: string, column: string) => Promise<string | null | undefined>;

/** Every difference between the counts of a first load and the key, as a sentence; none = all as the key says. */
export function compareWithKey(model: RunModel, key: AnswerKeyHeader): string[] {
  return [...entities(model, key), ...reasons(model, key), ...issues(model, key), ...forced(model, key)];
}

/** Every record that did not end as the key says, spellings of one record among them. */
export async function compareRecords(key: AnswerKey, outcomeOf: OutcomeOf): Promise<string[]> {
  const differences: string[] = [];
  for await (const { entity, id, outcome, code, why } of key.records()) {
    if (id === null) continue;
    const found = await outcomeOf(entity, id);
    if (found?.outcome === outcome && found.code === code) continue;
    differences.push(`${entity}/${id} should be ${outcome} by ${code} (${why}), and is ${told(found)}.`);
  }
  for (const { entity, ids, code } of key.groups) {
    const found = await Promise.all(ids.map((id) => outcomeOf(entity, id)));
    const inserted = found.filter((one) => one?.outcome === 'inserted').length;
    const merged = found.filter((one) => one?.outcome === 'merged' && one.code === code).length;
    if (inserted === 1 && merged === ids.length - 1) continue;
    differences.push(`${entity} ${ids.join(', ')} should be one inserted and the others merged by ${code}; ${inserted} are inserted, ${merged} merged.`);
  }
  return differences;
}

/** Every named value of the target that is not what the key says. */
export async function compareExpectations(key: AnswerKeyHeader, valueOf: ValueOf): Promise<string[]> {
  const differences: string[] = [];
  for (const { entity, id, table, column, value } of key.expect) {
    const found = await valueOf(entity, id, table, column);
    if (found === value) continue;
    const is = found === undefined ? 'there is no such row' : `it is ${JSON.stringify(found)}`;
    differences.push(`${table}.${column} of ${entity}/${id} should be ${JSON.stringify(value)}, and ${is}.`);
  }
  return differences;
}

/** How many statements the three comparisons hold the program to. */
export async function countStatements(key: AnswerKey): Promise<number> {
  let records = 0;
  for await (const { id } of key.records()) if (id !== null) records += 1;
  const counts = key.entities.length * ENTITY_COUNTS.length + key.reasons.length + key.issues.length + key.forced.length;
  return counts + records + key.groups.length + key.expect.length;
}

const ENTITY_COUNTS = ['lines', 'copies', 'read', 'inserted', 'merged', 'excluded', 'rejected'] as const;

function entities(model: RunModel, key: AnswerKeyHeader): string[] {
  const differences: string[] = [];
  for (const expected of key.entities) {
    const found = model.entities.find(({ entity }) => entity === expected.entity);
    for (const count of ENTITY_COUNTS) {
      const is = found?.[count] ?? 0;
      if (is !== expected[count]) differences.push(`${expected.entity}: ${count} should be ${expected[count]}, and is ${is}.`);
    }
  }
  for (const { entity, lines } of model.entities) {
    if (lines > 0 && !key.entities.some((expected) => expected.entity === entity)) {
      differences.push(`${entity}: the key knows of none, and there are ${lines} lines.`);
    }
  }
  return differences;
}

function reasons(model: RunModel, key: AnswerKeyHeader): string[] {
  const name = (reason: { entity: string; outcome: string; code: string | null }) =>
    `${reason.entity} ${reason.outcome} by ${reason.code}`;
  const coded = model.reasons.filter(({ code }) => code !== null);
  return counted('', tally(key.reasons.map((reason) => [name(reason), reason.count])), tally(coded.map((reason) => [name(reason), reason.count])));
}

/** A rule that excludes or merges may be told as a reason alone; what depends on the target is left to other tests. */
function issues(model: RunModel, key: AnswerKeyHeader): string[] {
  const found = tally(model.issues.map(({ code, count }) => [code, count]));
  for (const { code, count } of model.reasons) {
    const decides = code !== null && code in RULES && ['exclude', 'merge'].includes(RULES[code as RuleCode].effect);
    if (decides && !model.issues.some((issue) => issue.code === code)) found.set(code, (found.get(code) ?? 0) + count);
  }
  for (const code of found.keys()) if (code in RULES && RULES[code as RuleCode].family === 'target') found.delete(code);
  return counted('issue ', tally(key.issues.map(({ code, count }) => [code, count])), found);
}

function forced(model: RunModel, key: AnswerKeyHeader): string[] {
  const totals = (list: AnswerKeyHeader['forced']) =>
    tally(list.map(({ table, column, count }) => [`${table}.${column}`, count]));
  return counted('forced ', totals(key.forced), totals(model.forced));
}

function tally(pairs: readonly (readonly [string, number])[]): Map<string, number> {
  const totals = new Map<string, number>();
  for (const [name, count] of pairs) totals.set(name, (totals.get(name) ?? 0) + count);
  return totals;
}

function counted(prefix: string, expected: ReadonlyMap<string, number>, found: ReadonlyMap<string, number>): string[] {
  return [...new Set([...expected.keys(), ...found.keys()])].flatMap((name) => {
    const [should, is] = [expected.get(name) ?? 0, found.get(name) ?? 0];
    return should === is ? [] : [`${prefix}${name}: should be ${should}, and is ${is}.`];
  });
}

const told = (found: Awaited<ReturnType<OutcomeOf>>): string =>
  found === null ? 'unknown' : `${found.outcome}${found.code === null ? '' : ` by ${found.code}`}`;
