import { hash } from 'node:crypto';
import { isUsableId, targetId } from '../core/identity.ts';
import type { EntityMapping, FoldRule, LookupTable, PredicateCall, TableMapping } from '../core/mapping.ts';
import { mask } from '../core/mask.ts';
import type { RuleCode } from '../core/rules/index.ts';
import { zoneOf } from '../core/time.ts';
import { idColumnOf, idPartsOf, keyColumnsOf, ownColumns, stampColumns } from '../gingr/catalogue.ts';
import type { MappedLine, StagedRow } from '../staging/record.ts';
import {
  type ColumnEnvironment,
  type ColumnProgram,
  compileColumn,
  compositeId,
  reference,
  type Values,
} from './columns.ts';
import type { TransformContext } from './context.ts';
import { Findings } from './findings.ts';
import { compileForm } from './form.ts';
import { compileChain } from './functions/index.ts';
import { isNoDate } from './functions/moment.ts';
import { cellText } from './functions/step.ts';
import { predicateOf } from './predicates.ts';
import { compileDamage, isDamagedId } from './spreadsheet.ts';

/**
 * Maps one line whose values stand in the order of the snapshot's columns. Pure; never throws on data. `sound` says
 * that no value holds a NUL, U+FFFD or a mark of a spreadsheet program, which is told of many lines at once faster than
 * of each.
 */
export type LineMapper = (values: Values, sound?: boolean) => MappedLine;

/**
 * Compiles one entity's mapping for the columns that a snapshot has (for a derived entity: the parts of its id).
 * Rows are made for excluded and rejected lines too, as far as they have an id: derived records are told by them.
 * Findings of excluded lines are dropped but for the rule that excluded them.
 */
export function compileMapping(
  mapping: EntityMapping,
  columnsInSnapshot: readonly string[],
  context: TransformContext,
  lookups: Readonly<Record<string, LookupTable>>,
): LineMapper {
  const form = compileForm(mapping, columnsInSnapshot);
  const position = (column: string) => form.columns.indexOf(column);
  const environment: ColumnEnvironment = { context, zone: zoneOf(context.timeZone), lookups, position };
  const clean = compileCleaning(mapping.entity, columnsInSnapshot);
  const idOf = compileId(mapping, position);
  // Parts of composite ids are labels.
  const isDamaged = mapping.derivedFrom ? () => false : isDamagedId;
  const tellDamage = compileDamage(mapping.entity, columnsInSnapshot);
  const exclusionOf = compileExclusion(mapping, environment);
  const elsewhereOf = compileElsewhere(mapping, environment);
  const tables = mapping.tables.map((table) => compileTable(mapping, table, environment));
  const primary = mapping.tables.find((table) => table.primary);
  const foldOf = compileFold(mapping, environment);
  const contentOf = compileContent(mapping, columnsInSnapshot);
  const stampsOf = compileStamps(mapping.entity, position);
  const isHomeless = mapping.tables.length === 0 && !mapping.fold;

  return (raw, sound = false) => {
    const findings = new Findings();
    const cleaned = sound ? raw : clean(raw, findings);
    const values = form.expand(cleaned, findings);
    const stated = idOf(values);
    const idProblem = problemOfId(stated, isDamaged);
    const sourceId = idProblem === null ? stated : null;
    const content = contentOf(values);
    const stamps = stampsOf(values);
    const excluded = exclusionOf(values);
    const elsewhere = elsewhereOf(values);
    const rows: StagedRow[] = [];
    if (sourceId !== null) {
      for (const table of tables) {
        const row = table(values, findings, sourceId, elsewhere !== null);
        if (row !== null) rows.push(row);
      }
    }
    tellDamage(values, findings, !sound);
    const fold = foldOf(values, findings, rows);
    if (excluded !== null) {
      const issues = [excluded];
      const state = 'excluded';
      return { sourceId, content, stamps, state, code: excluded.code, fold, rows, issues, alterations: [] };
    }
    if (idProblem === 'SPREADSHEET_ID') findings.issue(idProblem, idColumnOf(mapping.entity), stated ?? '');
    else if (idProblem !== null) findings.issue(idProblem);
    else if (isHomeless) findings.issue('RECORD_WITHOUT_PLACE');
    if (elsewhere !== null) findings.issue(elsewhere);
    const { issues } = findings;
    // Its row in the primary table is staged for what looks at all records, and never written.
    const alterations =
      elsewhere === null
        ? findings.alterations
        : findings.alterations.filter(({ table }) => table !== primary?.table);
    const rejection = findings.rejection();
    const state = rejection === null ? 'ready' : 'rejected';
    const code = rejection ?? elsewhere;
    return { sourceId, content, stamps, state, code, fold, rows, issues, alterations };
  };
}

