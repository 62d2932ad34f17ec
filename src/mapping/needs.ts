import type { Mapping, TableMapping } from '../core/mapping.ts';

/**
 * Columns that steps and rules over several records look at. A mapping that makes the table makes them: without them a
 * step would have nothing to write into, or a check would find nothing in silence.
 */
interface Need {
  /** What looks: a step where the mapping names it, the others whenever the table is there. */
  by: `${'step' | 'check' | 'reference'} ${string}`;
  entity: string;
  /** The primary one where it is not said. */
  table?: string;
  columns: readonly string[];
}

const PAID_OF_INVOICE: Omit<Need, 'by'>[] = [
  { entity: 'invoices', columns: ['total'] },
  { entity: 'payments', columns: ['invoiceId', 'amount'] },
  { entity: 'invoice_lines', table: 'invoices', columns: ['invoiceId', 'total'] },
];
const RANK_OF_VACCINATION = ['petId', 'vaccine', 'expirationDate', 'recordDate', 'note'];

const NEEDS: readonly Need[] = [
  {
    ...{ by: 'step customerEmail', entity: 'owners' },
    columns: ['email', 'isActive', 'createdAt', 'portalEnabled'],
  },
  {
    ...{ by: 'step ownerContact', entity: 'owners' },
    columns: ['emergencyContact', 'emergencyPhone'],
  },
  { by: 'step ownerContact', entity: 'animals', columns: ['customerId', 'contactSaid'] },
  ...['owners', 'animals', 'reservations'].map((entity) => ({
    ...{ by: 'step noteLog' as const, entity, columns: ['noted'] },
  })),
  { by: 'step noteLog', entity: 'employees', columns: ['firstName', 'lastName'] },
  {
    ...{ by: 'step medicated', entity: 'animals' },
    columns: ['specialRequirements', 'medicationNotes', 'medicated'],
  },
  { by: 'step medicated', entity: 'medications', columns: ['petId', 'isActive'] },
  { by: 'step vaccinations', entity: 'animals', columns: ['vaccineExpirations', 'vaccinationStatus'] },
  { by: 'step vaccinations', entity: 'immunizations', columns: RANK_OF_VACCINATION },
  { by: 'step vaccineFiles', entity: 'animals', columns: ['vaccineRecordFiles'] },
  {
    ...{ by: 'step vaccineFiles', entity: 'files' },
    columns: ['pet', 'kind', 'called', 'by', 'fileUrl', 'fileType', 'fileSize', 'uploaded'],
  },
  {
    ...{ by: 'step vaccinationCurrent', entity: 'immunizations' },
    columns: ['recordType', ...RANK_OF_VACCINATION],
  },
  {
    ...{ by: 'step addOn', entity: 'reservation_services' },
    columns: ['reservationId', 'addOnId', 'service', 'type', 'name', 'price'],
  },
  {
    ...{ by: 'step bookedTogether', entity: 'reservations' },
    columns: ['petId', 'staffNotes', 'booking', 'lodging', 'segmentOf'],
  },
  { by: 'step addOn', entity: 'additional_services', columns: ['service'] },
  { by: 'step addOn', entity: 'reservations', columns: ['serviceId', 'staffNotes'] },
  {
    ...{ by: 'step checkIn', entity: 'reservations', table: 'check_ins' },
    columns: ['checkInTime', 'checkOutTime'],
  },
  { by: 'step checkIn', entity: 'reservations', columns: ['checkInDate', 'checkOutDate'] },
  {
    ...{ by: 'step standing', entity: 'standing_reservations' },
    columns: ['name', 'named', 'lastGeneratedDate', 'effectiveFrom', 'petId', 'serviceId'],
  },
  { by: 'step standing', entity: 'reservation_types', columns: ['name'] },
  {
    ...{ by: 'step standing', entity: 'reservations' },
    columns: ['petId', 'serviceId', 'startDate', 'isRecurring'],
  },
  {
    ...{ by: 'step waitList', entity: 'reservations', table: 'waitlist_entries' },
    columns: [
      ...['requestedStartDate', 'requestedEndDate', 'serviceType', 'status', 'priority', 'position'],
      'convertedToReservationId',
    ],
  },
  { by: 'step waitList', entity: 'reservations', columns: ['startDate', 'endDate'] },
  {
    ...{ by: 'step deposits', entity: 'invoices' },
    columns: [
      ...[
        'customerId',
        'reservationId',
        'createdAt',
        'dueDate',
        'subtotal',
        'taxAmount',
        'discount',
        'total',
      ],
      ...['depositAmount', 'notes', 'complete'],
    ],
  },
  { by: 'step deposits', entity: 'payments', columns: ['invoiceId', 'amount'] },
  { by: 'step deposits', entity: 'invoice_lines', columns: ['invoiceId'] },
  {
    ...{ by: 'step tips', entity: 'invoices' },
    columns: ['tip', 'surcharge', 'total', 'notes', 'complete'],
  },
  {
    by: 'step invoiceStay',
    entity: 'invoices',
    columns: ['reservationId', 'createdAt', 'notes', 'complete'],
  },
  ...PAID_OF_INVOICE.map((need) => ({ by: 'step invoiceMoney' as const, ...need })),
  {
    by: 'step invoiceMoney',
    entity: 'invoices',
    columns: ['status', 'depositPaid', 'balanceDue', 'complete'],
  },
  { by: 'step creditNote', entity: 'invoices', columns: ['issueDate', 'dueDate', 'createdAt'] },
  {
    ...{ by: 'step creditNote', entity: 'invoice_lines', table: 'invoices' },
    columns: ['invoiceId', 'issueDate', 'dueDate', 'createdAt'],
  },
  { by: 'step receiptPayments', entity: 'receipts', columns: ['paid'] },
  { by: 'step receiptPayments', entity: 'receipt_payments', columns: ['invoiceId', 'amount'] },
  { by: 'step receiptTwin', entity: 'receipts', columns: ['customerId', 'createdAt', 'total'] },
  { by: 'step receiptTwin', entity: 'invoices', columns: ['customerId', 'createdAt', 'total'] },
  { by: 'step stayByName', entity: 'owners', columns: ['firstName', 'lastName'] },
  { by: 'step stayByName', entity: 'animals', columns: ['name', 'customerId'] },
  {
    by: 'step stayByName',
    entity: 'reservations',
    columns: ['petId', 'customerId', 'startDate', 'endDate', 'status'],
  },
  { by: 'check SAFETY_FACT_LOST', entity: 'immunizations', columns: ['petId', 'vaccine', 'recordType'] },
  { by: 'check OWNER_WITHOUT_ANIMALS', entity: 'animals', columns: ['customerId'] },
  {
    by: 'check RESERVATION_PET_OF_OTHER_OWNER',
    entity: 'reservations',
    columns: ['petId', 'customerId'],
  },
  {
    ...{ by: 'check RESERVATION_OVERLAP_PET', entity: 'reservations' },
    columns: ['petId', 'resourceId', 'startDate', 'endDate', 'status', 'segmentOf'],
  },
  {
    ...{ by: 'check INVOICE_TOTAL_MISMATCH', entity: 'invoices' },
    columns: ['subtotal', 'taxAmount', 'discount', 'total'],
  },
  { by: 'check INVOICE_LINES_MISMATCH', entity: 'invoice_lines', columns: ['invoiceId', 'amount'] },
  ...PAID_OF_INVOICE.map((need) => ({ by: 'check INVOICE_OVERPAID' as const, ...need })),
  { by: 'check INVOICE_CLOSED_UNPAID', entity: 'invoices', columns: ['complete', 'returned'] },
];

