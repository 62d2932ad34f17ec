import type { RuleCode } from '../../core/rules/index.ts';
import { dayOf, localInstant } from '../calendar.ts';
import { type Cells, RECEIPT_COLUMNS, RECEIPT_LINE_COLUMNS, RECEIPT_PAYMENT_COLUMNS } from '../columns.ts';
import type { KeyBuilder } from '../key.ts';
import type { Fate } from '../stay-files.ts';
import { CSV, ExportFile } from '../writer.ts';
import { cents, decimal, float } from './cents.ts';
import { excludedBy, rejectedBy } from './model.ts';
import { childOf } from './settle.ts';

export interface SampleReceipt {
  id: string;
  owner: string;
  /** Decimal text; '' where the file does not say. */
  total: string;
  paid: string;
  /** Local day; noon. */
  day?: string;
  ended?: Exclude<Fate, 'inserted'>;
  issues?: readonly RuleCode[];
  cells?: Cells;
  /** Its one line does not say what it cost. */
  brokenLine?: boolean;
  /** Its payments, where they were exported one by one: the way and the amount of each. */
  parts?: readonly (readonly [way: 'Cash' | 'Check' | 'Credit Card', amount: string])[];
}

/** Without an owner who moves; each falls by something of its own. */
const BROKEN: readonly SampleReceipt[] = [
  {
    id: '311',
    owner: '0',
    total: '5.00',
    paid: '5.00',
    ...rejectedBy('RECEIPT_OWNER_MISSING', 'the owner id is 0'),
  },
  {
    ...{ id: '312', owner: '39999', total: '6.00', paid: '6.00' },
    ...rejectedBy('RECEIPT_OWNER_UNKNOWN', 'no owners file holds its owner'),
  },
  {
    ...{ id: '313', owner: '39999', total: '7.00', paid: '7.00', cells: { create_stamp: '0' } },
    ...rejectedBy('RECEIPT_DATE_MISSING', 'the date is 0'),
  },
  {
    ...{ id: '314', owner: '39999', total: '8.00', paid: '8.00', day: '2019-08-01' },
    ...rejectedBy('RECEIPT_AFTER_CHANGE', 'Gingr had invoices by then'),
  },
  {
    ...{ id: '315', owner: '39999', total: '', paid: '9.00', cells: { subtotal: '9.00' } },
    ...rejectedBy('RECEIPT_AMOUNT_MISSING', 'the total is empty'),
  },
  {
    ...{ id: '316', owner: '39999', total: '10.00', paid: '10.00', cells: { voided: '1' } },
    ...excludedBy('RECEIPT_VOIDED', 'it was voided'),
  },
];

/** Receipts from before August 2019 with a line each: the files, with what must become of them. */
export class ReceiptFiles {
  readonly #receipts: ExportFile;
  readonly #lines: ExportFile;
  readonly #payments: ExportFile;
  readonly #book: KeyBuilder;