/**
 * PostgreSQL takes no NUL, and U+FFFD tells of an accent that was lost before. Both are told of the record's own
 * cells: what a stay repeats of its animal is told once, of the animal.
 */
function compileCleaning(
  entity: string,
  columns: readonly string[],
): (values: Values, findings: Findings) => Values {
  const own = new Set(ownColumns(entity, columns));
  return (values, findings) => {
    const text = values.join('');
    if (!text.includes('\0') && !text.includes('\ufffd')) return values;
    let cleaned: (string | null)[] | null = null;
    for (let index = 0; index < values.length; index += 1) {
      const value = values[index];
      if (!value) continue;
      const column = columns[index] ?? '';
      if (value.includes('\ufffd') && own.has(column)) findings.issue('VALUE_TEXT_DAMAGED', column, value);
      if (!value.includes('\0')) continue;
      if (own.has(column)) findings.issue('VALUE_NUL_REMOVED', column, value.replaceAll('\0', '\u2400'));
      cleaned ??= [...values];
      cleaned[index] = value.replaceAll('\0', '');
    }
    return cleaned ?? values;
  };
}

function compileId(
  mapping: EntityMapping,
  position: (column: string) => number,
): (values: Values) => string | null {
  if (mapping.derivedFrom) {
    const labels = mapping.derivedFrom.columns.map(position);
    const [only = -1] = labels;
    if (labels.length === 1) return (values) => values[only]?.trim() || null;
    return (values) => compositeId(labels.map((index) => values[index] ?? null));
  }
  const parts = idPartsOf(mapping.entity)?.map(position);
  if (parts) return (values) => compositeId(parts.map((index) => values[index] ?? null));
  const key = keyColumnsOf(mapping.entity)?.map(position);
  if (key) return (values) => keyOf(key.map((index) => values[index]?.trim() ?? ''));
  const id = position(mapping.list?.key ?? idColumnOf(mapping.entity));
  return (values) => values[id]?.trim() || null;
}

/** A hash: the key may be names of people, and ids stand in reports and logs. */
const keyOf = (parts: readonly string[]): string | null =>
  parts.every((part) => part === '') ? null : hash('sha256', JSON.stringify(parts), 'hex').slice(0, 24);

function problemOfId(id: string | null, isDamaged: (id: string) => boolean): RuleCode | null {
  if (id === null) return 'RECORD_ID_MISSING';
  if (isDamaged(id)) return 'SPREADSHEET_ID';
  return isUsableId(id) ? null : 'RECORD_ID_UNUSABLE';
}

type Exclusion = { code: RuleCode; detail?: string };

function compileExclusion(
  mapping: EntityMapping,
  environment: ColumnEnvironment,
): (values: Values) => Exclusion | null {
  const rules = mapping.exclude.map(({ rule, when, tell }) => ({
    rule,
    holds: compilePredicate(when, environment),
    told: tell?.map((column) => ({ column, at: environment.position(column) })),
  }));
  const otherwise: Exclusion | null =
    mapping.list && mapping.tables.length === 0 && !mapping.fold ? { code: 'REFERENCE_ONLY' } : null;
  return (values) => {
    const found = rules.find(({ holds }) => holds(values));
    if (!found) return otherwise;
    const { rule: code, told } = found;
    return told
      ? { code, detail: told.flatMap(({ column, at }) => tellOf(column, values[at])).join('; ') }
      : { code };
  };
}

/** Ids, amounts and days are told as they are; anything else may be a name that slipped into the column. */
function tellOf(column: string, raw: string | null | undefined): string[] {
  const text = raw?.trim() ?? '';
  if (text === '') return [];
  return [`${column} ${/^[\d.,:$/ -]+$/.test(text) ? text : mask(text)}`];
}

