import { EXTERNAL_ID } from '../core/mapping.ts';
import { CATALOGUE, columnOf, headerKey, isFileEntity, isSecret } from '../gingr/catalogue.ts';
import { hasForm, isFormColumn } from '../gingr/form-data.ts';
import { FORCED, forcedOf, isForcedName } from '../tailtown/forced.ts';
import {
  type Complain,
  checkArguments,
  checkCall,
  checkPositions,
  checkRule,
  type KnownWords,
  unknownWord,
} from './calls.ts';
import { isPredicateName, PREDICATES } from './predicates.ts';
import type { ColumnSpec, EntityFile, PredicateSpec, TableSpec } from './schema.ts';
import { DERIVE_STEPS, FOLD_STEPS, isDeriveStep, isFoldStep } from './steps.ts';
import type { Path } from './tree.ts';

/** Checks every word of one entity's file: columns, functions, lookups, rules, forced values, entities. */
export function checkWords(file: EntityFile, known: KnownWords, complain: Complain): void {
  checkEntity(file, known, complain);
  checkAliases(file, complain);
  const check = columnCheck(file);
  const column = (name: string, path: Path) => check(name, path, complain);
  const { list, derivedFrom, exclude = {}, tables = {}, fold, merge, elsewhere } = file;
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
    checkPredicate(rule, known, check, (rest, message) => complain([...path, ...rest], message));
    for (const [index, name] of (rule.tell ?? []).entries()) column(name, [...path, 'tell', index]);
  }
  if (fold) checkFold(fold, file, known, check, (rest, message) => complain(['fold', ...rest], message));
  if (elsewhere) {
    checkRule(elsewhere.rule, ['elsewhere', 'rule'], complain, 'exclude');
    checkPredicate(elsewhere.when, known, check, (rest, message) =>
      complain(['elsewhere', 'when', ...rest], message),
    );
    // Its own row, and no further one of a part.
    const others = Object.keys(tables).filter(
      (name) => tables[name]?.primary !== true && !name.includes('/'),
    );
    if (!others.includes(elsewhere.table))
      complain(['elsewhere', 'table'], unknownWord('second table', elsewhere.table, others));
  }
  if (merge) {
    checkRule(merge.rule, ['merge', 'rule'], complain, 'merge');
    const primary = Object.values(tables).find((table) => table.primary === true);
    for (const name of [...merge.equal, ...(merge.prefer ?? [])]) {
      const known = { ...primary?.columns, ...primary?.staged };
      if (!known[name]) complain(['merge'], unknownWord('target column', name, Object.keys(known)));
    }
  }
  for (const [name, table] of Object.entries(tables)) {
    checkTable(name, table, known, check, complain);
    for (const [column, spec] of Object.entries(table.columns)) {
      if (typeof spec === 'string' || spec.row === undefined || tables[spec.row]) continue;
      complain(
        ['tables', name, 'columns', column, 'row'],
        unknownWord('table', spec.row, Object.keys(tables)),
      );
    }
  }
}

function checkEntity(file: EntityFile, known: KnownWords, complain: Complain): void {
  const { entity, derivedFrom, list, fold, exclude, tables = {} } = file;
  if (!isFileEntity(entity) && !derivedFrom)
    complain(['entity'], unknownWord('entity', entity, Object.keys(CATALOGUE)));
  const names = Object.keys(tables);
  if (!list && !fold && !exclude && names.length === 0)
    complain(
      ['entity'],
      `entity "${entity}" has neither tables nor a list nor a fold nor rules that leave it out`,
    );
  const primary = names.filter((name) => tables[name]?.primary === true);
  if (names.length > 0 && primary.length !== 1) {
    complain(['tables'], `exactly one table must be primary, here ${primary.length} are`);
  }
  if (!derivedFrom) return;
  const parent = known.entities.get(derivedFrom.entity);
  const made = parent?.tables?.[derivedFrom.table];
  const spec = { ...made?.columns, ...made?.staged }[derivedFrom.column];
  if (!parent)
    complain(['derivedFrom', 'entity'], unknownWord('entity', derivedFrom.entity, known.entities.keys()));
  else if (typeof spec !== 'object' || spec.reference !== entity) {
    complain(
      ['derivedFrom', 'column'],
      `${derivedFrom.table}.${derivedFrom.column} is no reference to ${entity}`,
    );
  }
}

