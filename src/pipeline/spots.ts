import { mask } from '../core/mask.ts';
import { ident } from '../database/sql.ts';
import { idColumnOf } from '../gingr/catalogue.ts';
import { calendarOf } from '../reconcile/controls/calendar.ts';
import type { SpotCheck } from '../reconcile/model.ts';
import type { Snapshot } from '../snapshot/read.ts';
import type { World } from './world.ts';

/** What people compare with their own eyes: a label, the columns of the raw line, the column of the target. */
const FIELDS: Record<
  SpotCheck['entity'],
  { table: string; fields: [label: string, from: string[], to: string][] }
> = {
  animals: {
    table: 'pets',
    fields: [
      ['Name', ['first_name'], 'name'],
      ['Birthday', ['birthday'], 'birthdate'],
      ['Weight', ['weight'], 'weight'],
      ['Allergies', ['allergies'], 'allergies'],
      ['Medication', ['medicines'], 'medicationNotes'],
      ['Feeding', ['feeding_notes'], 'foodNotes'],
      ['Notes', ['notes'], 'notes'],
    ],
  },
  owners: {
    table: 'customers',
    fields: [
      ['First name', ['first_name'], 'firstName'],
      ['Last name', ['last_name'], 'lastName'],
      ['E-mail', ['email'], 'email'],
      ['Phone', ['cell_phone', 'home_phone'], 'phone'],
      ['Address', ['address_1'], 'address'],
      ['City', ['city'], 'city'],
      ['Notes', ['notes'], 'notes'],
    ],
  },
};

/** The chosen records with their values, old from the raw lines and new from the rows that stand in the target now. */
export async function fillSpots(
  world: World,
  snapshot: Snapshot | null,
  spots: SpotCheck[] | null,
  personal: boolean,
): Promise<SpotCheck[] | null> {
  if (spots === null || snapshot === null) return spots;
  const filled = new Map<string, SpotCheck['fields']>();
  const { dayOf } = calendarOf(snapshot.manifest.timeZone);
  for (const entity of ['animals', 'owners'] as const) {
    const ids = new Set(spots.filter((spot) => spot.entity === entity).map(({ sourceId }) => sourceId));
    if (ids.size === 0) continue;
    const [old, now] = [await rawOf(snapshot, entity, ids), await rowsOf(world, entity, [...ids])];
    const shown = (value: string | null) =>
      value === null || value === '' || personal ? value : mask(value);
    for (const id of ids)
      filled.set(
        `${entity}/${id}`,
        FIELDS[entity].fields.flatMap(([label, from, to]) => {
          const day = to === 'birthdate';
          const said =
            from.map((column) => old.get(id)?.get(column) ?? '').find((text) => text !== '') ?? null;
          const source = day ? (dayOf(said) ?? said) : said;
          const stands = now.get(id)?.[to] ?? null;
          // Days are kept as their midnight.
          const target = day ? (stands?.slice(0, 10) ?? null) : stands;
          return source === null && target === null
            ? []
            : [{ label, source: shown(source), target: shown(target) }];
        }),
      );
  }
  return spots.map((spot) => ({
    ...spot,
    fields: filled.get(`${spot.entity}/${spot.sourceId}`) ?? spot.fields,
  }));
}

/** Of several lines of one record, the last one is shown. */
async function rawOf(
  snapshot: Snapshot,
  entity: string,
  ids: ReadonlySet<string>,
): Promise<Map<string, Map<string, string>>> {
  const found = new Map<string, Map<string, string>>();
  const columns = snapshot.manifest.entities.find((candidate) => candidate.entity === entity)?.columns ?? [];
  const at = columns.indexOf(idColumnOf(entity));
  for await (const lines of snapshot.readLines(entity))
    for (const { values } of lines) {
      const id = values[at]?.trim() ?? '';
      if (ids.has(id)) found.set(id, new Map(columns.map((column, index) => [column, values[index] ?? ''])));
    }
  return found;
}

async function rowsOf(
  { session, source }: World,
  entity: SpotCheck['entity'],
  ids: string[],
): Promise<Map<string, Record<string, string | null>>> {
  const { table } = FIELDS[entity];
  const { rows } = await session.query<{ id: string; row: Record<string, unknown> }>(
    `SELECT x.source_id AS id, to_jsonb(t) AS row FROM migration.crosswalk x
     JOIN migration.scopes s ON s.id = x.scope AND s.tenant = $1 AND s.source_database = $2 AND s.entity = $3 AND s.target_table = $4 AND s.part = ''
     JOIN public.${ident(table)} t ON t.id::text = x.target_id WHERE x.source_id = ANY ($5::text[])`,
    [source.tenant, source.sourceDatabase, entity, table, ids],
  );
  const text = (value: unknown) =>
    value === null || value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value);
  return new Map(
    rows.map(({ id, row }) => [
      id,
      Object.fromEntries(Object.entries(row).map(([column, value]) => [column, text(value)])),
    ]),
  );
}