/** The rule by which the record's own row stands in another table, if it does. */
function compileElsewhere(
  { elsewhere }: EntityMapping,
  environment: ColumnEnvironment,
): (values: Values) => RuleCode | null {
  if (!elsewhere) return () => null;
  const holds = compilePredicate(elsewhere.when, environment);
  return (values) => (holds(values) ? elsewhere.rule : null);
}

/** Where the record folds to, if it does; a mandatory id that is missing is told here. */
function compileFold(
  { fold, tables }: EntityMapping,
  environment: ColumnEnvironment,
): (values: Values, findings: Findings, rows: readonly StagedRow[]) => MappedLine['fold'] {
  if (!fold) return () => null;
  const { entity, rule, missing, unless } = fold;
  const primary = tables.find((table) => table.primary);
  const keeper = primary?.columns.findIndex(({ column }) => column === unless) ?? -1;
  const idOf =
    fold.step === undefined ? reference(fold.columns, environment.position) : foldKey(fold, environment);
  return (values, findings, rows) => {
    const row = rows.find(({ table, part }) => table === primary?.table && part === primary.part);
    if ((row?.values[keeper] ?? null) !== null) return null;
    const id = idOf(values, findings);
    if (id === null) findings.issue(missing, fold.columns[0]);
    return { entity, id, rule };
  };
}

/** What a step finds the other record by: each column through its functions; null where the file has no such column. */
function foldKey(
  { columns, apply = [] }: FoldRule,
  environment: ColumnEnvironment,
): (values: Values, findings: Findings) => string {
  const parts = columns.map((column, index) => ({
    column,
    index: environment.position(column),
    run: compileChain(apply[index] ?? [], environment),
  }));
  return (values, findings) => {
    const key = parts.map(({ column, index, run }) => {
      if (index < 0) return null;
      const { value, issues = [] } = run([values[index] || null]);
      for (const issue of issues) findings.issue(issue.code, column, issue.value, issue.detail);
      return value === null ? '' : cellText(value);
    });
    return JSON.stringify(key);
  };
}

/** `elsewhere`: the record's own row stands in the table that the mapping says, whatever else that table is for. */
type TableProgram = (
  values: Values,
  findings: Findings,
  sourceId: string,
  elsewhere: boolean,
) => StagedRow | null;

function compileTable(
  { entity, elsewhere: other }: EntityMapping,
  mapping: TableMapping,
  environment: ColumnEnvironment,
): TableProgram {
  const { table, part } = mapping;
  const programs: ColumnProgram[] = mapping.columns.map((column) =>
    compileColumn(entity, table, column, environment),
  );
  const scope = { tenant: environment.context.tenant, sourceDatabase: environment.context.sourceDatabase };
  const stands = mapping.when ? compilePredicate(mapping.when, environment) : () => true;
  const mayBeOwn = other?.table === table && part === '';
  return (values, findings, sourceId, elsewhere) => {
    if (!(mayBeOwn && elsewhere) && !stands(values)) return null;
    return {
      table,
      part,
      newId: targetId(scope, entity, sourceId, table, part),
      values: programs.map((program) => program(values, findings, sourceId)),
    };
  };
}

function compilePredicate(call: PredicateCall, environment: ColumnEnvironment): (values: Values) => boolean {
  const holds = predicateOf(call, environment);
  const positions = call.columns.map(environment.position);
  return (values) => holds(positions.map((index) => values[index] || null));
}

/** Hash of the record's own columns, sorted by name: files with other column orders hold the same record. */
function compileContent(mapping: EntityMapping, columns: readonly string[]): (values: Values) => string {
  const own = mapping.derivedFrom ? [...columns] : ownColumns(mapping.entity, columns);
  const places = new Map(columns.map((column, place) => [column, place]));
  const positions = own.sort().map((column) => places.get(column) ?? -1);
  // Filled anew for each line.
  const parts = positions.map(() => '');
  return (values) => {
    for (let at = 0; at < positions.length; at += 1) parts[at] = values[positions[at] ?? -1] ?? '';
    return hash('sha256', `${parts.join('\u001f')}\u001f`, 'hex');
  };
}

function compileStamps(entity: string, position: (column: string) => number): (values: Values) => number {
  const positions = stampColumns(entity)
    .map(position)
    .filter((index) => index >= 0);
  return (values) => {
    let stamps = 0;
    for (const index of positions) if (!isNoDate(values[index] ?? null)) stamps += 1;
    return stamps;
  };
}
