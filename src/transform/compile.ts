import { hash } from 'node:crypto';
import { targetId } from '../core/identity.ts';
import type { EntityMapping, LookupTable, TableMapping } from '../core/mapping.ts';
import type { RuleCode } from '../core/rules/index.ts';
import { zoneOf } from '../core/time.ts';
import { idColumnOf, ownColumns, stampColumns } from '../gingr/catalogue.ts';
import type { MappedLine, StagedRow } from '../staging/record.ts';
import {
  type ColumnEnvironment,
  type ColumnProgram,
  compileColumn,
  compositeId,
  type Values,
} from './columns.ts';
import type { TransformContext } from './context.ts';
import { Findings } from './findings.ts';
import { isNoDate } from './functions/moment.ts';
import { predicateOf } from './predicates.ts';

/** Maps one line whose values stand in the order of the snapshot's columns. Pure; never throws on data. */
export type LineMapper = (values: Values) => MappedLine;

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
  const position = (column: string) => columnsInSnapshot.indexOf(column);
  const environment: ColumnEnvironment = { context, zone: zoneOf(context.timeZone), lookups, position };
  const clean = compileCleaning(mapping.entity, columnsInSnapshot);
  const idOf = compileId(mapping, position);
  const exclusionOf = compileExclusion(mapping, position);
  const tables = mapping.tables.map((table) => compileTable(mapping.entity, table, environment));
  const contentOf = compileContent(mapping, columnsInSnapshot);
  const stampsOf = compileStamps(mapping.entity, position);

  return (raw) => {
    const findings = new Findings();
    const values = clean(raw, findings);
    const sourceId = idOf(values);
    const line = { sourceId, content: contentOf(values), stamps: stampsOf(values) };
    const excluded = exclusionOf(values);
    const rows = sourceId === null ? [] : tables.map((table) => table(values, findings, sourceId));
    if (excluded !== null) {
      return {
        ...line,
        state: 'excluded',
        code: excluded,
        rows,
        issues: [{ code: excluded }],
        alterations: [],
      };
    }
    if (sourceId === null) findings.issue('RECORD_ID_MISSING');
    const { issues, alterations } = findings;
    const code = findings.rejection();
    return { ...line, state: code === null ? 'ready' : 'rejected', code, rows, issues, alterations };
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
    const parts = mapping.derivedFrom.columns.map(position);
    const [only = -1] = parts;
    if (parts.length === 1) return (values) => values[only]?.trim() || null;
    return (values) => compositeId(parts.map((index) => values[index] ?? null));
  }
  const id = position(mapping.list?.key ?? idColumnOf(mapping.entity));
  return (values) => values[id]?.trim() || null;
}

function compileExclusion(
  mapping: EntityMapping,
  position: (column: string) => number,
): (values: Values) => RuleCode | null {
  if (mapping.tables.length === 0) return () => 'REFERENCE_ONLY';
  const rules = mapping.exclude.map(({ rule, when }) => ({
    rule,
    holds: predicateOf(when.name),
    positions: when.columns.map(position),
  }));
  return (values) => {
    for (const { rule, holds, positions } of rules) {
      if (holds(positions.map((index) => values[index] || null))) return rule;
    }
    return null;
  };
}

type TableProgram = (values: Values, findings: Findings, sourceId: string) => StagedRow;

function compileTable(entity: string, mapping: TableMapping, environment: ColumnEnvironment): TableProgram {
  const { table, part } = mapping;
  const programs: ColumnProgram[] = mapping.columns.map((column) =>
    compileColumn(table, column, environment),
  );
  const scope = { tenant: environment.context.tenant, sourceDatabase: environment.context.sourceDatabase };
  return (values, findings, sourceId) => ({
    table,
    part,
    newId: targetId(scope, entity, sourceId, table, part),
    values: programs.map((program) => program(values, findings, sourceId)),
  });
}

/** Hash of the record's own columns, sorted by name: files with other column orders hold the same record. */
function compileContent(mapping: EntityMapping, columns: readonly string[]): (values: Values) => string {
  const own = mapping.derivedFrom ? [...columns] : ownColumns(mapping.entity, columns);
  const positions = own.sort().map((column) => columns.indexOf(column));
  return (values) => {
    let text = '';
    for (const index of positions) text += `${values[index] ?? ''}\u001f`;
    return hash('sha256', text, 'hex');
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
