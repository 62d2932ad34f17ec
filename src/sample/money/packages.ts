import type { RuleCode } from '../../core/rules/index.ts';
import { type Cells, OWNER_PACKAGE_COLUMNS, PACKAGE_TYPE_COLUMNS } from '../columns.ts';
import type { KeyBuilder, KeyValue } from '../key.ts';
import { CSV, ExportFile, TSV } from '../writer.ts';
import { cents } from './cents.ts';
import { type Ended, excludedBy, rejectedBy } from './model.ts';

/** What the people of the invented resort decided of a kind: the entry of lookups/packages.yaml. */
export interface PackageKind {
  id: string;
  name: string;
  cells: Cells;
  reviewed:
    | { kind: 'DAYCARE'; regularPricePerDay?: number; discountPercent?: number }
    | { kind: 'OTHER' }
    | null;
  ended?: Ended;
  issues?: readonly RuleCode[];
}

const kind = (
  id: string,
  name: string,
  credits: string,
  price: string,
  reviewed: PackageKind['reviewed'],
) => ({
  ...{ id, name, reviewed },
  cells: { credits, price, expiration_days: '365' },
});

export const PACKAGE_KINDS: readonly PackageKind[] = [
  kind('31', '10 Day Pass', '10', '288.00', {
    ...{ kind: 'DAYCARE', regularPricePerDay: 32, discountPercent: 10 },
  }),
  {
    ...kind('32', '3 Day Taster', '3', '100.00', { kind: 'DAYCARE' }),
    cells: { credits: '3', price: '100.00', expiration_days: '0', is_active: '0' },
    issues: ['PACKAGE_UNREVIEWED', 'PACKAGE_NEVER_EXPIRES'],
  },
  {
    ...kind('33', 'Bath 5-Pack', '5', '150.00', { kind: 'OTHER' }),
    ...excludedBy('PACKAGE_OTHER_KIND', 'baths are no days'),
  },
  {
    ...kind('34', 'Unlimited Month', '31', '400.00', null),
    ...rejectedBy('PACKAGE_KIND_UNDECIDED', 'nobody has said what it is'),
    issues: ['PACKAGE_UNREVIEWED'],
  },
  {
    ...kind('35', '', '10', '288.00', null),
    ...rejectedBy('PACKAGE_NAME_MISSING', 'it has no name'),
    issues: ['PACKAGE_UNREVIEWED'],
  },
  {
    ...kind('36', '20 Day Pass', '', '560.00', {
      ...{ kind: 'DAYCARE', regularPricePerDay: 32, discountPercent: 12.5 },
    }),
    ...rejectedBy('PACKAGE_TERMS_MISSING', 'its credits are empty'),
  },
];

/** One package of an owner: its cells, what is left of what value, and what must become of it. */
export interface SamplePackage {
  cells: Cells;
  /** Whole credits as the control totals count them; 0 where the cell is no whole number. */
  left: number;
  /** Dollars. */
  value: string;
  ended?: Ended;
  issues?: readonly RuleCode[];
  forced?: readonly string[];
  expect?: Record<string, KeyValue>;
  why: string;
}

const bought = { package_type_id: '31', quantity: '10', price: '288.00', purchased_at: '1764608400' };
const holds = { expiration_date: '2026-12-31' };

