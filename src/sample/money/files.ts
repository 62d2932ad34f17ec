import { DEPOSIT_COLUMNS, INVOICE_COLUMNS, INVOICE_LINE_COLUMNS, PAYMENT_COLUMNS } from '../columns.ts';
import type { KeyBuilder } from '../key.ts';
import type { Fate } from '../stay-files.ts';
import { CSV, ExportFile, type FileFormat, TSV } from '../writer.ts';
import { depositCells, invoiceCells, lineCells, paymentCells } from './cells.ts';
import type { Ended, SampleDeposit, SampleInvoice, SampleLine, SamplePayment } from './model.ts';
import { childOf, type Settled, settle } from './settle.ts';

const BOM: FileFormat = { ...CSV, encoding: 'utf-8-bom', newline: '\r\n' };
const SEMICOLON: FileFormat = { ...CSV, delimiter: ';' };
const UTF_16: FileFormat = { ...TSV, encoding: 'utf-16le' };

/** The four files of money, and the one way an invoice gets onto them: with all that belongs to it. */
export class MoneyFiles {
  readonly invoices: ExportFile;
  readonly lines: ExportFile;
  readonly payments: ExportFile;
  readonly deposits: ExportFile;
  readonly #book: KeyBuilder;

  constructor(root: string, book: KeyBuilder) {
    this.#book = book;
    this.invoices = new ExportFile(root, 'export/invoices.csv', INVOICE_COLUMNS, BOM);
    this.lines = new ExportFile(root, 'export/invoice_lines.csv', INVOICE_LINE_COLUMNS, SEMICOLON);
    this.payments = new ExportFile(root, 'export/payments.tsv', PAYMENT_COLUMNS, UTF_16);
    this.deposits = new ExportFile(root, 'export/deposits.tsv', DEPOSIT_COLUMNS, TSV);
    book.issue('FILE_ENCODING_RECOGNISED');
  }

  get files(): readonly ExportFile[] {
    return [this.invoices, this.lines, this.payments, this.deposits];
  }

  /** Writes an invoice with its lines, payments and deposits; gives what became of it. */
  write(invoice: SampleInvoice): Settled {
    const settled = settle(invoice);
    this.#record(this.invoices, 'invoices', invoiceCells(invoice), invoice, settled.invoice);
    for (const code of settled.issues) this.#book.issue(code);
    this.#book.holds(settled.held, settled.forfeited);
    this.#totals(invoice, settled);
    const extras = [invoice.tip, invoice.surcharge].filter((amount) => (amount ?? 0n) !== 0n);
    const rows = settled.extras === 'beside' ? extras.length : 0;
    if (settled.invoice === 'inserted') this.#book.forced('invoices', 'dueDate', 1 + rows);
    invoice.lines.forEach((line, index) => {
      this.line(line, invoice.id, settled.lines[index]);
    });
    invoice.payments.forEach((payment, index) => {
      this.payment(payment, invoice.id, invoice.location, settled.payments[index]);
    });
    return settled;
  }

  /** A line; without a fate of its unit it stands alone. */
  line(line: SampleLine, invoice: string, fate: Fate = line.ended ?? 'inserted'): void {
    this.#record(this.lines, 'invoice_lines', lineCells(line, invoice), line, fate);
    const outcome = outcomeOf(fate);
    this.#book.counted('invoice_lines.count', outcome);
    this.#book.total('invoice_lines.amount', outcome, line.total);
    this.#book.total('invoice_lines.returns', outcome, line.refund + line.taxRefund);
    if (fate !== 'inserted') return;
    const noted = line.refund !== 0n || line.taxRefund !== 0n;
    if (noted) this.#book.forced('invoices', 'dueDate');
    if (line.issues?.includes('INVOICE_LINE_DESCRIPTION_MISSING'))
      this.#book.forced('invoice_line_items', 'description');
  }

  payment(
    payment: SamplePayment,
    invoice: string,
    location: string,
    fate: Fate = payment.ended ?? 'inserted',
  ): void {
    this.#record(this.payments, 'payments', paymentCells(payment, invoice, location), payment, fate);
    const outcome = outcomeOf(fate);
    this.#book.counted('payments.count', outcome);
    this.#book.total('payments.received', outcome, payment.amount > 0n ? payment.amount : 0n);
    this.#book.total('payments.refunds', outcome, payment.amount < 0n ? -payment.amount : 0n);
    if (payment.deposit) this.deposit(payment.deposit, payment, fate);
  }

  /** A deposit; `payment` is the one that it also is. */
  deposit(deposit: SampleDeposit, payment: SamplePayment | null, fate: Fate = 'inserted'): void {
    const follows: Ended =
      fate === 'inserted'
        ? { outcome: 'merged', code: 'DEPOSIT_IS_PAYMENT', why: `is payments/${payment?.id}` }
        : childOf(fate, `payments/${payment?.id}`);
    const ended = deposit.ended ?? follows;
    this.#record(this.deposits, 'deposits', depositCells(deposit, payment), deposit, ended);
    // What is merged into its payment is found there.
    const found = ended.outcome === 'merged' ? 'inserted' : ended.outcome;
    this.#book.counted('deposits.count', found);
    this.#book.total('deposits.amount', found, deposit.paid);
    if (found !== 'inserted') return;
    for (const code of deposit.issues ?? []) this.#book.issue(code);
    if (deposit.fate === 'forfeited') this.#book.issue('DEPOSIT_FORFEITED');
    if (deposit.fate === 'undecided') this.#book.issue('DEPOSIT_UNDECIDED');
  }

  close(): void {
    for (const file of this.files) file.close();
  }

  #record(
    file: ExportFile,
    entity: string,
    cells: Record<string, string>,
    { id, issues = [], copies = 0 }: Pick<SampleLine, 'id' | 'issues' | 'copies'>,
    fate: Fate,
  ): void {
    for (let nth = 0; nth <= copies; nth += 1) file.record(cells);
    const outcome = outcomeOf(fate);
    if (fate === 'inserted') this.#book.inserted(entity);
    else if (fate.outcome === 'merged') this.#book.folded(entity, id, fate.code, fate.why);
    else this.#book.ended(entity, cells['id'] === '' ? null : id, fate.outcome, fate.code, fate.why);
    for (let nth = 0; nth < copies; nth += 1) this.#book.copy(entity);
    if (outcome === 'excluded' || outcome === 'merged') return;
    for (const code of issues) this.#book.issue(code);
  }

  #totals(invoice: SampleInvoice, { invoice: fate, extras }: Settled): void {
    const { complete, subtotal, tax, discount, total, tip = 0n, surcharge = 0n } = invoice;
    const own = outcomeOf(fate);
    // The row of an estimate holds money, and none of its sale.
    const outcome = complete === '0' && own === 'inserted' ? 'excluded' : own;
    this.#book.counted('invoices.estimates', outcome, complete === '0' ? 1n : 0n);
    this.#book.counted('invoices.count', outcome);
    for (const [name, amount] of Object.entries({ subtotal, tax, discount, total }))
      this.#book.total(`invoices.${name}`, outcome, amount);
    // What neither total nor payments show is no amount of Tailtown's.
    const place = outcome === 'inserted' && extras === 'apart' ? 'excluded' : outcome;
    this.#book.total('invoices.tips', place, tip);
    this.#book.total('invoices.surcharges', place, surcharge);
  }
}

const outcomeOf = (fate: Fate) => (fate === 'inserted' ? fate : fate.outcome);
