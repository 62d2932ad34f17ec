import { type Cells, GIFT_CARD_COLUMNS, STORE_CREDIT_COLUMNS } from '../columns.ts';
import { type KeyBuilder, keyedId } from '../key.ts';
import type { Fate } from '../stay-files.ts';
import { CSV, ExportFile } from '../writer.ts';
import { cents, decimal } from './cents.ts';
import { rejectedBy } from './model.ts';

const BROKEN: readonly { cells: Cells; ended: Exclude<Fate, 'inserted'> }[] = [
  {
    cells: { owner_id: '0', store_credit: '5.00' },
    ...rejectedBy('STORE_CREDIT_OWNER_MISSING', 'the owner id is 0'),
  },
  {
    cells: { owner_id: '39999', store_credit: '7.50' },
    ...rejectedBy('STORE_CREDIT_OWNER_UNKNOWN', 'no owners file holds its owner'),
  },
];

/** Store credit and gift cards: the files, with what must become of them. */
export class CreditFiles {
  readonly #credits: ExportFile;
  readonly #cards: ExportFile;
  readonly #book: KeyBuilder;

  /** `owner`: one who moves, whose credit nothing says how much it is. */
  constructor(root: string, book: KeyBuilder, owner: string) {
    this.#book = book;
    this.#credits = new ExportFile(root, 'export/store_credits.csv', STORE_CREDIT_COLUMNS, CSV);
    this.#cards = new ExportFile(root, 'export/gift_cards.csv', GIFT_CARD_COLUMNS, CSV);
    const silent = rejectedBy('STORE_CREDIT_AMOUNT_MISSING', 'the amount is empty');
    for (const { cells, ended } of [...BROKEN, { cells: { owner_id: owner, location_id: '2' }, ...silent }]) {
      this.#credits.record(cells);
      const id = keyedId(cells['owner_id'] ?? '', ('location_id' in cells && cells.location_id) || '');
      book.ended('store_credits', id, ended.outcome, ended.code, ended.why);
      book.counted('store_credits.count', 'rejected');
      book.total('store_credits.amount', 'rejected', cents(cells['store_credit'] ?? '0.00'));
    }
    for (const [id, balance] of [
      ['63001', '25.00'],
      ['63002', '12.75'],
    ] as const) {
      this.#cards.record({ id, owner_id: owner, gift_card_balance: balance, original_amount: '50.00' });
      book.ended('gift_cards', id, 'excluded', 'GIFT_CARD_WITHOUT_PLACE', 'Tailtown has no gift cards');
      book.counted('gift_cards.count', 'excluded');
      book.total('gift_cards.balance', 'excluded', cents(balance));
    }
  }

  /** Credit of an owner who moves, in cents. */
  write(owner: string, amount: bigint): void {
    this.#credits.record({ owner_id: owner, location_id: '1', store_credit: decimal(amount) });
    this.#book.inserted('store_credits');
    this.#book.counted('store_credits.count', 'inserted');
    this.#book.total('store_credits.amount', 'inserted', amount);
    const id = keyedId(owner, '1');
    const why = 'store credit: what Tailtown shows as such, on an invoice of nothing';
    this.#book.expect('store_credits', id, 'invoices', { total: 0, balanceDue: 0, status: 'PAID' }, why);
    const payment = { amount: Number(decimal(amount)), method: 'STORE_CREDIT', status: 'PAID' };
    this.#book.expect('store_credits', id, 'payments/credit', payment, why);
    for (const column of ['issueDate', 'dueDate']) this.#book.forced('invoices', column);
    this.#book.forced('payments', 'paymentDate');
  }

  get paths(): string[] {
    return [this.#credits.path, this.#cards.path];
  }

  close(): void {
    this.#credits.close();
    this.#cards.close();
  }
}
