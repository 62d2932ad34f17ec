import type { RuleCode } from '../../core/rules/index.ts';
import type { Cells } from '../columns.ts';
import type { KeyBuilder } from '../key.ts';
import type { Fate } from '../stay-files.ts';
import { CSV, ExportFile } from '../writer.ts';

/** Additional services of the invented resort, and those that were booked with its stays. */

interface Row {
  cells: Cells;
  fate?: Fate;
  issues?: readonly RuleCode[];
}

const LIST_COLUMNS = ['id', 'type_id', 'name', 'price', 'is_deleted'];
const BOOKED_COLUMNS = [
  ...['id', 'reservation_id', 'service_id', 'name', 'cost'],
  ...['scheduled_at', 'assigned_to'],
];

const rejected = (code: RuleCode, why: string): Fate => ({ outcome: 'rejected', code, why });
const listed = (id: string, type_id: string, name: string, price: string, more: Partial<Row> = {}): Row => ({
  cells: { id, type_id, name, price, is_deleted: '0' },
  ...more,
});
const booked = (id: string, stay: string, service: string, cost: string, more: Partial<Row> = {}): Row => ({
  cells: { id, reservation_id: stay, service_id: service, name: NAMES[service] ?? '', cost, ...more.cells },
  ...(more.fate ? { fate: more.fate } : {}),
});
const NAMES: Record<string, string> = { '71': 'Bath | Large', '72': 'Nail Trim' };

const SERVICES: readonly Row[] = [
  listed('71', '104', 'Bath | Large', '35.00'),
  listed('71', '101', 'Bath | Large', '$35.00'),
  listed('72', '104', 'Nail Trim', '', { issues: ['ADDITIONAL_SERVICE_UNREVIEWED'] }),
  listed('73', '104', ' ', '5.00', {
    fate: rejected('ADDITIONAL_SERVICE_NAME_MISSING', 'the name is empty'),
  }),
  listed('74', '', 'Walk', '5.00', {
    fate: rejected('ADDITIONAL_SERVICE_TYPE_MISSING', 'the type id is empty'),
  }),
  listed('74', '888', 'Walk', '5.00', {
    fate: rejected('ADDITIONAL_SERVICE_TYPE_UNKNOWN', 'no types file holds the type'),
  }),
];

const BOOKED: readonly Row[] = [
  booked('4001', '90091', '71', '35.00', {
    cells: { scheduled_at: '2026-03-09 09:00:00', assigned_to: 'Robin Example' },
  }),
  booked('4002', '90091', '72', '12.50'),
  booked('4003', '90001', '71', '30.00'),
  // Listed for another type alone.
  booked('4004', '90001', '72', '0.00'),
  booked('4005', '90002', '72', '', {
    fate: { outcome: 'merged', code: 'RESERVATION_SERVICE_WITHOUT_COST', why: 'has no cost' },
  }),
  booked('4006', '', '71', '10.00', {
    fate: rejected('RESERVATION_SERVICE_STAY_MISSING', 'the reservation id is empty'),
  }),
  booked('4007', '99999', '71', '10.00', {
    fate: rejected('RESERVATION_SERVICE_STAY_UNKNOWN', 'no day export holds the stay'),
  }),
  booked('4008', '90001', '', '10.00', {
    fate: rejected('RESERVATION_SERVICE_MISSING', 'the service id is empty'),
  }),
  booked('4009', '90001', '79', '10.00', {
    fate: rejected('RESERVATION_SERVICE_UNKNOWN', 'the list of services lacks it'),
  }),
];

/** Writes both files; gives their paths. */
export function writeServices(root: string, book: KeyBuilder): string[] {
  const list = new ExportFile(root, 'export/additional_services.csv', LIST_COLUMNS, CSV);
  for (const row of SERVICES) {
    const { id = '', type_id = '' } = row.cells;
    write(list, 'additional_services', row, JSON.stringify([id, type_id]), book);
    if (row.cells['price'] === '') book.forced('addon_services', 'price');
  }
  const stays = new ExportFile(root, 'export/reservation_services.csv', BOOKED_COLUMNS, CSV);
  for (const row of BOOKED) {
    const { id = '', cost = '' } = row.cells;
    const outcome = write(stays, 'reservation_services', row, id, book);
    book.counted('reservation_services.count', outcome);
    book.total('reservation_services.cost', outcome, BigInt(cost.replace('.', '') || '0'));
  }
  const say = (id: readonly string[], why: string, values: Parameters<KeyBuilder['expect']>[3]) =>
    book.expect('additional_services', JSON.stringify(id), 'addon_services', values, why);
  say(['71', '104'], 'a service of one type', { name: 'Bath | Large', price: 35, isActive: true });
  say(['71', '101'], 'the same service of another type', { name: 'Bath | Large', price: 35 });
  say(['72', '104'], 'nobody says what it costs', { name: 'Nail Trim', price: 0 });
  for (const file of [list, stays]) file.close();
  return [list.path, stays.path];
}

function write(file: ExportFile, entity: string, row: Row, id: string, book: KeyBuilder) {
  const { cells, fate = 'inserted', issues = [] } = row;
  file.record(cells);
  for (const code of issues) book.issue(code);
  if (fate === 'inserted') {
    book.inserted(entity);
    return fate;
  }
  if (fate.outcome === 'merged') book.folded(entity, id, fate.code, fate.why);
  else book.ended(entity, id, fate.outcome, fate.code, fate.why);
  return fate.outcome;
}