/** One of each, in the order in which owners get them. */
export const PACKAGES: readonly SamplePackage[] = [
  {
    ...{ why: 'seven days are left', left: 7, value: '201.60' },
    cells: {
      ...bought,
      ...holds,
      remaining_credits: '7',
      remaining_value: '201.60',
      notes: 'Share with <b>Max</b>',
    },
    expect: {
      ...{ passesPurchased: 10, passesRemaining: 7, passesUsed: 3, purchasePrice: 288, pricePerPass: 28.8 },
      ...{ status: 'ACTIVE', purchasedAt: '2025-12-01 17:00:00', expiresAt: '2027-01-01 06:59:59' },
      notes: 'Share with Max\n\nLocation in Gingr: Harbor Pet Resort',
    },
  },
  {
    ...{ why: 'a third of the price is no whole cent', left: 2, value: '66.67' },
    cells: { ...bought, package_type_id: '32', quantity: '3', price: '100.00', remaining_credits: '2' },
    ...{ issues: ['PACKAGE_NEVER_EXPIRES'], forced: ['expiresAt'] },
    expect: { passesPurchased: 3, purchasePrice: 100, expiresAt: '2099-12-31 23:59:59' },
  },
  {
    ...{ why: 'nobody bought them', left: 4, value: '0.00' },
    cells: { ...bought, ...holds, quantity: '', price: '', remaining_credits: '4' },
    ...{ issues: ['PACKAGE_WITHOUT_SALE'], forced: ['passesPurchased', 'purchasePrice', 'pricePerPass'] },
    expect: { passesPurchased: 4, passesRemaining: 4, passesUsed: 0, purchasePrice: 0, pricePerPass: 0 },
  },
  {
    ...{
      why: 'baths are no days',
      left: 3,
      value: '90.00',
      ...excludedBy('PACKAGE_OTHER_KIND', 'baths are no days'),
    },
    cells: {
      ...bought,
      ...holds,
      package_type_id: '33',
      quantity: '5',
      price: '150.00',
      remaining_credits: '3',
    },
  },
  {
    ...{ why: 'used up', left: 0, value: '0.00', expect: { status: 'EXHAUSTED', passesUsed: 10 } },
    cells: { ...bought, ...holds, remaining_credits: '0' },
  },
  {
    ...{ why: 'expired', left: 2, value: '57.60', expect: { status: 'EXPIRED', passesRemaining: 2 } },
    cells: { ...bought, expiration_date: '2025-06-30', remaining_credits: '2' },
  },
  {
    ...{ why: 'staff added two', left: 12, value: '345.60', issues: ['PACKAGE_MORE_THAN_BOUGHT'] },
    cells: { ...bought, ...holds, remaining_credits: '12' },
    expect: { passesPurchased: 10, passesRemaining: 12, passesUsed: 0 },
  },
  {
    ...{ why: 'only what is left has a value', left: 2, value: '50.00' },
    cells: {
      ...bought,
      ...holds,
      quantity: '',
      price: '',
      remaining_credits: '2',
      remaining_value: '$50.00',
    },
    forced: ['passesPurchased', 'purchasePrice', 'pricePerPass'],
    expect: { passesPurchased: 2, purchasePrice: 50, pricePerPass: 25 },
  },
  {
    ...{ why: 'another value than price and quantity give', left: 5, value: '144.00' },
    cells: { ...bought, ...holds, remaining_credits: '5', remaining_value: '140.00' },
    issues: ['PACKAGE_VALUE_DIFFERS'],
  },
  {
    ...{ why: 'nothing says when it was bought', left: 1, value: '28.80', forced: ['purchasedAt'] },
    cells: { ...bought, ...holds, purchased_at: '', remaining_credits: '1' },
  },
  rejected('PACKAGE_OWNER_MISSING', 'the owner id is 0', { owner_id: '0' }),
  rejected('PACKAGE_OWNER_UNKNOWN', 'no owners file holds its owner', { owner_id: '39999' }),
  rejected('PACKAGE_KIND_MISSING', 'its kind is empty', { package_type_id: '' }),
  rejected('PACKAGE_KIND_UNKNOWN', 'no file holds its kind', { package_type_id: '99' }),
  rejected('PARENT_NOT_LOADED', 'package_types/34 was rejected', { package_type_id: '34' }),
  rejected('PACKAGE_CREDITS_MISSING', 'what is left is empty', { remaining_credits: '' }, 0, '0.00'),
  rejected('PACKAGE_CREDITS_UNREADABLE', 'a half credit', { remaining_credits: '2.5' }, 0, '0.00'),
  rejected('PACKAGE_PRICE_NEGATIVE', 'it cost less than nothing', { price: '-10.00' }, 1, '-1.00'),
  rejected('PACKAGE_QUANTITY_MISSING', 'nothing says how many', { quantity: '' }, 1, '0.00'),
];

