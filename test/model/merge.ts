import { type Cell, type Row, same } from './rows.ts';
import type { Amendments } from './vanished.ts';
import { type Ledger, type Plan, type Planned, placeOf } from './wanted.ts';

/** Columns that no mapping lets be empty: what stands stays where Gingr has nothing any more. */
const INSISTS = ['customerId', 'petId', 'serviceId', 'invoiceId'];

/** Cells of one planned row as a load has to leave them: the three-way merge of DESIGN.md section 4. */
export function merged({ how, base, want }: Planned, stands: Row | undefined): Row {
  if (how === 'new' || !stands) return want;
  return Object.fromEntries(
    Object.entries(want).map(([column, value]) => {
      const there = stands[column] ?? null;
      const decided = decide(base && column in base ? (base[column] ?? null) : undefined, value, there);
      return [column, decided ?? (INSISTS.includes(column) ? there : null)];
    }),
  );
}

function decide(base: Cell | undefined, want: Cell, stands: Cell): Cell {
  if (isObject(want) || isObject(stands)) return decideObject(base ?? null, want, stands);
  if (base === undefined) return stands === null || stands === '' ? want : stands;
  if (same(want, base)) return stands;
  return same(stands, base) ? want : stands;
}

const isObject = (cell: Cell | undefined): cell is { [key: string]: Cell } =>
  typeof cell === 'object' && cell !== null && !Array.isArray(cell);

/** Key by key; without a base, each key that is not there yet is filled. */
function decideObject(base: Cell, want: Cell, stands: Cell): Cell {
  if (same(want, base)) return stands;
  if (same(stands, base)) return want;
  const at = (cell: Cell, key: string): Cell => (isObject(cell) ? (cell[key] ?? null) : null);
  const keys = [want, stands].flatMap((cell) => (isObject(cell) ? Object.keys(cell) : []));
  const decided = [...new Set(keys)].map((key): [string, Cell] => {
    const [b, w, s] = [at(base, key), at(want, key), at(stands, key)];
    return [key, same(w, b) ? s : same(s, b) ? w : s];
  });
  return Object.fromEntries(decided.filter(([, value]) => value !== null));
}

/** The ledger as the load has to leave it. */
export function ledgerAfter(ledger: Ledger, plan: Plan, { moves, merged: away }: Amendments): Ledger {
  const next = new Map(ledger);
  for (const { place, id, want } of plan.rows) next.set(place, { id, base: want });
  for (const { entity, id, fate } of plan.sources.values()) {
    if (fate.state !== 'merged' || entity === 'immunizations') continue;
    const survivor = plan.rows.find((row) => row.source.entity === entity && row.source.id === fate.into);
    const place = survivor?.place.replace(`/${fate.into}/`, `/${id}/`);
    if (survivor && place && !next.has(place)) next.set(place, { id: survivor.id, base: null });
  }
  for (const { place, column, to } of [...moves.values()].flat()) {
    const entry = next.get(place);
    if (entry?.base) next.set(place, { ...entry, base: { ...entry.base, [column]: to } });
  }
  for (const [owner, id] of away) next.set(placeOf('owners', owner), { id, base: null });
  return next;
}
