import type {
  ColumnMapping,
  ColumnSource,
  EntityMapping,
  ExcludeRule,
  TableMapping,
} from '../core/mapping.ts';
import { isRuleCode, type RuleCode } from '../core/rules/index.ts';
import type { ColumnSpec, EntityFile, TableSpec } from './schema.ts';
import { toCall } from './vocabulary.ts';

/** A checked file as the stages use it. Columns and tables are sorted by name, so that no order in a file counts. */
export function resolveEntity(file: EntityFile): EntityMapping {
  const { entity, list, derivedFrom, exclude = {}, tables = {} } = file;
  const mapping: EntityMapping = {
    entity,
    tables: sorted(tables).map(([key, table]) => resolveTable(key, table)),
    exclude: sorted(exclude).map(([code, rule]): ExcludeRule => {
      return {
        rule: codeOf(code),
        when: { name: rule.predicate, args: rule.args ?? {}, columns: rule.columns },
      };
    }),
  };
  if (list) mapping.list = { key: list.key, label: list.label, extra: list.extra ?? [] };
  if (derivedFrom) {
    const { mergeRule, onlyRejectedRule, key } = derivedFrom;
    mapping.derivedFrom = {
      ...derivedFrom,
      key: toCall(key),
      mergeRule: codeOf(mergeRule),
      onlyRejectedRule: codeOf(onlyRejectedRule),
    };
  }
  return mapping;
}

/** Reference lists first, then parents before children; a circle of references gives null and its members. */
export function inLoadOrder(entities: readonly EntityMapping[]): {
  order: EntityMapping[];
  circle: string[];
} {
  const order: EntityMapping[] = [];
  const waiting = [...entities].sort((left, right) => {
    const lists = Number(right.list !== undefined) - Number(left.list !== undefined);
    return lists !== 0 ? lists : byName(left.entity, right.entity);
  });
  while (waiting.length > 0) {
    const next = waiting.findIndex((entity) =>
      parentsOf(entity).every((parent) => !waiting.some((other) => other.entity === parent)),
    );
    if (next < 0) return { order, circle: waiting.map(({ entity }) => entity) };
    order.push(...waiting.splice(next, 1));
  }
  return { order, circle: [] };
}

function parentsOf({ entity, tables }: EntityMapping): string[] {
  const sources = tables.flatMap((table) => table.columns.map((column) => column.source));
  return sources.flatMap((source) =>
    source.kind === 'reference' && source.entity !== entity ? [source.entity] : [],
  );
}

function resolveTable(key: string, spec: TableSpec): TableMapping {
  const [table = key, part = ''] = key.split('/');
  const mapping: TableMapping = {
    table,
    part,
    primary: spec.primary ?? false,
    recognise: spec.recognise ?? [],
    columns: sorted(spec.columns).map(([column, from]) => resolveColumn(column, from)),
  };
  if (spec.conflict !== undefined) mapping.conflict = spec.conflict;
  return mapping;
}

function resolveColumn(column: string, given: string | ColumnSpec): ColumnMapping {
  const spec: ColumnSpec = typeof given === 'string' ? { from: given } : given;
  const mapping: ColumnMapping = {
    column,
    source: resolveSource(spec),
    apply: (spec.apply ?? []).map(toCall),
    tooLong: spec.tooLong ?? 'truncate',
  };
  if (spec.fallback !== undefined) mapping.fallback = spec.fallback;
  if (spec.forced !== undefined) mapping.forced = spec.forced;
  if (spec.conflict !== undefined) mapping.conflict = spec.conflict;
  return mapping;
}

function resolveSource(spec: ColumnSpec): ColumnSource {
  const columns = [spec.from ?? []].flat();
  if (spec.value !== undefined) return { kind: 'value', value: spec.value };
  if (spec.derive !== undefined) return { kind: 'derive', step: spec.derive, columns };
  if (spec.reference === undefined) return { kind: 'from', columns };
  const { reference: entity, required = false, missing, unknown } = spec;
  const source: ColumnSource = { kind: 'reference', entity, columns, required };
  if (missing !== undefined) source.missing = codeOf(missing);
  if (unknown !== undefined) source.unknown = codeOf(unknown);
  return source;
}

/** The words have been checked before, so another text here is a bug. */
function codeOf(code: string): RuleCode {
  if (!isRuleCode(code)) throw new Error(`unknown rule ${code}`);
  return code;
}

/** Code unit order, the same on every machine. */
export const byName = (left: string, right: string): number => (left < right ? -1 : Number(left > right));

const sorted = <Value>(entries: Record<string, Value>): [string, Value][] =>
  Object.entries(entries).sort(([left], [right]) => byName(left, right));