function rejected(code: RuleCode, why: string, cells: Cells, left = 1, value = '28.80'): SamplePackage {
  return {
    ...{ why, left, value, ...rejectedBy(code, why) },
    cells: { ...bought, ...holds, remaining_credits: '1', ...cells },
  };
}

/** The two files of packages. */
export class PackageFiles {
  readonly kinds: ExportFile;
  readonly owned: ExportFile;
  readonly #book: KeyBuilder;

  constructor(root: string, book: KeyBuilder) {
    this.#book = book;
    this.kinds = new ExportFile(root, 'export/package_types.csv', PACKAGE_TYPE_COLUMNS, CSV);
    this.owned = new ExportFile(root, 'export/owner_packages.tsv', OWNER_PACKAGE_COLUMNS, TSV);
    for (const one of PACKAGE_KINDS) this.#kind(one);
  }

  #kind({ id, name, cells, reviewed, ended, issues = [] }: PackageKind): void {
    this.kinds.record({ ...{ id, name, is_active: '1', location_id: '1' }, ...cells });
    for (const code of issues) this.#book.issue(code);
    if (ended) {
      this.#book.ended('package_types', id, ended.outcome, ended.code, ended.why);
      return;
    }
    this.#book.inserted('package_types');
    if (issues.includes('PACKAGE_UNREVIEWED'))
      for (const column of ['regularPricePerDay', 'discountPercent'])
        this.#book.forced('daycare_pass_packages', column);
    if (issues.includes('PACKAGE_NEVER_EXPIRES')) this.#book.forced('daycare_pass_packages', 'validityDays');
    const values = {
      ...{ name, passCount: Number(cells['credits']), price: Number(cells['price']) },
      regularPricePerDay: reviewed?.kind === 'DAYCARE' ? (reviewed.regularPricePerDay ?? 0) : 0,
      validityDays: issues.includes('PACKAGE_NEVER_EXPIRES') ? 36_500 : 365,
    };
    this.#book.expect('package_types', id, 'daycare_pass_packages', values, 'as it is sold');
  }

  /** A package of this owner. */
  write(id: string, owner: string, one: SamplePackage, cells: Cells = {}): void {
    const { left, value, ended, issues = [], forced = [], expect, why } = one;
    this.owned.record({ ...{ id, owner_id: owner, location_id: '1' }, ...one.cells, ...cells });
    const outcome = ended?.outcome ?? 'inserted';
    this.#book.counted('owner_packages.count', outcome);
    this.#book.counted('owner_packages.credits', outcome, BigInt(left));
    this.#book.total('owner_packages.value', outcome, cents(value));
    for (const code of issues) this.#book.issue(code);
    if (ended) this.#book.ended('owner_packages', id, ended.outcome, ended.code, why);
    else {
      this.#book.inserted('owner_packages');
      for (const column of forced) this.#book.forced('customer_daycare_passes', column);
      if (expect) this.#book.expect('owner_packages', id, 'customer_daycare_passes', expect, why);
    }
  }

  close(): void {
    this.kinds.close();
    this.owned.close();
  }

  get paths(): string[] {
    return [this.kinds.path, this.owned.path];
  }
}

/** The entries of lookups/packages.yaml in the resort's overlay. */
export const packageEntries = (): string[] =>
  PACKAGE_KINDS.flatMap(({ name, reviewed }) => {
    if (!reviewed) return [];
    const words = Object.entries(reviewed).map(([key, said]) => `${key}: ${said}`);
    return [`"${name}": { ${words.join(', ')} }`];
  });
