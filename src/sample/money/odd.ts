import type { RuleCode } from '../../core/rules/index.ts';
import { cents } from './cents.ts';
import {
  excludedBy,
  rejectedBy,
  type SampleDeposit,
  type SampleInvoice,
  type SampleLine,
  type SamplePayment,
} from './model.ts';
import { lineId, paymentOf, soldLine, unpaidInvoice, type Visit, withDeposit } from './ordinary.ts';

/** What one kind of oddness leads to: an invoice, perhaps a second one, and parts that hang on none. */
export interface Odd {
  invoice: SampleInvoice;
  second?: SampleInvoice;
  line?: { invoice: string; line: SampleLine };
  payment?: { invoice: string; payment: SamplePayment };
  deposit?: SampleDeposit;
}

/** The invoice around which each kind is built: a stay and a nail trim, paid in cash. */
interface Base {
  plain: SampleInvoice;
  next: SampleInvoice;
  /** Of its two lines or its payment, one is otherwise. */
  line(patch: Partial<SampleLine>): SampleInvoice;
  payment(patch: Partial<SamplePayment>): SampleInvoice;
}

const fallen = (plain: SampleInvoice, code: RuleCode, why: string, cells: Record<string, string>) => ({
  invoice: { ...plain, ...rejectedBy(code, why), cells },
});

const KINDS: readonly ((base: Base) => Odd)[] = [
  ({ plain }) => ({ invoice: { ...withDeposit(plain, 'Cash', 'open'), complete: '0' } }),
  ({ plain }) => ({ invoice: { ...plain, payments: [], complete: '0' } }),
  ({ plain }) => fallen({ ...plain, owner: '' }, 'INVOICE_OWNER_MISSING', 'the owner id is empty', {}),
  ({ plain }) =>
    fallen({ ...plain, owner: '888000001' }, 'INVOICE_OWNER_UNKNOWN', 'no owners file holds its owner', {}),
  ({ plain }) => fallen(plain, 'INVOICE_DATE_MISSING', 'the date is 0', { create_stamp: '0' }),
  ({ plain }) =>
    fallen({ ...plain, total: 0n }, 'INVOICE_AMOUNT_MISSING', 'the total is empty', { total: '' }),
  ({ plain }) =>
    fallen({ ...plain, tax: 0n }, 'MONEY_UNREADABLE', 'the tax is a word', { tax_amount: 'forty' }),
  ({ plain }) => fallen(plain, 'MONEY_DECIMALS', 'the discount has three decimals', { discount: '1.005' }),
  ({ plain }) => ({
    invoice: plain,
    line: {
      invoice: '',
      line: {
        ...soldLine(lineId(plain.id, 9), 'Toy', 1, cents('9.00')),
        ...rejectedBy('INVOICE_LINE_INVOICE_MISSING', 'the invoice id is empty'),
      },
    },
  }),
  ({ plain }) => ({
    invoice: plain,
    line: {
      invoice: '888000003',
      line: {
        ...soldLine(lineId(plain.id, 9), 'Toy', 1, cents('9.00')),
        ...rejectedBy('INVOICE_LINE_INVOICE_UNKNOWN', 'no invoices file holds its invoice'),
      },
    },
  }),
  ({ line }) => ({ invoice: line({ description: '', issues: ['INVOICE_LINE_DESCRIPTION_MISSING'] }) }),
  ({ line }) => ({
    invoice: line({
      ...rejectedBy('INVOICE_LINE_AMOUNT_MISSING', 'the total is empty'),
      ...{ total: 0n, cells: { total: '' } },
    }),
  }),
  ({ line }) => ({ invoice: line({ quantity: '1.5', issues: ['INVOICE_LINE_QUANTITY_PARTIAL'] }) }),
  ({ plain }) => {
    const back = soldLine(lineId(plain.id, 3), 'Treats', -1, cents('4.25'));
    const lines: SampleLine[] = [...plain.lines, { ...back, issues: ['INVOICE_LINE_QUANTITY_NEGATIVE'] }];
    return { invoice: paidInCash({ ...plain, ...amountsOf(plain, lines) }) };
  },
  ({ plain }) => {
    const extra = soldLine(lineId(plain.id, 3), 'Grooming | Bath', 1, cents('35.00'));
    const ended = excludedBy('INVOICE_LINE_VOIDED', 'voided after check-out');
    return { invoice: { ...plain, lines: [...plain.lines, { ...extra, ...ended }] } };
  },
  ({ line }) => ({
    invoice: line({
      description: 'Previous Balance',
      ...rejectedBy('INVOICE_PREVIOUS_BALANCE', 'the balance of another account'),
    }),
  }),
  ({ plain }) => {
    const lines = plain.lines.map((line) => ({ ...line, refund: line.total, taxRefund: line.tax }));
    const back = lines.reduce((total, line) => total + line.refund + line.taxRefund, 0n);
    const payments = [...plain.payments, paymentOf(plain, 2, 'Cash', -back, 'All of it came back')];
    return { invoice: { ...plain, lines, payments, isReturned: true } };
  },
  ({ plain }) => ({ invoice: { ...plain, isReturned: true } }),
  ({ plain }) => ({
    invoice: plain,
    payment: {
      invoice: '',
      payment: {
        ...paymentOf(plain, 9, 'Cash', cents('9.00')),
        ...rejectedBy('PAYMENT_INVOICE_MISSING', 'the invoice id is empty'),
      },
    },
  }),
  ({ plain }) => ({
    invoice: plain,
    payment: {
      invoice: '888000003',
      payment: {
        ...paymentOf(plain, 9, 'Cash', cents('-9.00')),
        ...rejectedBy('PAYMENT_INVOICE_UNKNOWN', 'no invoices file holds its invoice'),
      },
    },
  }),
  ({ payment, plain }) => ({
    invoice: payment({
      ...rejectedBy('PAYMENT_METHOD_UNMAPPED', 'nobody has said what ADMIN is'),
      ...{ method: 'ADMIN', deposit: { id: `6${plain.id}`, paid: plain.total } },
    }),
  }),
  ({ payment }) => ({
    invoice: payment({ ...rejectedBy('PAYMENT_METHOD_MISSING', 'the method is empty'), method: '' }),
  }),
  ({ payment }) => ({
    invoice: payment({
      ...rejectedBy('PAYMENT_AMOUNT_MISSING', 'the amount is empty'),
      ...{ amount: 0n, cells: { total_balance: '' } },
    }),
  }),
  ({ payment }) => ({
    invoice: payment({
      ...rejectedBy('PAYMENT_DATE_MISSING', 'the time is empty'),
      cells: { transaction_time: '' },
    }),
  }),
  ({ plain }) => {
    const nothing = {
      ...paymentOf(plain, 2, 'Cash', 0n),
      ...excludedBy('PAYMENT_ZERO', 'a payment of nothing'),
    };
    return { invoice: { ...plain, payments: [...plain.payments, nothing] } };
  },
  ({ plain }) => {
    const moved = {
      ...paymentOf(plain, 2, 'Credit Card', cents('-9.00')),
      ...excludedBy('PAYMENT_ALLOCATION', 'moved to another invoice'),
    };
    return { invoice: { ...plain, payments: [...plain.payments, moved] } };
  },
  ({ plain }) => {
    const use = soldLine(lineId(plain.id, 1), '10 | Day Pass - 7 Remaining', 1, 0n);
    const nothing = {
      ...paymentOf(plain, 1, 'No Payment', 0n),
      ...{ ...excludedBy('PAYMENT_ZERO', 'a package use moves no money'), cells: { zero_payment: '0' } },
    };
    return { invoice: { ...plain, ...amountsOf(plain, [use]), payments: [nothing] } };
  },
  ({ plain }) => ({ invoice: paidInCash({ ...plain, total: plain.total + 1n }) }),
  ({ plain }) => ({ invoice: { ...plain, lines: plain.lines.slice(0, 1) } }),
  ({ plain }) => ({ invoice: { ...plain, payments: [paymentOf(plain, 1, 'Check', plain.total + 500n)] } }),
  ({ plain }) => ({ invoice: { ...plain, payments: [] } }),
  ({ plain, next }) => ({
    invoice: plain,
    second: { ...next, at: plain.at + 1200, issues: ['INVOICE_STAY_SECOND'] },
  }),
  ({ plain }) => ({
    invoice: { ...plain, stay: `888${plain.id}`, issues: ['OPTIONAL_REFERENCE_UNKNOWN'] },
  }),
  ({ plain }) => ({
    invoice: plain,
    deposit: {
      ...{ id: `6${plain.id}`, paid: 2500n, cells: { payment_id: '0' } },
      ...rejectedBy('DEPOSIT_PAYMENT_MISSING', 'the payment id is 0'),
    },
  }),
  ({ plain }) => ({
    invoice: plain,
    deposit: {
      ...{ id: `6${plain.id}`, paid: 2500n, cells: { payment_id: '888000005' } },
      ...rejectedBy('DEPOSIT_PAYMENT_UNKNOWN', 'no payments file holds its payment'),
    },
  }),
  ({ plain, line }) => ({ invoice: { ...line({ copies: 1 }), payments: plain.payments, copies: 1 } }),
];

