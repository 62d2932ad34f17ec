import type { Cells } from '../columns.ts';
import { decimal } from './cents.ts';
import type { SampleDeposit, SampleInvoice, SampleLine, SamplePayment } from './model.ts';

/** What stands in the files of money (gingr-sources.md 2.8). */

const SELLERS = ['casey', 'robin'] as const;

export function invoiceCells(invoice: SampleInvoice): Cells {
  const voided = invoice.lines.filter(({ ended }) => ended?.code === 'INVOICE_LINE_VOIDED').length;
  return {
    ...{ id: invoice.id, owner_id: invoice.owner, reservation_id: invoice.stay },
    ...{ location_id: invoice.location, create_stamp: String(invoice.at) },
    ...{ subtotal: decimal(invoice.subtotal), discount: decimal(invoice.discount) },
    ...{ tax_amount: decimal(invoice.tax), total: decimal(invoice.total) },
    ...{ complete: invoice.complete, is_returned: invoice.isReturned ? '1' : '0' },
    ...{ tip_amount: decimal(invoice.tip ?? 0n), surcharge_amount: decimal(invoice.surcharge ?? 0n) },
    ...{ item_count: String(invoice.lines.length), voided_item_count: String(voided) },
    ...{ user_id: '21', username: SELLERS[Number(invoice.id.slice(-1)) % 2] ?? '' },
    payment_method: invoice.payments[0]?.method ?? '',
    ...invoice.cells,
  };
}

export function lineCells(line: SampleLine, invoice: string): Cells {
  return {
    ...{ id: line.id, invoice_id: invoice, description: line.description, quantity: line.quantity },
    unit_price: line.unitPrice === null ? '' : decimal(line.unitPrice),
    ...{ total: decimal(line.total), tax_amount: decimal(line.tax) },
    ...{ refund_amount: decimal(line.refund), tax_refund_amount: decimal(line.taxRefund) },
    voided: line.ended?.code === 'INVOICE_LINE_VOIDED' ? '1' : '0',
    ...line.cells,
  };
}

export function paymentCells(payment: SamplePayment, invoice: string, location: string): Cells {
  return {
    ...{ id: payment.id, invoice_id: invoice, location_id: location },
    ...{ payment_method_type: payment.method, total_balance: decimal(payment.amount) },
    processor: payment.method === 'Credit Card' ? 'cardconnect' : '',
    ...{ transaction_time: String(payment.at), description: payment.description },
    zero_payment: payment.ended?.code === 'PAYMENT_ZERO' ? '1' : '0',
    payment_allocation_refund: payment.ended?.code === 'PAYMENT_ALLOCATION' ? '1' : '0',
    ...payment.cells,
  };
}

function stampsOf({ fate, paid }: SampleDeposit, later: string): Cells {
  switch (fate) {
    case 'open':
      return {};
    case 'undecided':
      return { cancel_stamp: later };
    case 'forfeited':
      return { cancel_stamp: later, forfeited_at: later };
    case 'refunded':
      return { cancel_stamp: later, refunded_at: later, refund_amount: decimal(paid) };
    default:
      return { consumed_at: later };
  }
}

export function depositCells(deposit: SampleDeposit, payment: SamplePayment | null): Cells {
  return {
    ...{ id: deposit.id, payment_id: payment?.id ?? '' },
    ...{ deposit_amount: decimal(deposit.paid), paid_amount: decimal(deposit.paid) },
    ...{ payment_method: payment?.method ?? '', created_at: payment ? String(payment.at) : '' },
    ...stampsOf(deposit, payment ? String(payment.at + 864_000) : ''),
    ...deposit.cells,
  };
}
