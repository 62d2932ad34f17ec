import type { z } from 'zod';
import { isRuleCode, RULES, type RuleEffect, ruleOf } from '../core/rules/index.ts';
import type { EntityFile, LookupFile } from './schema.ts';
import { didYouMean } from './suggest.ts';
import type { Path } from './tree.ts';
import { FUNCTIONS, type FunctionName, functionWord, isFunctionName, toCall } from './vocabulary.ts';

/** Says that the word at a path of an entity's file is wrong. */
export type Complain = (path: Path, message: string) => void;

export interface KnownWords {
  entities: ReadonlyMap<string, EntityFile>;
  lookups: ReadonlyMap<string, LookupFile>;
}

/** `unknown function "txt" (did you mean "text"?)`. */
export const unknownWord = (what: string, given: string, known: Iterable<string>) =>
  `unknown ${what} "${given}"${didYouMean(given, known)}`;

/** Checks that a rule code is known and does to a record what its place in the mapping means. */
export function checkRule(code: string, path: Path, complain: Complain, effect: RuleEffect): void {
  if (!isRuleCode(code)) complain(path, unknownWord('rule', code, Object.keys(RULES)));
  else if (ruleOf(code).effect !== effect) complain(path, `rule ${code} does not ${effect} a record`);
}

/** Checks a function's name and arguments, and the lookups and lists that they name. */
export function checkCall(item: unknown, known: KnownWords, complain: Complain, path: Path): void {
  if (typeof item === 'object' && item !== null && Object.keys(item).length !== 1) {
    complain(path, 'a function with arguments is one word: { name: arguments }');
    return;
  }
  const { name, args } = toCall(item);
  if (!isFunctionName(name)) {
    complain(path, unknownWord('function', name, Object.keys(FUNCTIONS)));
    return;
  }
  if (!checkArguments(`function "${name}"`, functionWord(name).args, args, known, [...path, name], complain))
    return;
  const { parts } = args;
  if (!Array.isArray(parts)) return;
  for (const part of parts as { apply?: unknown[] }[]) {
    for (const nested of part.apply ?? []) checkCall(nested, known, complain, path);
  }
}

/** Checks the arguments of a function or a predicate; gives whether they have their shape. */
export function checkArguments(
  what: string,
  schema: z.ZodType,
  args: Record<string, unknown>,
  known: KnownWords,
  path: Path,
  complain: Complain,
): boolean {
  const parsed = schema.safeParse(args);
  for (const issue of parsed.error?.issues ?? []) {
    const at = issue.path.map(String).join('.');
    complain([...path, ...issue.path], `${what}${at === '' ? '' : `, ${at}`}: ${issue.message}`);
  }
  if (!parsed.success) return false;
  const { table, list } = args;
  if (typeof table === 'string' && !known.lookups.has(table)) {
    complain(path, unknownWord('lookup', table, known.lookups.keys()));
  }
  if (typeof list === 'string' && !known.entities.get(list)?.list) {
    const lists = [...known.entities].flatMap(([entity, file]) => (file.list ? [entity] : []));
    complain(path, unknownWord('reference list', list, lists));
  }
  return true;
}

/**
 * Checks that a function which takes its columns by position has one argument for each: a flag that slips by one
 * column would stand on the wrong fact.
 */
export function checkPositions(item: unknown, columns: number, complain: Complain, path: Path): void {
  const { name, args } = toCall(item);
  const wanted = isFunctionName(name) ? positionsOf(name, args) : null;
  if (wanted === null || wanted === columns) return;
  complain(path, `function "${name}" takes ${wanted} columns, here are ${columns}`);
}

function positionsOf(name: FunctionName, args: Record<string, unknown>): number | null {
  const word = functionWord(name);
  if (word.columns !== undefined) return word.columns;
  const parsed = word.args.safeParse(args);
  const { signs, flags, keys, parts } = parsed.data ?? {};
  for (const list of [signs, flags, keys]) if (Array.isArray(list)) return list.length;
  if (!Array.isArray(parts)) return null;
  const taken = (parts as { pair?: boolean; take?: number }[]).map(({ pair, take }) =>
    pair ? 2 : (take ?? 1),
  );
  return taken.reduce((sum, count) => sum + count, 0);
}