export interface MissingColumn {
  entity: string;
  table: TableMapping;
  column: string;
  /** The first that looks at it. */
  by: string;
}

/** A reference through another one is read from the same column of the row that the other leads to. */
const throughOthers = ({ entities }: Pick<Mapping, 'entities'>): Need[] =>
  entities.flatMap(({ tables }) =>
    tables.flatMap(({ table, columns }) =>
      columns.flatMap(({ column, source }) => {
        if (source.kind !== 'reference' || source.through === undefined) return [];
        const via = columns.find((own) => own.column === source.through)?.source;
        if (via?.kind !== 'reference') return [];
        return [{ by: `reference ${table}.${column}`, entity: via.entity, columns: [column] }];
      }),
    ),
  );

/** Columns that the mapping's tables lack and that something looks at, each once. */
export function missingColumns({ entities }: Pick<Mapping, 'entities'>): MissingColumn[] {
  const steps = new Set(
    entities.flatMap(({ fold, tables }) => [
      fold?.step,
      ...tables.flatMap(({ columns }) =>
        columns.map(({ source }) => (source.kind === 'derive' ? source.step : undefined)),
      ),
    ]),
  );
  const missing = new Map<string, MissingColumn>();
  for (const { by, entity, table: name, columns } of [...NEEDS, ...throughOthers({ entities })]) {
    if (by.startsWith('step ') && !steps.has(by.slice('step '.length))) continue;
    const mapping = entities.find((each) => each.entity === entity);
    const table = mapping?.tables.find((each) => (name ? each.table === name : each.primary));
    if (!table) continue;
    for (const column of columns) {
      const key = JSON.stringify([entity, table.table, table.part, column]);
      if (missing.has(key) || table.columns.some((own) => own.column === column)) continue;
      missing.set(key, { entity, table, column, by: `the ${by}` });
    }
  }
  return [...missing.values()];
}
