import type {
  ColumnMapping,
  ColumnSource,
  ConflictPolicy,
  EntityMapping,
  Mapping,
  ReferenceSource,
  TableMapping,
} from '../core/mapping.ts';
import type { ColumnShape, Shape } from '../database/introspect.ts';
import { ident } from '../database/sql.ts';

/** How a staged column takes part in a three-way merge: as one value, per element, or per key. */
export type MergeKind = 'scalar' | 'array' | 'json';

export interface UnitColumn {
  name: string;
  /** Quoted name, the same in staging, image, base and target. */
  sql: string;
  /** Type in staging and in the base: enums as text, so that the product can still change its enums. */
  type: string;
  /** Type in the target, or null where the target has no such column: staged, counted, not written. */
  targetType: string | null;
  /** Expression of the target's default, where the column is NOT NULL and has one. */
  fallback: string | null;
  required: boolean;
  maxLength: number | null;
  enumValues: string[] | null;
  /** Whether the target has another type than staging, so that values are cast on their way. */
  cast: boolean;
  merge: MergeKind;
  conflict: ConflictPolicy;
  /** Files of the snapshot, by their numbers, that say nothing of the value or not all that an earlier load's files did. */
  silentIn: number[];
  mapping: ColumnMapping;
}

/** One table mapping of one entity at work: a staged table, a crosswalk scope, a plan. */
export interface Unit {
  entity: string;
  entityNumber: number;
  table: string;
  part: string;
  primary: boolean;
  /** Quoted names. */
  staged: string;
  /** The lines of its entity, to be joined with its rows (`linesOf`). */
  lines: string;
  plan: string;
  target: string;
  /** The tenant column of the target table, quoted. */
  tenant: string;
  /** The type of the target's ids, where it is not text: tables of raw SQL have uuids (tailtown-target.md 9, trap 17). */
  idType: string | null;
  mapping: TableMapping;
  columns: UnitColumn[];
}

export interface Layout {
  number: number;
  /** Entities in load order, parents first; an entity's number is its place here. */
  entities: EntityMapping[];
  units: Unit[];
  lines: string;
  files: string;
  issues: string;
  alterations: string;
  /** What people say was merged in Gingr: `entity`, `source_id`, `survivor`. */
  merges: string;
  /** What raw lines plainly say, read again: `n`, the place of the reading, what it said. */
  readings: string;
  shape: Shape;
  /** Files of records that only came along (SnapshotFile). */
  along: ReadonlySet<number>;
}

const SCHEMA = 'migration_staging';

/** What is known of the columns of source files, by their canonical names. */
export interface SourceColumns {
  /** The files of the snapshot, in their order. */
  files: readonly {
    entity: string;
    canonical: readonly string[];
    /** Of records that only came along with mended ones: of which values they say nothing new. */
    keeps?: (source: ColumnSource) => boolean;
  }[];
  /** By entity, what all its files of some earlier load had. */
  before: Readonly<Record<string, readonly string[]>>;
}

/** Names and columns of everything that staging set `number` holds for this mapping, this target and a snapshot's files. */
export function layoutOf(
  number: number,
  mapping: Mapping,
  shape: Shape,
  conflicts: ConflictPolicy,
  columns: SourceColumns,
): Layout {
  const name = (what: string) => `${SCHEMA}.${ident(`${what}_${number}`)}`;
  const units = mapping.entities.flatMap((entity, entityNumber) =>
    entity.tables.flatMap((table): Unit[] => {
      const target = shape.tables[table.table];
      if (!target) return [];
      const label = [entity.entity, table.table, ...(table.part ? [table.part] : [])].join('__');
      return [
        {
          entity: entity.entity,
          entityNumber,
          table: table.table,
          part: table.part,
          primary: table.primary,
          staged: name(`rows__${label}`),
          lines: ofEntity(name('lines'), entityNumber),
          plan: name(`plan__${label}`),
          target: `public.${ident(table.table)}`,
          tenant: ident('tenantId' in target.columns ? 'tenantId' : 'tenant_id'),
          idType: target.columns['id']?.type === 'uuid' ? 'uuid' : null,
          mapping: table,
          columns: table.columns.map((column) =>
            unitColumn(
              column,
              column.stagedOnly ? undefined : target.columns[column.column],
              column.conflict ?? table.conflict ?? conflicts,
              silentFiles(entity.entity, column, columns),
            ),
          ),
        },
      ];
    }),
  );
  return {
    number,
    entities: mapping.entities,
    units,
    lines: name('lines'),
    files: name('files'),
    issues: name('issues'),
    alterations: name('alterations'),
    merges: name('merges'),
    readings: name('readings'),
    shape,
    along: new Set(columns.files.flatMap(({ keeps }, number) => (keeps ? [number] : []))),
  };
}

/** The columns of a unit that its target really has. */
export const written = (unit: Unit): UnitColumn[] =>
  unit.columns.filter((column) => column.targetType !== null);

export const unitOf = (layout: Layout, entity: string, table?: string): Unit | undefined =>
  layout.units.find((unit) => unit.entity === entity && (table ? unit.table === table : unit.primary));

/** Where an entity's own rows may stand beside its primary table; its lines that do so bear the rule's code. */
export function elsewhereOf(layout: Layout, entity: string): Unit | undefined {
  const table = layout.entities[entityNumber(layout, entity)]?.elsewhere?.table;
  return table === undefined ? undefined : unitOf(layout, entity, table);
}