export const ODD_INVOICES = KINDS.length;

/** The odd invoice of a kind, for a stay of its own; `nextId` is for a second one. */
export function oddInvoice(
  kind: number,
  id: string,
  nextId: string,
  owner: string,
  visit: Visit,
): Odd | null {
  const of = (invoice: string): SampleInvoice => {
    const lines = [
      soldLine(lineId(invoice, 1), visit.label, Math.max(1, visit.nights), visit.price),
      soldLine(lineId(invoice, 2), 'Nail trim', 1, cents('15.00')),
    ];
    return paidInCash({ ...unpaidInvoice(invoice, owner, visit, lines), complete: '1' });
  };
  const plain = of(id);
  const base: Base = {
    ...{ plain, next: of(nextId) },
    line: (patch) => ({
      ...plain,
      lines: plain.lines.map((line, index) => (index === 1 ? { ...line, ...patch } : line)),
    }),
    payment: (patch) => ({ ...plain, payments: plain.payments.map((one) => ({ ...one, ...patch })) }),
  };
  return KINDS[kind]?.(base) ?? null;
}

const paidInCash = (invoice: SampleInvoice): SampleInvoice => ({
  ...invoice,
  payments: [paymentOf(invoice, 1, 'Cash', invoice.total)],
});

function amountsOf(plain: SampleInvoice, lines: readonly SampleLine[]) {
  const { subtotal, tax, total } = unpaidInvoice(plain.id, plain.owner, { id: '', day: 0 }, lines);
  return { lines, subtotal, tax, total };
}
