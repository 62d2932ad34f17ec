import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { usageError } from '../core/errors.ts';
import type { EntityMapping, LookupTable, Mapping } from '../core/mapping.ts';
import { type MappingText, readTexts, treesOf } from './files.ts';
import { type MissingColumn, missingColumns } from './needs.ts';
import { byName, inLoadOrder, resolveEntity } from './resolve.ts';
import { type EntityFile, entityFile, type LookupFile, lookupFile } from './schema.ts';
import { shapeProblems } from './shape.ts';
import { type Path, type Place, type Problem, placeOf, plainOf, type Tree } from './tree.ts';
import { lookupKey } from './vocabulary.ts';
import { checkWords } from './words.ts';

/**
 * Reads the mapping files of the folders, the defaults first and a tenant's overlays behind, and checks every word.
 * All problems come at once, each with file, line and column, as `MAPPING_INVALID` (exit 2).
 */
export async function readMapping(folders: readonly string[]): Promise<Mapping> {
  const texts = await readTexts(folders);
  const key = JSON.stringify(texts);
  if (last?.key !== key) last = { key, mapping: deepFreeze(mappingOf(folders, texts)) };
  return last.mapping;
}

/** The mapping that was read last, by its files' texts: every stage of a run asks for the same one. */
let last: { key: string; mapping: Mapping } | null = null;

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}

function mappingOf(folders: readonly string[], texts: readonly (readonly MappingText[])[]): Mapping {
  const problems: Problem[] = [];
  const trees = treesOf(texts, problems);
  const entityFiles = checkAll(trees.entities, entityFile, problems);
  const lookupFiles = checkAll(trees.lookups, lookupFile, problems);
  // Words are checked against what was understood, so a file that was not would only make false findings.
  if (problems.length === 0) checkMeaning(entityFiles, lookupFiles, trees.entities, problems);
  if (problems.length === 0 && entityFiles.size === 0) {
    throw usageError(
      'MAPPING_EMPTY',
      `There is no mapping file in ${folders.join(', ')}.`,
      'Give the folder that holds the mapping files.',
    );
  }
  refuse(problems);
  const { order, circle } = inLoadOrder([...entityFiles.values()].map(resolveEntity));
  for (const entity of circle) problems.push(circleProblem(entity, circle, trees.entities));
  for (const missing of missingColumns({ entities: order }))
    problems.push(missingProblem(missing, trees.entities));
  refuse(problems);
  const lookups = resolveLookups(lookupFiles);
  return { hash: mappingHash(order, lookups), entities: order, lookups };
}

/** sha256 over the canonical form: keys sorted, so that neither the order in a file nor comments count. */
export function mappingHash(entities: readonly EntityMapping[], lookups: Mapping['lookups']): string {
  const sortedEntities = [...entities].sort((left, right) => byName(left.entity, right.entity));
  return createHash('sha256')
    .update(canonicalJson({ entities: sortedEntities, lookups }))
    .digest('hex');
}

export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  entries.sort(([left], [right]) => byName(left, right));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
}

function checkAll<File>(
  trees: Map<string, Tree>,
  schema: z.ZodType<File>,
  problems: Problem[],
): Map<string, File> {
  const files = new Map<string, File>();
  for (const [name, tree] of trees) {
    const parsed = schema.safeParse(plainOf(tree));
    if (parsed.success) files.set(name, parsed.data);
    else problems.push(...shapeProblems(parsed.error.issues, tree));
  }
  return files;
}

function checkMeaning(
  entities: ReadonlyMap<string, EntityFile>,
  lookups: ReadonlyMap<string, LookupFile>,
  trees: ReadonlyMap<string, Tree>,
  problems: Problem[],
): void {
  for (const [name, file] of entities) {
    const tree = trees.get(name);
    if (!tree) continue;
    checkWords(file, { entities, lookups }, (path, message) => {
      problems.push({ place: placeOf(tree, path, true), message });
    });
  }
}

function resolveLookups(files: ReadonlyMap<string, LookupFile>): Record<string, LookupTable> {
  const lookups: Record<string, LookupTable> = {};
  for (const [name, { entries }] of files) {
    const normal = Object.entries(entries).map(([key, value]) => [lookupKey(key), value] as const);
    lookups[name] = { name, entries: Object.fromEntries(normal) };
  }
  return lookups;
}

function circleProblem(entity: string, circle: readonly string[], trees: ReadonlyMap<string, Tree>): Problem {
  return {
    place: placeIn(trees, entity, ['entity']),
    message: `"${entity}" refers in a circle to itself (${circle.join(', ')})`,
  };
}

function missingProblem(
  { entity, table: { table, part }, column, by }: MissingColumn,
  trees: ReadonlyMap<string, Tree>,
): Problem {
  const key = part === '' ? table : `${table}/${part}`;
  return {
    place: placeIn(trees, entity, ['tables', key]),
    message: `"${key}" says nothing of "${column}", which ${by} looks at; map it, under \`staged\` where Tailtown has no such column`,
  };
}

function placeIn(trees: ReadonlyMap<string, Tree>, entity: string, path: Path): Place {
  const tree = trees.get(entity);
  return tree ? placeOf(tree, path, true) : { file: entity, line: 1, column: 1 };
}

function refuse(problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  const lines = problems.map(
    ({ place, message }) => `${place.file}:${place.line}:${place.column} ${message}`,
  );
  const count = lines.length === 1 ? 'one problem' : `${lines.length} problems`;
  const hint = 'Mend the places named; `mapping.schema.json` beside the defaults lets an editor help.';
  throw usageError('MAPPING_INVALID', `The mapping has ${count}:\n${[...new Set(lines)].join('\n')}`, hint);
}
