import { CATALOGUE, columnOf, isFileEntity } from '../gingr/catalogue.ts';
import { FORCED, forcedOf, isForcedName } from '../tailtown/forced.ts';
import {
  type Complain,
  checkCall,
  checkPositions,
  checkRule,
  type KnownWords,
  unknownWord,
} from './calls.ts';
import type { ColumnSpec, EntityFile, TableSpec } from './schema.ts';
import type { Path } from './tree.ts';
import { DERIVE_STEPS, isDeriveStep, isPredicateName, PREDICATES } from './vocabulary.ts';

/** Checks every word of one entity's file: columns, functions, lookups, rules, forced values, entities. */
export function checkWords(file: EntityFile, known: KnownWords, complain: Complain): void {
  checkEntity(file, known, complain);
  const check = columnCheck(file);
  const column = (name: string, path: Path) => check(name, path, complain);
  const { list, derivedFrom, exclude = {}, tables = {} } = file;
  if (list) {
    column(list.key, ['list', 'key']);
    column(list.label, ['list', 'label']);
    for (const [index, name] of (list.extra ?? []).entries()) column(name, ['list', 'extra', index]);
  }
  if (derivedFrom) {
    checkCall(derivedFrom.key, known, complain, ['derivedFrom', 'key']);
    checkRule(derivedFrom.mergeRule, ['derivedFrom', 'mergeRule'], complain, 'merge');
    checkRule(derivedFrom.onlyRejectedRule, ['derivedFrom', 'onlyRejectedRule'], complain, 'exclude');
  }
  for (const [code, rule] of Object.entries(exclude)) {
    const path = ['exclude', code];
    checkRule(code, path, complain, 'exclude');
    if (!isPredicateName(rule.predicate)) {
      complain([...path, 'predicate'], unknownWord('predicate', rule.predicate, Object.keys(PREDICATES)));
    }
    for (const [index, name] of rule.columns.entries()) column(name, [...path, 'columns', index]);
  }
  for (const [name, table] of Object.entries(tables)) checkTable(name, table, known, check, complain);
}

function checkEntity(file: EntityFile, known: KnownWords, complain: Complain): void {
  const { entity, derivedFrom, list, tables = {} } = file;
  if (!isFileEntity(entity) && !derivedFrom)
    complain(['entity'], unknownWord('entity', entity, Object.keys(CATALOGUE)));
  const names = Object.keys(tables);
  if (list && names.length > 0) complain(['list'], 'a reference list has no tables');
  if (!list && names.length === 0) complain(['entity'], `entity "${entity}" has neither tables nor a list`);
  const primary = names.filter((name) => tables[name]?.primary === true);
  if (names.length > 0 && primary.length !== 1) {
    complain(['tables'], `exactly one table must be primary, here ${primary.length} are`);
  }
  if (!derivedFrom) return;
  const parent = known.entities.get(derivedFrom.entity);
  const spec = parent?.tables?.[derivedFrom.table]?.columns[derivedFrom.column];
  if (!parent)
    complain(['derivedFrom', 'entity'], unknownWord('entity', derivedFrom.entity, known.entities.keys()));
  else if (typeof spec !== 'object' || spec.reference !== entity) {
    complain(
      ['derivedFrom', 'column'],
      `${derivedFrom.table}.${derivedFrom.column} is no reference to ${entity}`,
    );
  }
}

type ColumnCheck = (name: string, path: Path, complain: Complain) => void;

function columnCheck({ entity, derivedFrom, extraColumns = [] }: EntityFile): ColumnCheck {
  const names = isFileEntity(entity) ? CATALOGUE[entity].columns.map(({ name }) => name) : [];
  const more = [...(derivedFrom?.columns ?? []), ...extraColumns];
  return (name, path, complain) => {
    if (more.includes(name)) return;
    const found = columnOf(entity, name);
    if (found?.secret) complain(path, `column "${name}" is a secret and is never read`);
    if (found) return;
    complain(
      path,
      `${unknownWord('column', name, [...names, ...more])} in ${entity}; a custom field is declared under extraColumns`,
    );
  };
}

function checkTable(
  key: string,
  table: TableSpec,
  known: KnownWords,
  column: ColumnCheck,
  complain: Complain,
): void {
  for (const [index, list] of (table.recognise ?? []).entries()) {
    for (const [at, name] of list.entries()) {
      if (table.columns[name]) continue;
      complain(
        ['tables', key, 'recognise', index, at],
        unknownWord('target column', name, Object.keys(table.columns)),
      );
    }
  }
  for (const [name, spec] of Object.entries(table.columns)) {
    const path = ['tables', key, 'columns', name];
    if (typeof spec === 'string') column(spec, path, complain);
    else
      checkColumn(key.split('/')[0] ?? key, name, spec, known, column, (rest, message) =>
        complain([...path, ...rest], message),
      );
  }
}

function checkColumn(
  table: string,
  name: string,
  spec: ColumnSpec,
  known: KnownWords,
  column: ColumnCheck,
  complain: Complain,
): void {
  for (const [index, source] of [spec.from ?? []].flat().entries()) {
    column(source, Array.isArray(spec.from) ? ['from', index] : ['from'], complain);
  }
  const kinds = [spec.value !== undefined, spec.reference !== undefined, spec.derive !== undefined].filter(
    Boolean,
  );
  if (kinds.length > 1) complain([], 'only one of value, reference and derive can be said');
  if (kinds.length === 0 && spec.from === undefined) complain([], 'says not where its value comes from');
  if (spec.value !== undefined && spec.from !== undefined) complain(['value'], 'a constant has no `from`');
  if (spec.reference !== undefined) checkReference(spec, known, complain);
  else
    for (const word of ['required', 'missing', 'unknown'] as const) {
      if (spec[word] !== undefined) complain([word], `"${word}" belongs to a reference`);
    }
  if (spec.derive !== undefined && !isDeriveStep(spec.derive)) {
    complain(['derive'], unknownWord('derive step', spec.derive, Object.keys(DERIVE_STEPS)));
  }
  for (const [index, item] of (spec.apply ?? []).entries())
    checkCall(item, known, complain, ['apply', index]);
  const [first] = spec.apply ?? [];
  if (first !== undefined) checkPositions(first, [spec.from ?? []].flat().length, complain, ['apply', 0]);
  if (spec.forced === undefined) return;
  if (!isForcedName(spec.forced))
    complain(['forced'], unknownWord('forced value', spec.forced, Object.keys(FORCED)));
  else if (forcedOf(spec.forced).table !== table || forcedOf(spec.forced).column !== name) {
    const { table: forTable, column: forColumn } = forcedOf(spec.forced);
    complain(['forced'], `"${spec.forced}" is forced on ${forTable}.${forColumn} only`);
  }
}

function checkReference(spec: ColumnSpec, known: KnownWords, complain: Complain): void {
  const { reference = '' } = spec;
  const entity = known.entities.get(reference);
  if (!entity) complain(['reference'], unknownWord('entity', reference, known.entities.keys()));
  else if (!entity.tables)
    complain(['reference'], `"${reference}" is a reference list without rows; use listLabel`);
  if (spec.from === undefined) complain([], 'a reference says in `from` which column holds the id');
  if (spec.missing !== undefined) checkRule(spec.missing, ['missing'], complain, 'reject');
  if (spec.unknown !== undefined) checkRule(spec.unknown, ['unknown'], complain, 'reject');
}
