import type { FileEntityName } from '../../gingr/catalogue.ts';
import { ENDPOINTS, type Row } from './endpoints.ts';
import { flatten, type RawCells } from './flatten.ts';
import { formFields } from './form.ts';
import { medications } from './medication.ts';
import type { Wanted } from './plan.ts';
import { idOf } from './rows.ts';
import { depositCells, serviceCells, stayCells, stayId } from './stays.ts';
import type { Survey } from './survey.ts';
import { transactionParts } from './transaction.ts';
import type { Unit } from './units.ts';

/** One record on its way into the snapshot, by the names of the answer. */
export interface SourceRecord {
  entity: FileEntityName;
  cells: RawCells;
  /** Of records that lack what others of their entity say: the name of a file of their own, behind the entity's. */
  part?: 'stay-unknown';
}

/** The records that one answer gives: its own, with what other answers say of them, and without those taken from another. */
export function* recordsOf(
  unit: Unit,
  index: number,
  value: unknown,
  survey: Survey,
  wanted: Wanted,
): Generator<SourceRecord> {
  if (Array.isArray(value)) {
    for (const row of value as Row[])
      if (survey.isFrom(unit, index, row) && isWanted(unit, row, wanted))
        yield* rowRecords(unit, row, survey, wanted);
  } else if (typeof value === 'object' && value !== null) {
    yield* objectRecords(unit, value as Row, survey);
  }
}

/** Rows without an id are kept: what becomes of them is told. */
function isWanted({ endpoint }: Unit, row: Row, wanted: Wanted): boolean {
  const id = idOf(ENDPOINTS[endpoint].entity, row);
  if (id === null) return true;
  switch (endpoint) {
    case 'owners':
      return wanted.owner(id);
    case 'animals':
      return wanted.animal(id);
    case 'list_invoices':
      return wanted.sale(id);
    default:
      return true;
  }
}

function* rowRecords(unit: Unit, row: Row, survey: Survey, wanted: Wanted): Generator<SourceRecord> {
  const { endpoint, parameters } = unit;
  const { entity } = ENDPOINTS[endpoint];
  const own = (cells: RawCells = {}): SourceRecord => ({
    entity,
    cells: { ...over(survey.asked(unit, row), flatten(row)), ...cells },
  });
  switch (endpoint) {
    case 'owners':
      yield own(iconsOf(survey.icons.owners, idOf('owners', row), row));
      break;
    case 'animals':
      yield own({
        ...survey.feeding.get(idOf('animals', row) ?? ''),
        ...iconsOf(survey.icons.animals, idOf('animals', row), row),
      });
      break;
    case 'reservations':
    case 'recently_cancelled_reservations': {
      const said = { ...survey.asked(unit, row), ...survey.lodgings.get(stayId(row) ?? '') };
      yield { entity, cells: over(said, stayCells(row)) };
      for (const cells of serviceCells(row)) yield { entity: 'reservation_services', cells };
      for (const cells of depositCells(row)) yield { entity: 'deposits', cells };
      break;
    }
    case 'get_services_by_type':
      yield own({ type_id: parameters['type_id'] ?? null });
      break;
    case 'get_animal_immunizations':
      yield own({ animal_id: parameters['animal_id'] ?? null });
      break;
    case 'list_invoices': {
      const stay = survey.stayOf.get(idOf('invoices', row) ?? '') ?? null;
      const complete = parameters['complete'] === 'true' ? '1' : '0';
      // Only a stay names its sale: where not all stays are asked for, the others' sales say nothing of theirs.
      yield stay === null && !wanted.all
        ? { entity, cells: over({ complete }, flatten(row)), part: 'stay-unknown' }
        : { entity, cells: over({ complete, reservation_id: stay }, flatten(row)) };
      break;
    }
    case 'list_transactions': {
      const stated = ['amount_paid', 'paid', 'paid_amount'].some((name) => name in row);
      const paid = survey.paid.get(idOf('receipts', row) ?? '');
      yield stated || paid === undefined ? own() : own({ amount_paid: paid });
      break;
    }
    // What they say stands in other records.
    case 'back_of_house':
    case 'new_modified_owners':
      break;
    default:
      yield own();
  }
}

function* objectRecords(unit: Unit, value: Row, survey: Survey): Generator<SourceRecord> {
  const { endpoint, parameters } = unit;
  if (endpoint === 'get_medication_info') {
    for (const cells of medications(value, parameters['animal_id'] ?? ''))
      yield { entity: 'medications', cells };
  }
  if (endpoint === 'get_form') {
    for (const cells of formFields(value, parameters['form'] ?? '')) yield { entity: 'form_fields', cells };
  }
  if (endpoint !== 'transaction') return;
  const id = parameters['id'] ?? '';
  if (survey.receipts.has(id)) {
    const sold = transactionParts(value, 'receipt_id', id);
    for (const cells of sold.lines) yield { entity: 'receipt_lines', cells };
    if (!survey.invoices.has(id)) {
      for (const cells of sold.payments) yield { entity: 'receipt_payments', cells };
      return;
    }
  }
  const { lines, payments, deposits } = transactionParts(value, 'invoice_id', id);
  for (const cells of lines) yield { entity: 'invoice_lines', cells };
  for (const cells of payments) yield { entity: 'payments', cells };
  for (const cells of deposits) yield { entity: 'deposits', cells };
}

/** What the record says itself stands before what is said of it. */
function over(said: RawCells, own: RawCells): RawCells {
  const cells = { ...said };
  for (const [name, cell] of Object.entries(own)) cells[name] = cell ?? cells[name] ?? null;
  return cells;
}

/** Icons of a record whose own answer has none. */
function iconsOf(icons: ReadonlyMap<string, string>, id: string | null, row: Row): RawCells {
  const cell = icons.get(id ?? '');
  const own = ['icons_string', 'icons', 'owner_icons'].some((name) => name in row);
  return own || cell === undefined ? {} : { icons_string: cell };
}
