import type { BackupRecord } from '../backups.ts';
import type { Figures } from '../figures.ts';
import type { RehearsalFile, SignOffFile } from '../proofs.ts';

/** One step of the cutover day: who does it, what it is, and how long it took when it was rehearsed. */
export interface PlanStep {
  name: string;
  who: 'people' | 'program';
  /** Sentences; a command or a statement is a line of its own. */
  what: string[];
  /** Milliseconds; null where nothing was measured. */
  expectedMs: number | null;
}

export interface PlanInput {
  resort: string;
  target: string;
  tenant: string;
  signed: SignOffFile;
  /** ISO instant of the snapshot that is loaded. */
  asOf: string;
  figures: Figures;
  rehearsal: RehearsalFile | null;
  backup: BackupRecord | null;
  /** Counters of the tenants row that this target has. */
  counters: readonly string[];
}

/** What each denormalised counter of the tenants row counts (tailtown-target.md, `tenants`). */
export const COUNTERS: Readonly<Record<string, string>> = {
  customerCount: 'customers',
  reservationCount: 'reservations',
  employeeCount: 'staff',
};

/** The plan of the day. Pure. */
export function planOf(input: PlanInput): PlanStep[] {
  const { resort, target, tenant, signed, asOf, figures, rehearsal, backup } = input;
  const took = (...steps: string[]): number | null => {
    const found = steps.flatMap((step) => rehearsal?.durationsMs[step] ?? []);
    return found.length === 0 ? null : found.reduce((sum, one) => sum + one, 0);
  };
  const people = (name: string, ...what: string[]): PlanStep => ({
    ...{ name, who: 'people', what, expectedMs: null },
  });
  const program = (name: string, expectedMs: number | null, ...what: string[]): PlanStep => ({
    ...{ name, who: 'program', what, expectedMs },
  });
  return [
    people(
      'Freeze Gingr',
      'Nobody books, changes or charges anything in Gingr from the last export on: what is written there later is not moved.',
      'Switch off online booking and the customer portal in Gingr, and tell every desk.',
    ),
    program(
      'Last extract',
      took('extract'),
      `The snapshot that is loaded is as of ${asOf}. Was anything written in Gingr since, take a later one first: extract it, load it into staging, and sign that batch.`,
    ),
    people(
      'Stop what Gingr does by itself',
      ...figures.toStop.map(
        ({ what, count, value }) =>
          `${count.toLocaleString('en-US')} ${what}${value === null ? '' : ` of ${value} in all`}: end each in Gingr before its next charge, or customers are charged twice.`,
      ),
      'Switch off reminders, confirmations, marketing mail and text messages in Gingr: customers must not be told twice.',
    ),
    program(
      'Backup',
      backup?.durationMs ?? null,
      backup === null
        ? `tailtown-migrate backup --target ${target}`
        : `Backup ${backup.id} of ${backup.at} is there.`,
    ),
    program(
      'Load',
      took('transform', 'validate', 'load', 'verify'),
      `The snapshot of batch ${signed.batch}, signed by ${signed.name} at ${signed.at}, in one transaction: all of it or nothing.`,
    ),
    program(
      'Checks',
      null,
      "Tomorrow's arrivals, the balances and the safety flags are read from production once more and held against the snapshot, and one record of each kind is read through Prisma, as the product does it. Where one fails, the batch is taken back.",
    ),
    people(
      'Go',
      'Flush the caches of Tailtown, or wait five minutes: customers and services are cached for 300 seconds.',
      ...counterSql(input.counters, tenant),
      'Look at the spot checks of the report with the front desk, then open Tailtown for everybody.',
      'Switch reminders on again only when the owner has looked at the vaccinations.',
      ...notice(resort),
    ),
    program(
      'The way back, if it must be',
      took('rollback'),
      `tailtown-migrate rollback BATCH --target ${target}`,
      'What people changed since is kept, and named.',
    ),
  ];
}

function counterSql(counters: readonly string[], tenant: string): string[] {
  const sets = counters.flatMap((column) => {
    const table = COUNTERS[column];
    return table === undefined
      ? []
      : [`"${column}" = (SELECT count(*) FROM ${table} WHERE "tenantId" = tenants.id)`];
  });
  if (sets.length === 0) return [];
  return [
    'Refresh the counters of the tenant:',
    `UPDATE tenants SET ${sets.join(', ')} WHERE id = '${tenant.replaceAll("'", "''")}';`,
  ];
}

/** Template: what stands in brackets is for the resort to fill in. */
const notice = (resort: string): string[] => [
  'Notice to customers, as a template:',
  `Dear customers, ${resort} has moved to a new booking system. Your pets, your stays and your balance have moved with you. From [DAY] on, please book at [ADDRESS] and set a new password there; the old portal is closed. Is anything not as it should be, call us at [PHONE].`,
];
