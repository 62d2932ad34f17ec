import { targetId } from '../core/identity.ts';
import type { ColumnMapping, LookupTable } from '../core/mapping.ts';
import type { RuleCode } from '../core/rules/index.ts';
import { timestampText, type Zone } from '../core/time.ts';
import type { StagedValue } from '../staging/record.ts';
import { type ForcedValue, forcedOf, isForcedName } from '../tailtown/forced.ts';
import type { TransformContext } from './context.ts';
import { encodeCell } from './encode.ts';
import type { Findings } from './findings.ts';
import { compileChain } from './functions/index.ts';
import { type Cell, cellText } from './functions/step.ts';

export type Values = readonly (string | null)[];

/** One target column, ready to run: reads the line, tells the findings, gives the staged value. */
export type ColumnProgram = (values: Values, findings: Findings, sourceId: string) => StagedValue;

export interface ColumnEnvironment {
  context: TransformContext;
  zone: Zone;
  lookups: Readonly<Record<string, LookupTable>>;
  /** Position of a source column in the line; -1 where the snapshot has none. */
  position: (column: string) => number;
}

export function compileColumn(
  entity: string,
  table: string,
  mapping: ColumnMapping,
  environment: ColumnEnvironment,
): ColumnProgram {
  const { source } = mapping;
  switch (source.kind) {
    case 'value':
      return constant(source.value);
    case 'reference': {
      const { missing, through, value } = source;
      if (value !== undefined) return constant(value);
      // Another row may still say it; settle judges what stays empty.
      return source.required && missing !== undefined && through === undefined
        ? required(reference(source.columns, environment.position), missing, source.columns[0])
        : reference(source.columns, environment.position);
    }
    case 'row': {
      const { tenant, sourceDatabase } = environment.context;
      const { table: other, part } = source;
      return (_, __, sourceId) => targetId({ tenant, sourceDatabase }, entity, sourceId, other, part);
    }
    case 'from':
      return computed(
        table,
        mapping,
        source.columns,
        environment,
        forcedBehind(mapping, environment.context),
      );
    case 'derive':
      // The step applies the forced value: it alone knows which record keeps what.
      return computed(table, mapping, source.columns, environment, null);
  }
}

function constant(value: ColumnValue): ColumnProgram {
  const staged = encodeCell(value as Cell);
  return () => staged;
}
type ColumnValue = Extract<ColumnMapping['source'], { kind: 'value' }>['value'];

/** The id of the record referred to: trimmed; '' and '0' are no id. Several columns make a JSON array. */
export function reference(
  columns: readonly string[],
  position: (column: string) => number,
): (values: Values) => string | null {
  const [first = -1, ...others] = columns.map(position);
  if (others.length === 0) return (values) => referenceId(values[first]);
  const all = [first, ...others];
  return (values) => compositeId(all.map((index) => values[index] ?? null));
}

const referenceId = (raw: string | null | undefined): string | null => {
  const id = raw?.trim() ?? '';
  return id === '' || id === '0' ? null : id;
};

/** Source id of a record that several columns identify; null where all of them are empty. */
export function compositeId(parts: Values): string | null {
  const trimmed = parts.map((part) => part?.trim() ?? '');
  return trimmed.every((part) => part === '') ? null : JSON.stringify(trimmed);
}

function required(program: ColumnProgram, missing: RuleCode, column: string | undefined): ColumnProgram {
  return (values, findings, sourceId) => {
    const id = program(values, findings, sourceId);
    if (id === null) findings.issue(missing, column);
    return id;
  };
}

function computed(
  table: string,
  mapping: ColumnMapping,
  columns: readonly string[],
  environment: ColumnEnvironment,
  forced: Forced | null,
): ColumnProgram {
  const { column, apply, fallback } = mapping;
  const positions = columns.map(environment.position);
  const run = compileChain(apply, environment);
  // One array per program, filled anew for each line: functions must not keep it.
  const input: (string | null)[] = positions.map(() => null);
  return (values, findings, sourceId) => {
    for (let index = 0; index < positions.length; index += 1) {
      input[index] = values[positions[index] ?? -1] || null;
    }
    const result = run(input);
    if (result.issues !== undefined || result.alterations !== undefined)
      findings.take(result, table, column, columns);
    const cell = result.value === '' ? null : result.value;
    if (cell !== null) return encodeCell(cell);
    const raw = input[0] ?? null;
    if (forced !== null) return force(forced, table, column, columns[0], raw, findings, sourceId);
    if (fallback === undefined) return null;
    if (raw !== null)
      findings.alterations.push({ table, column, kind: 'defaulted', before: raw, after: String(fallback) });
    return encodeCell(fallback);
  };
}

interface Forced {
  value: ForcedValue;
  context: { sourceDatabase: string; asOf: string };
}

function forcedBehind({ forced }: ColumnMapping, context: TransformContext): Forced | null {
  if (forced === undefined || !isForcedName(forced)) return null;
  const asOf = timestampText(Date.parse(context.asOf));
  return { value: forcedOf(forced), context: { sourceDatabase: context.sourceDatabase, asOf } };
}

function force(
  { value: { value, rule }, context }: Forced,
  table: string,
  column: string,
  source: string | undefined,
  raw: string | null,
  findings: Findings,
  sourceId: string,
): StagedValue {
  const cell = value({ ...context, sourceId });
  const after = cellText(cell);
  findings.alterations.push({ table, column, kind: 'forced', before: raw, after });
  if (rule !== undefined) findings.issue(rule, source, raw ?? undefined);
  return encodeCell(cell);
}
