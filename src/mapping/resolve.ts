import type {
  ColumnMapping,
  ColumnSource,
  EntityMapping,
  ExcludeRule,
  PredicateCall,
  ReferenceSource,
  TableMapping,
} from '../core/mapping.ts';
import { isRuleCode, type RuleCode } from '../core/rules/index.ts';
import { formColumn, isFormColumn } from '../gingr/form-data.ts';
import type { ColumnSpec, EntityFile, PredicateSpec, TableSpec } from './schema.ts';
import { toCall } from './vocabulary.ts';

/**
 * A checked file as the stages use it. Columns and tables are sorted by name, so that no order in a file counts; the
 * primary table comes first, since rows of the others may refer to the record's own.
 */
export function resolveEntity(file: EntityFile): EntityMapping {
  const { entity, aliases = {}, list, derivedFrom, fold, merge, elsewhere, exclude = {}, tables = {} } = file;
  const mapping: EntityMapping = {
    entity,
    tables: sorted(tables)
      .map(([key, table]) => resolveTable(key, table))
      .sort((left, right) => Number(right.primary) - Number(left.primary)),
    exclude: sorted(exclude).map(
      ([code, rule]): ExcludeRule => ({
        ...{ rule: codeOf(code), when: resolvePredicate(rule) },
        ...(rule.tell === undefined ? {} : { tell: rule.tell }),
      }),
    ),
  };
  if (Object.keys(aliases).length > 0) mapping.aliases = aliases;
  if (merge) mapping.merge = { rule: codeOf(merge.rule), equal: merge.equal, prefer: merge.prefer ?? [] };
  if (elsewhere) {
    const { rule, table, when } = elsewhere;
    mapping.elsewhere = { rule: codeOf(rule), table, when: resolvePredicate(when) };
  }
  if (fold) {
    const { reference, from, rule, missing, unknown, unless, apply, step } = fold;
    mapping.fold = {
      ...{ rule: codeOf(rule), entity: reference, columns: [from].flat() },
      ...{ missing: codeOf(missing), unknown: codeOf(unknown), ...(unless === undefined ? {} : { unless }) },
      ...(apply === undefined ? {} : { apply: apply.map((calls) => calls.map(toCall)) }),
      ...(step === undefined ? {} : { step }),
    };
  }
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

function parentsOf({ entity, tables, fold }: EntityMapping): string[] {
  const sources = tables.flatMap((table) => table.columns.map((column) => column.source));
  const parents = sources.flatMap((source) => (source.kind === 'reference' ? [source.entity] : []));
  return [...parents, ...(fold ? [fold.entity] : [])].filter((parent) => parent !== entity);
}

const resolvePredicate = ({ predicate, args = {}, columns }: PredicateSpec): PredicateCall => ({
  name: predicate,
  args,
  columns: columns.map(columnNamed),
});

/** A custom field has one name, however the file writes it. */
const columnNamed = (name: string): string => (isFormColumn(name) ? formColumn(name) : name);

function resolveTable(key: string, spec: TableSpec): TableMapping {
  const [table = key, part = ''] = key.split('/');
  const mapping: TableMapping = {
    table,
    part,
    primary: spec.primary ?? false,
    recognise: spec.recognise ?? [],
    columns: [
      ...sorted(spec.columns).map(([column, from]) => resolveColumn(column, from, false)),
      ...sorted(spec.staged ?? {}).map(([column, from]) => resolveColumn(column, from, true)),
    ],
  };
  if (spec.when !== undefined) mapping.when = resolvePredicate(spec.when);
  if (spec.conflict !== undefined) mapping.conflict = spec.conflict;
  if (spec.leftovers !== undefined) mapping.leftovers = spec.leftovers;
  return mapping;
}

function resolveColumn(column: string, given: string | ColumnSpec, stagedOnly: boolean): ColumnMapping {
  const spec: ColumnSpec = typeof given === 'string' ? { from: given } : given;
  const mapping: ColumnMapping = {
    column,
    source: resolveSource(spec),
    apply: (spec.apply ?? []).map(toCall),
    tooLong: spec.tooLong ?? 'truncate',
    stagedOnly,
  };
  if (spec.fallback !== undefined) mapping.fallback = spec.fallback;
  if (spec.forced !== undefined) mapping.forced = spec.forced;
  if (spec.conflict !== undefined) mapping.conflict = spec.conflict;
  return mapping;
}

function resolveSource(spec: ColumnSpec): ColumnSource {
  const columns = [spec.from ?? []].flat().map(columnNamed);
  if (spec.value !== undefined && spec.reference === undefined) return { kind: 'value', value: spec.value };
  if (spec.empty) return { kind: 'value', value: null };
  if (spec.derive !== undefined) return { kind: 'derive', step: spec.derive, columns };
  if (spec.row !== undefined) {
    const [table = '', part = ''] = spec.row.split('/');
    return { kind: 'row', table, part };
  }
  if (spec.reference === undefined) return { kind: 'from', columns };
  const { reference: entity, required = false, missing, unknown, through, together, otherwise } = spec;
  const source: ReferenceSource = { kind: 'reference', entity, columns, required };
  if (through !== undefined) source.through = through;
  if (together !== undefined) source.together = codeOf(together);
  if (otherwise !== undefined) source.otherwise = otherwise;
  if (spec.value !== undefined) source.value = String(spec.value);
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
