import { utcText } from '../calendar.ts';
import type { KeyBuilder } from '../key.ts';
import { float } from './cents.ts';
import { METHODS, type SampleInvoice, type SampleLine } from './model.ts';
import type { Settled } from './settle.ts';

/** Values that the key of an invented resort expects of an invoice and what belongs to it. */
export function expectInvoice(book: KeyBuilder, invoice: SampleInvoice, settled: Settled): void {
  if (settled.invoice !== 'inserted') return;
  const { paid, balance, held, forfeited } = settled;
  const estimate = invoice.complete === '0';
  const state = balance <= 0n ? 'PAID' : paid > 0n ? 'PARTIALLY_PAID' : 'SENT';
  const values = {
    invoiceNumber: book.numberOf(invoice.id),
    ...{ total: float(estimate ? forfeited : invoice.total), taxAmount: float(estimate ? 0n : invoice.tax) },
    ...{ depositPaid: float(paid), balanceDue: float(balance - held), issueDate: utcText(invoice.at) },
    status: held > 0n ? 'DEPOSIT_PAID' : state,
  };
  book.expect('invoices', invoice.id, 'invoices', values, 'amounts and state by its lines and payments');
  invoice.lines.forEach((line, index) => {
    if (settled.lines[index] === 'inserted') expectLine(book, invoice, line);
  });
  invoice.payments.forEach((payment, index) => {
    if (settled.payments[index] !== 'inserted') return;
    const method = METHODS[payment.method] ?? null;
    const paidValues = { method, amount: float(payment.amount), paymentDate: utcText(payment.at) };
    book.expect('payments', payment.id, 'payments', paidValues, 'as it stands in payments.tsv');
  });
}

function expectLine(book: KeyBuilder, invoice: SampleInvoice, line: SampleLine): void {
  const { quantity, total, unitPrice, refund, taxRefund } = line;
  const whole = /^[1-9]\d*$/.test(quantity) && unitPrice !== null && BigInt(quantity) * unitPrice === total;
  const values = {
    quantity: whole ? Number(quantity) : 1,
    unitPrice: float(whole ? unitPrice : total),
    amount: float(total),
  };
  book.expect('invoice_lines', line.id, 'invoice_line_items', values, 'quantity x price = amount');
  if (refund === 0n && taxRefund === 0n) return;
  const note = {
    ...{ invoiceNumber: book.numberOf(`${invoice.id}-R-${line.id}`), status: 'PAID', balanceDue: 0 },
    ...{ subtotal: float(-refund), taxAmount: float(-taxRefund), total: float(-refund - taxRefund) },
  };
  book.expect('invoice_lines', line.id, 'invoices/return', note, 'what came back');
  book.expect(
    'invoice_lines',
    line.id,
    'invoice_line_items/return',
    { amount: float(-refund) },
    'what came back',
  );
}