/** A header name must mean one column: a column that is taken for another puts facts where they do not belong. */
function checkAliases({ entity, aliases = {}, extraColumns = [] }: EntityFile, complain: Complain): void {
  const columns = isFileEntity(entity) ? CATALOGUE[entity].columns : [];
  const meant = new Map(
    columns.flatMap(({ name, aliases: names }) => [name, ...names].map((word) => [word, name])),
  );
  for (const name of extraColumns) meant.set(headerKey(name), name);
  for (const [name, headers] of Object.entries(aliases)) {
    const path = ['aliases', name];
    const column = columnOf(entity, name);
    if (!column) {
      const known = columns.map((each) => each.name);
      complain(
        path,
        `${unknownWord('column', name, known)} in ${entity}; aliases are for the catalogue's columns`,
      );
    }
    for (const [index, header] of headers.entries()) {
      const key = headerKey(header);
      const other = meant.get(key);
      if (other !== undefined && other !== name)
        complain([...path, index], `"${header}" means column "${other}" already`);
      else if (column?.secret === false && isSecret(entity, key))
        complain([...path, index], `"${header}" is the name of a secret, which is never read`);
      meant.set(key, name);
    }
  }
}

type ColumnCheck = (name: string, path: Path, complain: Complain) => void;

function columnCheck({ entity, derivedFrom, extraColumns = [] }: EntityFile): ColumnCheck {
  const names = isFileEntity(entity) ? CATALOGUE[entity].columns.map(({ name }) => name) : [];
  const more = [...(derivedFrom?.columns ?? []), ...extraColumns];
  return (name, path, complain) => {
    if (more.includes(name)) return;
    if (hasForm(entity) && isFormColumn(name)) {
      if (isSecret(entity, name)) complain(path, `custom field "${name}" is a secret and is never read`);
      return;
    }
    const found = columnOf(entity, name);
    if (found?.secret) complain(path, `column "${name}" is a secret and is never read`);
    if (found) return;
    complain(
      path,
      `${unknownWord('column', name, [...names, ...more])} in ${entity}; a custom field is declared under extraColumns, or is written form_data.FIELD`,
    );
  };
}

function checkPredicate(
  spec: PredicateSpec,
  known: KnownWords,
  column: ColumnCheck,
  complain: Complain,
): void {
  if (!isPredicateName(spec.predicate))
    complain(['predicate'], unknownWord('predicate', spec.predicate, Object.keys(PREDICATES)));
  else
    checkArguments(
      `predicate "${spec.predicate}"`,
      PREDICATES[spec.predicate].args,
      spec.args ?? {},
      known,
      ['args'],
      complain,
    );
  for (const [index, name] of spec.columns.entries()) column(name, ['columns', index], complain);
}

