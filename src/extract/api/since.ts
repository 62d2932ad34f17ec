import type { FileEntityName } from '../../gingr/catalogue.ts';
import { isObject } from './answer.ts';
import { isSince } from './days.ts';
import type { Row } from './endpoints.ts';
import type { Journal } from './journal.ts';
import { idsOf, rowsOf, type Taking, type Wanted } from './plan.ts';
import { idOf, idText } from './rows.ts';
import { saleOf } from './stays.ts';
import { type Unit, unit } from './units.ts';

/**
 * The records that can have changed since a day, as far as Gingr tells: owners that it lists as changed, what was made since,
 * whoever has a stay since then, what is not paid, and all that hangs on those. They are taken whole, and nothing else of
 * their kind: half a record would take away in Tailtown what it does not say.
 */
export async function wantedSince(
  { settings }: Taking,
  journal: Journal,
  windows: readonly Unit[],
  since: string,
): Promise<Wanted> {
  const owners = new Set<string>();
  const animals = new Set<string>();
  const sales = new Set<string>();
  const add = (ids: Set<string>, id: string | null) => id !== null && ids.add(id);
  for (const each of windows) {
    if (!/reservations$/.test(each.endpoint)) continue;
    for (const row of await rowsOf(journal, each)) {
      add(owners, partOf(row, 'owner', 'o_id'));
      add(animals, partOf(row, 'animal', 'a_id'));
      add(sales, saleOf(row));
    }
  }
  const all: Row[] = [];
  for (const key of settings.keys) {
    const changed = unit(key, 'new_modified_owners', { from_date: since });
    for (const id of idsOf('owners', await rowsOf(journal, changed))) owners.add(id);
    for (const [name, ids] of [
      ['owners', owners],
      ['animals', animals],
    ] as const)
      addNew(name, await rowsOf(journal, unit(key, name)), ids, since);
    for (const id of idsOf('invoices', await rowsOf(journal, unit(key, 'list_invoices')))) sales.add(id);
    addNew('invoices', await rowsOf(journal, unit(key, 'list_invoices', { complete: 'true' })), sales, since);
    all.push(...(await rowsOf(journal, unit(key, 'animals'))));
  }
  for (const row of all) if (owners.has(ownerOf(row) ?? '')) add(animals, idOf('animals', row));
  for (const row of all) if (animals.has(idOf('animals', row) ?? '')) add(owners, ownerOf(row));
  return {
    animal: (id) => animals.has(id),
    owner: (id) => owners.has(id),
    sale: (id) => sales.has(id),
    all: false,
  };
}

function addNew(entity: FileEntityName, rows: readonly Row[], ids: Set<string>, since: string): void {
  for (const row of rows) {
    const id = idOf(entity, row);
    if (id !== null && isSince(row['created_at'] ?? row['create_stamp'], since)) ids.add(id);
  }
}

const ownerOf = (row: Row): string | null => idText(row['owner_id']) ?? idText(row['o_id']);

/** The id of a stay's owner or animal, in the nested and in the flat form. */
function partOf(row: Row, nested: string, flat: string): string | null {
  const part = row[nested];
  return isObject(part) ? idText(part['id']) : idText(row[flat]);
}
