import { filler, misplacedQuote, shortLine, undecodableLine, undecodableName } from '../broken-lines.ts';
import { INVOICE_COLUMNS, PAYMENT_COLUMNS } from '../columns.ts';
import type { KeyBuilder } from '../key.ts';
import { Random } from '../random.ts';
import type { Fate } from '../stay-files.ts';
import { expectInvoice } from './expected.ts';
import { MoneyFiles } from './files.ts';
import { rejectedBy, type SampleInvoice } from './model.ts';
import { ODD_INVOICES, oddInvoice } from './odd.ts';
import { ordinaryInvoice, soldLine, unpaidInvoice, type Visit } from './ordinary.ts';

/** Writes what an invented resort sold: owner by owner, each invoice made, written and forgotten. */
export class Bills {
  readonly #files: MoneyFiles;
  readonly #book: KeyBuilder;
  readonly #seed: number;
  /** Every so many invoices is an odd one. */
  readonly #oddEvery: number;
  #serial = 0;

  constructor(root: string, book: KeyBuilder, seed: number, oddEvery: number) {
    this.#files = new MoneyFiles(root, book);
    this.#book = book;
    this.#seed = seed;
    this.#oddEvery = oddEvery;
  }

  get paths(): string[] {
    return this.#files.files.map(({ path }) => path);
  }

  /** The invoices of one owner; gives what they leave the owner owing, in cents. `expected`: the key tells of them. */
  write(owner: string, fate: Fate, visits: readonly Visit[], expected: boolean): bigint {
    if (fate !== 'inserted') {
      this.#ofRejected(owner);
      return 0n;
    }
    let balance = 0n;
    for (let at = 0; at < visits.length; ) {
      const random = new Random(this.#seed, 5, this.#serial);
      const [visit, second] = visits.slice(at, at + (random.chance(0.2) ? 2 : 1));
      if (!visit) break;
      if (this.#serial % this.#oddEvery === 2) {
        balance += this.#odd(owner, visit, expected);
        at += 1;
      } else {
        balance += this.#ordinary(random, owner, second ? [visit, second] : [visit], expected);
        at += second ? 2 : 1;
      }
    }
    return balance;
  }

  /** Each file but the deposits' ends in a line that cannot be read. */
  close(): void {
    const { lines, invoices, payments } = this.#files;
    shortLine(lines, 'invoice_lines', this.#book, '79');
    const cells = filler('79', INVOICE_COLUMNS.length, undecodableName);
    undecodableLine(invoices, 'invoices', this.#book, cells);
    misplacedQuote(payments, 'payments', this.#book, filler('79', PAYMENT_COLUMNS.length));
    this.#files.close();
  }

  #ordinary(random: Random, owner: string, visits: readonly [Visit, ...Visit[]], expected: boolean): bigint {
    return this.#write(ordinaryInvoice(random, this.#nextId(), owner, visits), expected);
  }

  #odd(owner: string, visit: Visit, expected: boolean): bigint {
    const kind = Math.floor(this.#serial / this.#oddEvery) % ODD_INVOICES;
    const odd = oddInvoice(kind, this.#nextId(), invoiceId(this.#serial), owner, visit);
    if (!odd) return 0n;
    let balance = this.#write(odd.invoice, expected);
    if (odd.second) {
      this.#serial += 1;
      balance += this.#write(odd.second, false);
    }
    if (odd.line) this.#files.line(odd.line.line, odd.line.invoice);
    if (odd.payment) this.#files.payment(odd.payment.payment, odd.payment.invoice, '1');
    if (odd.deposit) this.#files.deposit(odd.deposit, null);
    return balance;
  }

  #ofRejected(owner: string): void {
    if (owner === '') return;
    const id = this.#nextId();
    const lines = [soldLine(`${id}1`, 'Leash', 1, 2500n)];
    const ended = rejectedBy('PARENT_NOT_LOADED', `owners/${owner} was rejected`);
    this.#files.write({ ...unpaidInvoice(id, owner, { id: '', day: SOLD }, lines), ...ended });
  }

  #write(invoice: SampleInvoice, expected: boolean): bigint {
    const settled = this.#files.write(invoice);
    if (expected) expectInvoice(this.#book, invoice, settled);
    return settled.balance;
  }

  #nextId(): string {
    this.#serial += 1;
    return invoiceId(this.#serial - 1);
  }
}

const invoiceId = (serial: number): string => String(7_000_001 + serial);

/** 2026-03-03. */
const SOLD = 20_515;