/** SQL for lines `l` that have a row in this unit's table, as far as they have one staged. */
export const movesHere = ({ primary }: Unit): string =>
  primary ? `(l.state = 'ready' AND l.code IS NULL)` : `l.state = 'ready'`;

/** `table`, or `table/part` of a record's further row in it. */
export const partName = ({ table, part }: { table: string; part: string }): string =>
  part === '' ? table : `${table}/${part}`;

export const entityNumber = (layout: Layout, entity: string): number =>
  layout.entities.findIndex((mapping) => mapping.entity === entity);

/**
 * SQL for the lines of one entity, to join with. Joined by their numbers alone, all lines of the snapshot are read for the
 * rows of one entity: a hundred times a run.
 */
export const linesOf = (layout: Layout, entity: string): string =>
  ofEntity(layout.lines, entityNumber(layout, entity));

/** SQL, to be joined LATERAL, for the line of the few rows of `row` (`entity`, `n`): each is looked up by itself. */
export const lineOf = (layout: Layout, row: string): string =>
  `(SELECT * FROM ${layout.lines} WHERE entity = ${row}.entity AND n = ${row}.n OFFSET 0)`;

const ofEntity = (lines: string, entityNumber: number): string =>
  `(SELECT * FROM ${lines} WHERE entity = ${entityNumber})`;

/** Reference columns of a unit, in the order of the mapping, with the primary unit of the entity they point to. */
export function referencesOf(unit: Unit) {
  return unit.columns.flatMap((column) =>
    column.mapping.source.kind === 'reference' ? [{ column, source: column.mapping.source }] : [],
  );
}

/** A reference column by which records of a derived entity are told. */
export interface DerivedUse {
  unit: Unit;
  column: UnitColumn;
  /** The column that it stands in for (`otherwise`): it counts only where that one leads to no row. */
  instead: { column: UnitColumn; source: ReferenceSource } | null;
}

/** Who uses a derived entity: the column that its mapping names, and what other entities refer to it by. */
export function usesOf(layout: Layout, { entity, derivedFrom: from }: EntityMapping): DerivedUse[] {
  if (!from) return [];
  return layout.units.flatMap((unit) =>
    referencesOf(unit).flatMap(({ column, source }): DerivedUse[] => {
      const named = unit.entity === from.entity;
      const isUse = named ? unit.table === from.table && column.name === from.column : true;
      if (source.entity !== entity || !isUse) return [];
      const instead = referencesOf(unit).find((other) => other.source.otherwise === column.name) ?? null;
      return [{ unit, column, instead }];
    }),
  );
}

function unitColumn(
  mapping: ColumnMapping,
  column: ColumnShape | undefined,
  conflict: ConflictPolicy,
  silentIn: number[],
): UnitColumn {
  const type = column ? storedType(column) : 'text';
  return {
    name: mapping.column,
    sql: ident(mapping.column),
    type,
    targetType: column?.type ?? null,
    fallback: column?.notNull && column.defaultSql ? column.defaultSql : null,
    required: column?.notNull ?? false,
    maxLength: column?.maxLength ?? null,
    enumValues: column?.isEnum ? column.enumValues : null,
    cast: column ? isCast(column) : false,
    merge: type.endsWith('[]') ? 'array' : type === 'jsonb' ? 'json' : 'scalar',
    conflict,
    silentIn,
    mapping,
  };
}

/**
 * One that lacks all columns of the value, or a column that it may have been made of before; or one of records that only
 * came along and keep it.
 */
function silentFiles(entity: string, { source }: ColumnMapping, { files, before }: SourceColumns): number[] {
  const along = files.flatMap((file, number) =>
    file.entity === entity && file.keeps?.(source) ? [number] : [],
  );
  return [...new Set([...along, ...lackingFiles(entity, source, { files, before })])];
}

function lackingFiles(entity: string, source: ColumnSource, { files, before }: SourceColumns): number[] {
  if (!('columns' in source)) return [];
  // A custom field is a part of its form's cell.
  const made = source.columns.map((name) => [name, name.replace(/\..*/, '')]);
  const isIn = (columns: readonly string[]) => (names: string[]) =>
    names.some((name) => columns.includes(name));
  const once = made.filter(isIn(before[entity] ?? []));
  return files.flatMap((file, number) => {
    if (file.entity !== entity || made.length === 0) return [];
    const has = isIn(file.canonical);
    return made.some(has) && once.every(has) ? [] : [number];
  });
}

/** The id of a target row as the plan and the ledger hold it: text. A text is left alone, for its index. */
export const rowId = ({ idType }: Pick<Unit, 'idType'>, alias = 't'): string =>
  idType === null ? `${alias}.id` : `${alias}.id::text`;

/** Whether a value has another type outside the target than in it. */
export const isCast = ({ isEnum, type }: Pick<ColumnShape, 'isEnum' | 'type'>): boolean =>
  isEnum || type === 'uuid';

/** Enums and uuids are kept as text outside the target; lengths are not kept (staged text may be too long). */
export function storedType(column: ColumnShape): string {
  if (column.isEnum) return column.isArray ? 'text[]' : 'text';
  if (column.type === 'uuid') return 'text';
  return /^character varying|^varchar|^character\(/.test(column.type) ? 'text' : column.type;
}
