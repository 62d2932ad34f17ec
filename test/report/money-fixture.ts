import type { BalanceAccount, EntityAccount, RunModel, TotalAccount } from '../../src/reconcile/model.ts';
import { model, total } from './fixture.ts';

/** The invented resort with its vaccinations and its money, at two locations, in which everything adds up. */
export function moneyModel(change: Partial<RunModel> = {}): RunModel {
  const run = model();
  return model({
    entities: [
      ...run.entities,
      entity('immunization_types', { inserted: 13, merged: 1 }),
      entity('immunizations', { inserted: 6104, updated: 20, merged: 3012, excluded: 2, rejected: 9 }),
      entity('invoices', { inserted: 6903, excluded: 41, rejected: 3 }),
      entity('invoice_lines', { inserted: 15_120, excluded: 112, rejected: 7 }),
      entity('payments', { inserted: 7012, excluded: 388, rejected: 3 }),
      entity('deposits', { merged: 212 }),
    ],
    reasons: [
      ...run.reasons,
      { entity: 'immunization_types', outcome: 'merged', code: 'IMMUNIZATION_TYPE_TWIN', count: 1 },
      { entity: 'immunizations', outcome: 'merged', code: 'IMMUNIZATION_ON_PET', count: 2900 },
      { entity: 'immunizations', outcome: 'merged', code: 'IMMUNIZATION_SUPERSEDED', count: 112 },
      { entity: 'immunizations', outcome: 'excluded', code: 'PARENT_EXCLUDED', count: 2 },
      { entity: 'immunizations', outcome: 'rejected', code: 'IMMUNIZATION_ANIMAL_UNKNOWN', count: 6 },
      { entity: 'immunizations', outcome: 'rejected', code: 'PARENT_NOT_LOADED', count: 3 },
      { entity: 'invoices', outcome: 'excluded', code: 'INVOICE_ESTIMATE', count: 41 },
      { entity: 'invoices', outcome: 'rejected', code: 'INVOICE_PART_REJECTED', count: 3 },
      { entity: 'invoice_lines', outcome: 'excluded', code: 'INVOICE_LINE_VOIDED', count: 112 },
      { entity: 'invoice_lines', outcome: 'rejected', code: 'PARENT_NOT_LOADED', count: 7 },
      { entity: 'payments', outcome: 'excluded', code: 'PAYMENT_ZERO', count: 380 },
      { entity: 'payments', outcome: 'excluded', code: 'PAYMENT_ALLOCATION', count: 8 },
      { entity: 'payments', outcome: 'rejected', code: 'PAYMENT_METHOD_UNMAPPED', count: 3 },
      { entity: 'deposits', outcome: 'merged', code: 'DEPOSIT_IS_PAYMENT', count: 212 },
    ],
    tables: [
      ...run.tables,
      { table: 'medical_records', inserted: 6104, updated: 20, unchanged: 0, softDeleted: 0 },
      { table: 'invoices', inserted: 6921, updated: 0, unchanged: 0, softDeleted: 0 },
      { table: 'invoice_line_items', inserted: 15_138, updated: 0, unchanged: 0, softDeleted: 0 },
      { table: 'payments', inserted: 7012, updated: 0, unchanged: 0, softDeleted: 0 },
    ],
    totals: [
      ...run.totals.filter(({ unit }) => unit === 'count'),
      count('invoices.count', 6903, 41, 3),
      money('invoices.subtotal', 1_140_233_10n, 900_00n, 310_50n),
      money('invoices.tax', 91_218_64n, 72_00n, 24_84n),
      money('invoices.discount', 20_100_05n, 0n, 0n),
      money('invoices.total', 1_211_351_69n, 972_00n, 335_34n),
      count('invoice_lines.count', 15_120, 112, 7),
      total({ ...money('invoice_lines.amount', 1_140_233_10n, 0n, 310_50n), groups: [whole('1140233.10')] }),
      total({ ...money('invoice_lines.returns', 812_40n, 0n, 0n), groups: [whole('812.40')] }),
      count('payments.count', 7012, 388, 3),
      money('payments.received', 1_198_020_11n, 0n, 335_34n, METHODS),
      money('payments.refunds', 1_204_00n, 0n, 0n, ['CREDIT_CARD', 'Store Credit']),
      total({ name: 'deposits.amount', unit: 'money', ...cents({ source: 21_200_00n, merged: 21_200_00n }) }),
      count('immunizations.count', 6124, 2, 9, 3012),
    ],
    balances: balances(),
    issues: [
      ...run.issues,
      { code: 'PAYMENT_METHOD_UNMAPPED', severity: 'error', count: 3, examples: [] },
      { code: 'INVOICE_PART_REJECTED', severity: 'error', count: 3, examples: [] },
      { code: 'INVOICE_TOTAL_MISMATCH', severity: 'warning', count: 12, examples: [] },
      { code: 'INVOICE_CLOSED_UNPAID', severity: 'warning', count: 31, examples: [] },
      { code: 'IMMUNIZATION_ANIMAL_UNKNOWN', severity: 'error', count: 6, examples: [] },
      { code: 'IMMUNIZATION_EXPIRY_MISSING', severity: 'warning', count: 88, examples: [] },
      { code: 'IMMUNIZATION_ON_PET', severity: 'info', count: 2900, examples: [] },
    ],
    ...change,
  });
}

