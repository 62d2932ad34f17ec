import { SOURCE_SYSTEM, type SourceScope } from '../core/identity.ts';
import type { Session } from '../database/session.ts';
import { type Layout, type Unit, unitOf } from '../staging/layout.ts';

/** Small numbers for (tenant, system, database, entity, table, part): wide keys are paid for a million times. */
export class Scopes {
  readonly #numbers: ReadonlyMap<string, number>;

  private constructor(numbers: ReadonlyMap<string, number>) {
    this.#numbers = numbers;
  }

  /** Reads the scopes of one source; with `units`, also makes those that are missing. */
  static async open(session: Session, source: SourceScope, units: readonly Unit[] = []): Promise<Scopes> {
    if (units.length > 0) {
      const of = (name: 'entity' | 'table' | 'part') => units.map((unit) => unit[name]);
      await session.query(
        `INSERT INTO migration.scopes (tenant, system, source_database, entity, target_table, part)
         SELECT $1, $2, $3, u.* FROM unnest($4::text[], $5::text[], $6::text[]) AS u ON CONFLICT DO NOTHING`,
        [source.tenant, SOURCE_SYSTEM, source.sourceDatabase, of('entity'), of('table'), of('part')],
      );
    }
    const { rows } = await session.query<{ id: number; entity: string; target_table: string; part: string }>(
      `SELECT id, entity, target_table, part FROM migration.scopes
       WHERE tenant = $1 AND system = $2 AND source_database = $3`,
      [source.tenant, SOURCE_SYSTEM, source.sourceDatabase],
    );
    return new Scopes(new Map(rows.map((row) => [keyOf(row.entity, row.target_table, row.part), row.id])));
  }

  of(unit: Unit): number | null {
    return this.#numbers.get(keyOf(unit.entity, unit.table, unit.part)) ?? null;
  }

  /** Where earlier loads may have left an entity's records: the scope of its primary table. */
  ofEntity(layout: Layout): (entity: string) => number | null {
    return (entity) => {
      const unit = unitOf(layout, entity);
      return unit ? this.of(unit) : null;
    };
  }
}

const keyOf = (entity: string, table: string, part: string) => `${entity}\u0000${table}\u0000${part}`;
