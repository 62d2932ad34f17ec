import type { EntityMapping, Mapping } from '../core/mapping.ts';
import { idColumnOf, idPartsOf, keyColumnsOf } from '../gingr/catalogue.ts';
import { formColumn, isFormColumn } from '../gingr/form-data.ts';
import { CLOCK_COLUMNS, PROVENANCE_COLUMNS } from '../tailtown/tables.ts';

export interface SeenColumn {
  entity: string;
  /** Canonical name. */
  column: string;
  /** Cells that are not empty. */
  filled: number;
}

export interface TargetColumn {
  table: string;
  column: string;
  /** NOT NULL without a default. */
  required: boolean;
}

export interface MappingCheck {
  /** Source columns with data that no mapping of their entity reads, the fullest first. */
  nowhere: SeenColumn[];
  /** Columns of mapped target tables that nothing fills, with the entities that fill their table. */
  unfilled: (TargetColumn & { entities: string[] })[];
}

/** What every load writes itself. */
const WRITTEN_BY_LOAD: readonly string[] = [
  ...['id', 'tenantId', 'tenant_id', 'deletedAt'],
  ...CLOCK_COLUMNS,
  ...PROVENANCE_COLUMNS,
];

/** What the mapping leaves behind on either side: what `mapping check` prints. Both lists are facts, not errors. */
export function checkMapping(
  mapping: Mapping,
  seen: readonly SeenColumn[] = [],
  targetColumns: readonly TargetColumn[] = [],
): MappingCheck {
  const read = new Map(mapping.entities.map((entity) => [entity.entity, columnsRead(entity)]));
  const nowhere = seen.filter(
    ({ entity, column, filled }) =>
      filled > 0 && read.get(entity)?.has(isFormColumn(column) ? formColumn(column) : column) !== true,
  );
  nowhere.sort((left, right) => right.filled - left.filled);
  const tables = mapping.entities.flatMap((entity) => entity.tables);
  const filled = new Set(
    tables.flatMap(({ table, columns }) =>
      columns.flatMap(({ column, stagedOnly }) => (stagedOnly ? [] : [`${table}.${column}`])),
    ),
  );
  const unfilled = targetColumns.flatMap((column) => {
    const fill = mapping.entities.filter((entity) =>
      entity.tables.some(({ table }) => table === column.table),
    );
    const isFilled = filled.has(`${column.table}.${column.column}`);
    if (fill.length === 0 || isFilled || WRITTEN_BY_LOAD.includes(column.column)) return [];
    return [{ ...column, entities: fill.map(({ entity }) => entity) }];
  });
  return { nowhere, unfilled };
}

/** Source columns that an entity's mapping reads: for rows, references, exclusions, its list and its id. */
export function columnsRead(mapping: EntityMapping): Set<string> {
  const { entity, tables, exclude, fold, list, derivedFrom, elsewhere } = mapping;
  const read = new Set<string>(
    derivedFrom?.columns ?? idPartsOf(entity) ?? keyColumnsOf(entity) ?? [idColumnOf(entity)],
  );
  for (const { columns, when } of tables) {
    for (const column of when?.columns ?? []) read.add(column);
    for (const { source } of columns) {
      if (source.kind === 'value' || source.kind === 'row') continue;
      for (const column of source.columns) read.add(column);
    }
  }
  for (const column of fold?.columns ?? []) read.add(column);
  for (const column of elsewhere?.when.columns ?? []) read.add(column);
  for (const { when, tell = [] } of exclude)
    for (const column of [...when.columns, ...tell]) read.add(column);
  if (list) for (const column of [list.key, list.label, ...list.extra]) read.add(column);
  return new Set([...read].map((column) => (isFormColumn(column) ? formColumn(column) : column)));
}
