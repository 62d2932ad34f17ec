import type { Rehearsal } from '../ledger/rehearsals.ts';
import type { RehearsalBrief } from '../reconcile/aftermath.ts';
import type { RunModel } from '../reconcile/model.ts';

/** What both loads must agree in: the same records end the same way, in the same numbers of rows, with the same totals. */
const ACCOUNTS = [
  ['entities', 'the accounts of records'],
  ['tables', 'the numbers of rows'],
  ['totals', 'the control totals'],
] as const;

/** Everything that keeps a rehearsal from being a proof, as sentences; empty where it is one. Pure. */
export function differencesOf(rehearsal: Rehearsal, first: RunModel, again: RunModel): string[] {
  const { proof, fingerprints } = rehearsal;
  const { buckets, compared } = proof;
  const told: string[] = [];
  if (proof.verified === false)
    told.push('What was loaded was no longer there as it was left when it was verified.');
  if (buckets === null || compared === null) told.push('The rollback left no proof.');
  else {
    for (const [bucket, why] of [
      ['kept', 'were kept because people changed them meanwhile'],
      ['blocked', 'were blocked because other rows refer to them'],
      ['failed', 'did not become what they had been'],
    ] as const)
      if (buckets[bucket] > 0) told.push(`${buckets[bucket]} rows ${why}.`);
    if (compared.different > 0) told.push(`${compared.different} rows differ from their before-images.`);
  }
  if (fingerprints.before !== fingerprints.rolledBack)
    told.push(
      'The fingerprint after the rollback is not the one before the load: somebody else wrote meanwhile, or not all came back.',
    );
  for (const [part, words] of ACCOUNTS)
    if (JSON.stringify(first[part]) !== JSON.stringify(again[part]))
      told.push(`The second load differs from the first in ${words}.`);
  if (proof.verifiedAgain !== true)
    told.push('What was loaded again was not there as it was left when it was verified.');
  return told;
}

/** What the report and `status` tell of a rehearsal. */
export function rehearsalBrief(rehearsal: Rehearsal | null): RehearsalBrief | null {
  if (rehearsal === null || rehearsal.verdict === 'abandoned') return null;
  const { verdict, target, snapshot, proof, fingerprints, durationsMs } = rehearsal;
  const { batches, records, buckets, differences } = proof;
  return {
    at: rehearsal.finishedAt ?? rehearsal.startedAt,
    ...{ verdict, target, snapshot, batches, records, durationsMs, differences },
    reversed: buckets?.reversed ?? null,
    fingerprints: { before: fingerprints.before, rolledBack: fingerprints.rolledBack },
  };
}