function checkFold(
  fold: NonNullable<EntityFile['fold']>,
  { tables = {} }: EntityFile,
  known: KnownWords,
  column: ColumnCheck,
  complain: Complain,
): void {
  checkRule(fold.rule, ['rule'], complain, 'merge');
  checkRule(fold.missing, ['missing'], complain, 'reject');
  checkRule(fold.unknown, ['unknown'], complain, 'reject');
  for (const name of [fold.from].flat()) column(name, ['from'], complain);
  if (!known.entities.get(fold.reference)?.tables)
    complain(['reference'], unknownWord('entity with rows', fold.reference, known.entities.keys()));
  for (const [index, calls] of (fold.apply ?? []).entries()) {
    for (const call of calls) checkCall(call, known, complain, ['apply', index]);
  }
  if (fold.step !== undefined && !isFoldStep(fold.step))
    complain(['step'], unknownWord('step', fold.step, Object.keys(FOLD_STEPS)));
  if (
    (fold.apply !== undefined || fold.step !== undefined) &&
    fold.apply?.length !== [fold.from].flat().length
  )
    complain(['apply'], 'has one list of functions for each column of `from`, where `step` finds the record');
  const primary = Object.values(tables).find((table) => table.primary === true);
  if (fold.unless === undefined ? primary !== undefined : !primary?.columns[fold.unless])
    complain(['unless'], 'names the column of the primary table that keeps a record from folding');
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
  for (const name of Object.keys(table.leftovers ?? {})) {
    for (const needed of [name, EXTERNAL_ID].filter((column) => !table.columns[column]))
      complain(
        ['tables', key, 'leftovers', name],
        unknownWord('target column', needed, Object.keys(table.columns)),
      );
  }
  if (table.when) {
    if (table.primary === true) complain(['tables', key, 'when'], 'the primary table has a row always');
    checkPredicate(table.when, known, column, (rest, message) =>
      complain(['tables', key, 'when', ...rest], message),
    );
  }
  for (const place of ['columns', 'staged'] as const) {
    for (const [name, spec] of Object.entries(table[place] ?? {})) {
      const path = ['tables', key, place, name];
      if (typeof spec === 'string') column(spec, path, complain);
      else
        checkColumn(key, table, name, spec, known, column, (rest, message) =>
          complain([...path, ...rest], message),
        );
    }
  }
}

function checkColumn(
  key: string,
  table: TableSpec,
  name: string,
  spec: ColumnSpec,
  known: KnownWords,
  column: ColumnCheck,
  complain: Complain,
): void {
  for (const [index, source] of [spec.from ?? []].flat().entries()) {
    column(source, Array.isArray(spec.from) ? ['from', index] : ['from'], complain);
  }
  const kinds = [spec.value, spec.empty, spec.reference, spec.derive, spec.row].filter(
    (kind) => kind !== undefined,
  );
  // A reference may have a constant id.
  if (kinds.length > (spec.reference !== undefined && spec.value !== undefined ? 2 : 1))
    complain([], 'only one of value, empty, reference, row and derive can be said');
  // A forced value can stand alone: what Gingr must not say, such as a password.
  if (kinds.length === 0 && spec.from === undefined && spec.forced === undefined)
    complain([], 'says not where its value comes from');
  if (spec.value !== undefined && spec.from !== undefined) complain(['value'], 'a constant has no `from`');
  if (spec.reference !== undefined) checkReference(spec, table, known, complain);
  else
    for (const word of ['required', 'missing', 'unknown', 'through', 'together', 'otherwise'] as const) {
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
  else if (forcedOf(spec.forced).table !== key.split('/')[0] || forcedOf(spec.forced).column !== name) {
    const { table: forTable, column: forColumn } = forcedOf(spec.forced);
    complain(['forced'], `"${spec.forced}" is forced on ${forTable}.${forColumn} only`);
  }
}

function checkReference(spec: ColumnSpec, table: TableSpec, known: KnownWords, complain: Complain): void {
  const { reference = '' } = spec;
  const entity = known.entities.get(reference);
  if (!entity) complain(['reference'], unknownWord('entity', reference, known.entities.keys()));
  else if (!entity.tables)
    complain(['reference'], `"${reference}" is a reference list without rows; use listLabel`);
  if (spec.from === undefined && spec.through === undefined && spec.value === undefined)
    complain([], 'a reference says in `from` which column holds the id');
  for (const word of ['through', 'otherwise'] as const) {
    const other = spec[word];
    const column = other === undefined ? undefined : { ...table.staged, ...table.columns }[other];
    if (other !== undefined && (typeof column !== 'object' || column.reference === undefined))
      complain([word], `"${other}" is no reference of this table`);
  }
  if (spec.otherwise !== undefined && spec.required === true)
    complain(['required'], 'a reference that another stands in for cannot be mandatory');
  if (spec.otherwise !== undefined && spec.forced === undefined)
    complain(['otherwise'], 'what stands in is a forced value: name it in `forced`');
  if (spec.together !== undefined) checkRule(spec.together, ['together'], complain, 'reject');
  if (spec.missing !== undefined) checkRule(spec.missing, ['missing'], complain, 'reject');
  if (spec.unknown !== undefined) checkRule(spec.unknown, ['unknown'], complain, 'reject');
}
