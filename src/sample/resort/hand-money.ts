import type { RuleCode } from '../../core/rules/index.ts';
import { dayOf, localInstant } from '../calendar.ts';
import type { Cells } from '../columns.ts';
import { cents, decimal } from '../money/cents.ts';
import type { Ended, SampleDeposit, SampleInvoice, SampleLine, SamplePayment } from '../money/model.ts';

/** Short ways to write down invoices by hand; whatever is not said follows from the lines, or is ordinary. */

type OddLine = Partial<Pick<SampleLine, 'ended' | 'issues' | 'cells' | 'copies'>> & {
  tax?: string;
  unit?: string;
  refund?: string;
  taxRefund?: string;
};
type OddPayment = Partial<Pick<SamplePayment, 'ended' | 'cells' | 'copies' | 'description'>> & {
  at?: string;
  /** The deposit that the payment also is: its id, or more of it. */
  deposit?: string | (Pick<SampleDeposit, 'id'> & Partial<SampleDeposit>);
};
type OddInvoice = Partial<Pick<SampleInvoice, 'ended' | 'issues' | 'cells' | 'isReturned' | 'copies'>> & {
  location?: string;
  complete?: SampleInvoice['complete'];
  subtotal?: string;
  discount?: string;
  tax?: string;
  total?: string;
  tip?: string;
  surcharge?: string;
};

type Numbered<T> = (id: string, at: number) => T;

/** `2 x 45.00 Boarding | Indoor Suite`: quantity, unit price, description; without both it is only a total. */
export function line(text: string, odd: OddLine = {}): Numbered<SampleLine> {
  const [, quantity = '', price = '', description = ''] =
    /^(?:(\S*) x )?(-?\d+\.\d\d) ?(.*)$/.exec(text) ?? [];
  const total = cents(price) * (/^-?\d+$/.test(quantity) ? BigInt(quantity) : 1n);
  return (id) => ({
    ...{ id, description, quantity, total },
    unitPrice: quantity === '' ? null : cents(odd.unit ?? price),
    tax: cents(odd.tax ?? '0.00'),
    ...{ refund: cents(odd.refund ?? '0.00'), taxRefund: cents(odd.taxRefund ?? '0.00') },
    ...rest(odd),
  });
}

/** `97.20 Cash`: amount and method. */
export function paid(text: string, odd: OddPayment = {}): Numbered<SamplePayment> {
  const [, amount = '', method = ''] = /^(\S+) ?(.*)$/.exec(text) ?? [];
  const deposit = typeof odd.deposit === 'string' ? { id: odd.deposit } : odd.deposit;
  return (id, at) => ({
    ...{ id, method, amount: cents(amount), description: odd.description ?? '' },
    at: odd.at === undefined ? at : instant(odd.at),
    ...(deposit === undefined ? {} : { deposit: { paid: cents(amount), ...deposit } }),
    ...rest(odd),
  });
}

/** `70001 40101 90001 2025-11-03 09:05`: id, owner, stay (`-`: none), local time. Lines are 700011, ...; payments 800011, ... */
export function invoice(
  head: string,
  lines: readonly Numbered<SampleLine>[],
  payments: readonly Numbered<SamplePayment>[],
  odd: OddInvoice = {},
): SampleInvoice {
  const [id = '', owner = '', stay = '', day = '', time = ''] = head
    .split(' ')
    .map((word) => word.replace(/^-$/, ''));
  const at = instant(`${day} ${time}`);
  const made = lines.map((make, index) => make(`${id}${index + 1}`, at));
  const standing = made.filter(({ ended }) => ended?.outcome !== 'excluded');
  const sum = (amounts: readonly bigint[]) => decimal(amounts.reduce((total, amount) => total + amount, 0n));
  const subtotal = cents(odd.subtotal ?? sum(standing.map(({ total }) => total)));
  const tax = cents(odd.tax ?? sum(standing.map((one) => one.tax)));
  const discount = cents(odd.discount ?? '0.00');
  return {
    ...{ id, owner, stay, location: odd.location ?? '1', at, complete: odd.complete ?? '1' },
    ...{
      subtotal,
      discount,
      tax,
      total: odd.total === undefined ? subtotal + tax - discount : cents(odd.total),
    },
    ...{ tip: cents(odd.tip ?? '0.00'), surcharge: cents(odd.surcharge ?? '0.00') },
    isReturned: odd.isReturned ?? false,
    lines: made,
    payments: payments.map((make, index) => make(`8${id.slice(1)}${index + 1}`, at + 60)),
    ...rest(odd),
  };
}

interface Rest {
  ended?: Ended;
  issues?: readonly RuleCode[];
  cells?: Cells;
  copies?: number;
}

function rest({ ended, issues, cells, copies }: { [Key in keyof Rest]?: Rest[Key] | undefined }): Rest {
  return {
    ...(ended === undefined ? {} : { ended }),
    ...(issues === undefined ? {} : { issues }),
    ...(cells === undefined ? {} : { cells }),
    ...(copies === undefined ? {} : { copies }),
  };
}

const instant = (text: string): number => {
  const [hour = 0, minute = 0] = text.slice(11).split(':').map(Number);
  return localInstant(dayOf(text), hour, minute);
};