/** Balances of 2,100 owners, of whom so many differ. */
export function balances(differing = 73): BalanceAccount {
  return {
    notChecked: null,
    owners: 2100,
    differing,
    gingr: '12440.18',
    tailtown: differing === 0 ? '12440.18' : '11208.18',
    difference: differing === 0 ? '0.00' : '-1232.00',
    differences: Array.from({ length: Math.min(differing, 1000) }, (_, index) => ({
      sourceId: String(40_100 + index),
      gingr: index % 2 === 0 ? '120.00' : '-15.50',
      tailtown: '0.00',
      difference: index % 2 === 0 ? '-120.00' : '15.50',
    })),
  };
}

const LOCATIONS = ['Harbor', 'Mill Creek'];
const METHODS = ['CASH', 'CHECK', 'CREDIT_CARD', 'Gift Card', 'Store Credit'];

/** A balanced total of money per month and location, and per method where there are some; cents. */
function money(
  name: string,
  target: bigint,
  excluded: bigint,
  rejected: bigint,
  methods: readonly string[] = [],
): TotalAccount {
  const ways = methods.length === 0 ? [''] : methods.map((method) => `|${method}`);
  const names = MONTHS.flatMap((month) =>
    LOCATIONS.flatMap((location) => ways.map((way) => `${month}|${location}${way}`)),
  );
  const shares = names.map((_, index) => 60n + BigInt((index * 37) % 50));
  const all = shares.reduce((sum, share) => sum + share, 0n);
  const amounts = shares.map((share) => (target * share) / all);
  amounts[0] = (amounts[0] ?? 0n) + target - amounts.reduce((sum, amount) => sum + amount, 0n);
  const groups = names.map((group, index) => {
    const amount = decimal(amounts[index] ?? 0n);
    return { group, source: amount, target: amount, balanced: true };
  });
  return total({
    name,
    unit: 'money',
    ...cents({ source: target + excluded + rejected, target, excluded, rejected }),
    dimensions: methods.length === 0 ? ['month', 'location'] : ['month', 'location', 'method'],
    groups,
  });
}

const MONTHS = Array.from(
  { length: 26 },
  (_, index) => `${2024 + Math.floor((index + 2) / 12)}-${String(((index + 2) % 12) + 1).padStart(2, '0')}`,
);

function cents(parts: Partial<Record<'source' | 'target' | 'merged' | 'excluded' | 'rejected', bigint>>) {
  const { source = 0n, target = 0n, merged = 0n, excluded = 0n, rejected = 0n } = parts;
  return {
    source: decimal(source),
    target: decimal(target),
    merged: decimal(merged),
    excluded: decimal(excluded),
    rejected: decimal(rejected),
    copies: '0.00',
    keptByPeople: '0.00',
  };
}

const decimal = (value: bigint): string => `${value / 100n}.${String(value % 100n).padStart(2, '0')}`;

const whole = (amount: string) => ({ group: '', source: amount, target: amount, balanced: true });

const count = (name: string, target: number, excluded: number, rejected: number, merged = 0): TotalAccount =>
  total({
    name,
    source: String(target + excluded + rejected + merged),
    target: String(target),
    merged: String(merged),
    excluded: String(excluded),
    rejected: String(rejected),
  });

function entity(name: string, parts: Partial<EntityAccount>): EntityAccount {
  const account = { inserted: 0, updated: 0, unchanged: 0, merged: 0, excluded: 0, rejected: 0, ...parts };
  const { inserted, updated, unchanged, merged, excluded, rejected } = account;
  const read = inserted + updated + unchanged + merged + excluded + rejected;
  return { ...account, entity: name, lines: read, copies: 0, read, balanced: true };
}