  constructor(root: string, book: KeyBuilder) {
    this.#book = book;
    this.#receipts = new ExportFile(root, 'export/receipts.csv', RECEIPT_COLUMNS, CSV);
    this.#lines = new ExportFile(root, 'export/receipt_lines.csv', RECEIPT_LINE_COLUMNS, CSV);
    this.#payments = new ExportFile(root, 'export/receipt_payments.csv', RECEIPT_PAYMENT_COLUMNS, CSV);
    for (const receipt of BROKEN) this.write(receipt);
    this.#line(
      '39001',
      '',
      '1.00',
      rejectedBy('RECEIPT_LINE_RECEIPT_MISSING', 'the receipt id is empty').ended,
    );
    const unknown = rejectedBy('RECEIPT_LINE_RECEIPT_UNKNOWN', 'no receipts file holds its receipt');
    this.#line('39002', '39999', '2.00', unknown.ended);
    const at = String(localInstant(dayOf('2018-05-05'), 12, 0));
    for (const [id, receipt, code, why] of [
      ['39001', '', 'RECEIPT_PAYMENT_RECEIPT_MISSING', 'the receipt id is empty'],
      ['39002', '39999', 'RECEIPT_PAYMENT_RECEIPT_UNKNOWN', 'no receipts file holds its receipt'],
    ] as const)
      this.#payment(id, receipt, at, ['Cash', '3.00'], rejectedBy(code, why).ended);
  }

  write(receipt: SampleReceipt): void {
    const { id, owner, total, paid, day = '2018-05-05', issues = [], brokenLine = false, parts } = receipt;
    const at = String(localInstant(dayOf(day), 12, 0));
    const cells: Cells = {
      ...{ receipt_id: id, owner_id: owner, location_id: '1', create_stamp: at, subtotal: total, total },
      ...{
        discount: '0.00',
        tax_amount: '0.00',
        amount_paid: paid,
        payment_method: paid === '' ? '' : (parts?.map(([way]) => way).join(', ') ?? 'Cash'),
      },
      ...{ voided: '0', username: 'robin', ...receipt.cells },
    };
    this.#receipts.record(cells);
    const fallen = rejectedBy('RECEIPT_PART_REJECTED', `receipt_lines/${id}1 was rejected`).ended;
    const ended = receipt.ended ?? (brokenLine ? fallen : undefined);
    this.#totals(cells, ended?.outcome ?? 'inserted', parts !== undefined);
    if (ended) this.#book.ended('receipts', id, ended.outcome, ended.code, ended.why);
    else this.#moved(receipt, at);
    for (const code of ended ? [] : issues) this.#book.issue(code);
    if (parts && !ended) this.#book.issue('RECEIPT_PAID_IN_PARTS');
    const silent = rejectedBy('INVOICE_LINE_AMOUNT_MISSING', 'the total is empty').ended;
    const follows = ended ? childOf(ended, `receipts/${id}`) : undefined;
    this.#line(`${id}1`, id, brokenLine ? '' : (cells['subtotal'] ?? ''), brokenLine ? silent : follows);
    for (const [place, part] of (parts ?? []).entries())
      this.#payment(`${id}${place + 1}`, id, at, part, follows);
  }

  get paths(): string[] {
    return [this.#receipts.path, this.#lines.path, this.#payments.path];
  }

  close(): void {
    this.#receipts.close();
    this.#lines.close();
    this.#payments.close();
  }

  #moved({ id, total, paid, parts }: SampleReceipt, at: string): void {
    const [sold, got] = [amount(total), amount(paid)];
    this.#book.inserted('receipts');
    this.#book.forced('invoices', 'dueDate', sold === got ? 1 : 2);
    const row = {
      invoiceNumber: this.#book.numberOf(`RECEIPT-${id}`),
      total: float(sold),
      status: 'PAID',
      balanceDue: 0,
    };
    this.#book.expect('receipts', id, 'invoices', { ...row, depositPaid: float(got) }, `a receipt of ${at}`);
    if (got !== 0n && !parts)
      this.#book.expect(
        'receipts',
        id,
        'payments/receipt',
        { amount: float(got), method: 'CASH' },
        'what was paid',
      );
    if (sold !== got)
      this.#book.expect(
        'receipts',
        id,
        'invoices/carried',
        { total: float(got - sold) },
        'nobody owes it twice',
      );
  }

  #totals(cells: Cells, outcome: 'inserted' | 'excluded' | 'rejected' | 'merged', inParts: boolean): void {
    const [sold, got] = [amount(cells['total']), amount(cells['amount_paid'])];
    this.#book.counted('receipts.count', outcome);
    this.#book.total('receipts.subtotal', outcome, amount(cells['subtotal']));
    for (const name of ['tax', 'discount']) this.#book.total(`receipts.${name}`, outcome, 0n);
    this.#book.total('receipts.total', outcome, sold);
    // Found again payment by payment.
    this.#book.total('receipts.paid', inParts && outcome === 'inserted' ? 'excluded' : outcome, got);
    this.#book.total('receipts.carried', outcome, sold - got);
  }

  #payment(
    id: string,
    receipt: string,
    at: string,
    [way, paid]: readonly [string, string],
    ended?: Exclude<Fate, 'inserted'>,
  ): void {
    this.#payments.record({
      ...{ id, receipt_id: receipt, payment_method_type: way, processor: '' },
      ...{ total_balance: paid, transaction_time: at, zero_payment: '', payment_allocation_refund: '' },
      description: '',
    });
    const outcome = ended?.outcome ?? 'inserted';
    const cents = amount(paid);
    this.#book.counted('receipt_payments.count', outcome);
    this.#book.total('receipt_payments.received', outcome, cents > 0n ? cents : 0n);
    this.#book.total('receipt_payments.refunds', outcome, cents < 0n ? -cents : 0n);
    if (ended) {
      this.#book.ended('receipt_payments', id, ended.outcome, ended.code, ended.why);
      return;
    }
    this.#book.inserted('receipt_payments');
    const method = way.toUpperCase().replace(' ', '_');
    this.#book.expect('receipt_payments', id, 'payments', { amount: float(cents), method }, `paid by ${way}`);
  }

  #line(id: string, receipt: string, total: string, ended?: Exclude<Fate, 'inserted'>): void {
    const cells = {
      id,
      receipt_id: receipt,
      description: 'Boarding',
      quantity: '1',
      unit_price: total,
      total,
    };
    this.#lines.record({ ...cells, tax_amount: '0.00', voided: '0' });
    const outcome = ended?.outcome ?? 'inserted';
    this.#book.counted('receipt_lines.count', outcome);
    this.#book.total('receipt_lines.amount', outcome, amount(total));
    if (ended) this.#book.ended('receipt_lines', id, ended.outcome, ended.code, ended.why);
    else this.#book.inserted('receipt_lines');
  }
}

const amount = (text = ''): bigint => (text === '' ? 0n : cents(text));

/** What one owner of an invented resort once paid, or did not wholly. */
export const receiptOf = (place: number, owner: string): SampleReceipt => {
  const total = 2000n + BigInt(place % 50) * 125n;
  const paid = place % 40 === 5 ? total - 500n : total;
  const receipt = { id: String(400_000 + place), owner, total: decimal(total), paid: decimal(paid) };
  if (place % 30 !== 7) return receipt;
  return {
    ...receipt,
    parts: [
      ['Cash', decimal(paid / 2n)],
      ['Credit Card', decimal(paid - paid / 2n)],
    ],
  };
};
