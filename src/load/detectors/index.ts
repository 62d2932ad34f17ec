import type { SuspicionName } from '../../core/suspicions.ts';
import { SUSPICIONS } from '../../core/suspicions.ts';
import type { SuspicionAccount } from '../../reconcile/model.ts';
import { scanDates } from './dates-scan.ts';
import type { Detector, Look } from './look.ts';
import { moneyGroups } from './money-groups.ts';
import { oddDates } from './odd-dates.ts';
import { oneValue } from './one-value.ts';
import { recordIds } from './record-ids.ts';
import { secondReading } from './second-reading.ts';
import { secondRun } from './second-run.ts';
import { sharedText } from './shared-text.ts';
import { startHours } from './start-hours.ts';
import { unknownShare } from './unknown-share.ts';

export type { Look } from './look.ts';

const DETECTORS: Record<SuspicionName, Detector> = {
  SUSPECT_ONE_VALUE: oneValue,
  SUSPECT_RECORD_IDS: recordIds,
  SUSPECT_MONEY_GROUPS: moneyGroups,
  SUSPECT_START_HOURS: startHours,
  SUSPECT_SHARED_TEXT: sharedText,
  SUSPECT_DATES: oddDates,
  SUSPECT_UNKNOWN_SHARE: unknownShare,
  SUSPECT_SECOND_RUN: secondRun,
};

/**
 * Lets every detector look at what stands in the target (gingr-sources.md 4), inside the load's transaction: set-based
 * SQL whose cost hardly grows with the number of rows. Each gives an account, also where it found nothing. None takes
 * a load back. The second readings, which became issues before, come last.
 */
export async function accountSuspicions(look: Look): Promise<SuspicionAccount[]> {
  const accounts: SuspicionAccount[] = [];
  const scanned = await scanDates(look);
  for (const name of Object.keys(SUSPICIONS) as SuspicionName[])
    accounts.push({ name, ...(await DETECTORS[name](look, scanned)) });
  accounts.push({ name: 'VALUE_SUSPECT', ...(await secondReading(look, scanned)) });
  return accounts;
}
