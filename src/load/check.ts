import type { Batch } from '../ledger/batches.ts';
import type { Scopes } from '../ledger/scopes.ts';
import { accountEntities } from '../reconcile/accounts.ts';
import { accountAlterations } from '../reconcile/alterations.ts';
import { accountBalances } from '../reconcile/balances.ts';
import { calendarOf } from '../reconcile/controls/calendar.ts';
import { accountFidelity } from '../reconcile/fidelity.ts';
import { accountIssues } from '../reconcile/issues.ts';
import { accountLeftOut } from '../reconcile/left-out.ts';
import { createLists } from '../reconcile/lists.ts';
import { accountSafety } from '../reconcile/safety-counts.ts';
import { chooseSpots } from '../reconcile/spots.ts';
import { accountTomorrow } from '../reconcile/tomorrow.ts';
import { accountTotals } from '../reconcile/totals.ts';
import { accountUnpaid } from '../reconcile/unpaid.ts';
import { type Unit, unitOf } from '../staging/layout.ts';
import type { Amended } from './amend.ts';
import { agrees, compare } from './compare.ts';
import { accountSuspicions } from './detectors/index.ts';
import { deletedLines, fates, keptLines, tableAccounts } from './fates.ts';
import type { LoadFindings, LoadInput } from './input.ts';
import { earlier, idsTable } from './plan.ts';
import { lookAt, seeNothing } from './seen.ts';
import { tellSuspicions } from './suspicions.ts';
import { accountVanished } from './vanished/index.ts';

export type Checked = Omit<LoadFindings, 'result' | 'refusals' | 'batch' | 'fingerprints'> & {
  balanced: boolean;
};

interface CheckOptions {
  written: boolean;
  /** Parts of staging that are not as the stages before left them. */
  altered: () => Promise<string[]>;
  /** Those with planned rows. */
  units: readonly Unit[];
  /** The batch that stood before this load, and the one that it opened; null where there is none. */
  standing: Batch | null;
  opened: Batch | null;
  scopes: Scopes;
  amended: readonly Amended[];
}

/**
 * Comparison, conservation and accounting, computed from the data inside the transaction. Where nothing is written
 * (`written: false`), rows that would be new are accounted as planned, and that is said.
 */
export async function check(
  input: LoadInput,
  { units, written, altered, standing, opened, scopes, amended }: CheckOptions,
): Promise<Checked> {
  const { session, layout, manifest } = input;
  await createLists(session);
  for (const unit of units) await lookAt(session, layout, unit, input.source.tenant, written);
  await seeNothing(
    session,
    layout,
    layout.units.filter((unit) => !units.includes(unit)),
  );
  const { entities, reasons } = await accountEntities(session, layout, fates(layout), manifest);
  const vanished = await accountVanished(session, layout, manifest, scopes, amended, written);
  const verification = await compare(session, layout, units, input.source.tenant, opened, amended);
  const parts = await altered();
  verification.different += parts.length;
  verification.differences.unshift(
    ...parts.map((table) => `staging: ${table} changed behind the program's back`),
  );
  const tables = await tableAccounts(session, layout, amended);
  const hasNew = tables.some((table) => table.inserted + table.updated + table.softDeleted > 0);
  const complete = written || !hasNew;
  const time = { mode: input.reservationTimeMode, timeZone: manifest.timeZone };
  const kept = {
    edited: (unit: Unit) => keptLines(layout, unit),
    deleted: deletedLines,
  };
  const totals = complete
    ? await accountTotals({
        ...{ session, layout, manifest, source: input.source, locations: input.locations },
        ...{ time, kept },
      })
    : [];
  const { balances, notChecked } = await accountBalances({
    ...{ session, layout, tenant: input.source.tenant, personal: input.personal },
    ...{ sign: input.balanceSign, complete },
  });
  verification.notChecked.push(...notChecked);
  const unpaid = await accountUnpaid({
    ...{ session, layout, manifest, tenant: input.source.tenant, personal: input.personal, complete },
    earlier: (unit) => earlier(unit, scopes, opened),
  });
  if (unpaid && unpaid.notChecked !== null)
    verification.notChecked.push({ check: 'unpaid invoices', why: unpaid.notChecked });
  if (!complete) {
    verification.notChecked.push({
      check: 'control totals and comparison',
      why: 'Refused before anything was written.',
    });
  }
  await tellSuspicions(input, units);
  const suspicions = await accountSuspicions({
    ...{ session, layout, complete, totals, tables, personal: input.personal },
    ...{ mode: time.mode, timeZone: time.timeZone, days: runDays(input, opened ?? standing) },
    repeated: standing?.snapshot === manifest.id && standing.mapping === input.mapping,
  });
  const ahead = { session, layout, asOf: manifest.asOf, timeZone: time.timeZone, complete };
  const tomorrow = await accountTomorrow({
    ...{ ...ahead, mode: time.mode },
    types: unitOf(layout, 'reservation_types') ? idsTable(layout, 'reservation_types') : null,
  });
  const safety = await accountSafety({ ...ahead, personal: input.personal });
  const spots = complete ? await chooseSpots(session, layout, manifest.id, balances) : null;
  const { alterations, forced } = await accountAlterations(session, layout, input.personal);
  return {
    ...{
      entities,
      vanished,
      reasons,
      totals,
      balances,
      unpaid,
      alterations,
      forced,
      suspicions,
      verification,
    },
    ...{ tomorrow, safety, spots },
    tables,
    issues: await accountIssues(session, layout, manifest, input.personal),
    leftOut: await accountLeftOut(session, layout, input.unmapped),
    fidelity: await accountFidelity(session, layout, input.unmapped, entities, input.personal),
    balanced:
      entities.every((entity) => entity.balanced) &&
      vanished.every((account) => account.balanced) &&
      totals.every((total) => total.balanced) &&
      agrees(verification),
  };
}

/** The days on which a date looks like "now": the snapshot's and the batch's, by the clock of the resort and of UTC. */
function runDays({ manifest }: LoadInput, batch: Batch | null): string[] {
  const { dayOf } = calendarOf(manifest.timeZone);
  const instants = [manifest.asOf, ...(batch ? [`${batch.batchTime.replace(' ', 'T')}Z`] : [])];
  const days = instants.flatMap((instant) => [dayOf(instant), instant.slice(0, 10)]);
  return [...new Set(days.flatMap((day) => (day === null ? [] : [day])))];
}
