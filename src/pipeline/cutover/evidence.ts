import { refusal } from '../../core/errors.ts';
import { openSnapshot, type Snapshot } from '../../snapshot/read.ts';
import { type BackupRecord, newestBackup } from '../backups.ts';
import type { Figures } from '../figures.ts';
import {
  type RehearsalFile,
  rehearsalProofs,
  type SignOffFile,
  signOffs,
  verifiedBatches,
} from '../proofs.ts';
import type { Runtime } from '../runtime.ts';
import { chooseSnapshot } from '../stages.ts';

/** What the workspace holds for the cutover of a signed batch. */
export interface Held {
  signed: SignOffFile;
  snapshot: Snapshot;
  /** Of the snapshot that is loaded: as it was signed, or as it was verified outside production; null: it never was. */
  figures: Figures | null;
  /** Null where the mapping was never rehearsed to the end for this source. */
  rehearsal: RehearsalFile | null;
  backup: BackupRecord | null;
}

/**
 * Finds the sign-off of a batch and what belongs to it. `snapshot` names another one to load in the place of the signed
 * one. Throws SIGNOFF_MISSING, SNAPSHOT_MISSING and EVIDENCE_ALTERED (exit 4).
 */
export async function heldFor(
  runtime: Runtime,
  options: { batch: string; snapshot?: string | undefined },
): Promise<Held> {
  const { workspace, tenant, sourceDatabase, target } = runtime.settings;
  const ours = <T extends { tenant: string; sourceDatabase: string }>(all: T[]): T[] =>
    all.filter((one) => one.tenant === tenant.id && one.sourceDatabase === sourceDatabase);
  const signed = ours(await signOffs.read(workspace)).find(({ batch }) => batch === options.batch);
  if (signed === undefined)
    throw refusal(
      'SIGNOFF_MISSING',
      `The workspace holds no sign-off of batch ${options.batch} for this resort.`,
      `Look at its report with the owner, then sign it in the target in which it stands: tailtown-migrate signoff ${options.batch} --name NAME --target STAGING`,
    );
  const snapshot =
    options.snapshot === undefined
      ? await openSnapshot(workspace, signed.snapshot)
      : await chooseSnapshot(runtime, options.snapshot);
  const { id } = snapshot.manifest;
  const same = (one: { snapshot: string; mapping: string }) =>
    one.snapshot === id && one.mapping === signed.mapping;
  const verified = ours(await verifiedBatches.read(workspace)).find(same);
  const rehearsals = ours(await rehearsalProofs.read(workspace)).filter(
    ({ mapping }) => mapping === signed.mapping,
  );
  const newest = rehearsals.sort((a, b) => b.at.localeCompare(a.at));
  return {
    ...{ signed, snapshot, figures: id === signed.snapshot ? signed.figures : (verified?.figures ?? null) },
    rehearsal: newest.find(same) ?? newest[0] ?? null,
    backup: await newestBackup(workspace, { target: target.name, tenant: tenant.id }),
  };
}
