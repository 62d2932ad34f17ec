import { refusal } from '../../core/errors.ts';
import { openSnapshot, type Snapshot } from '../../snapshot/read.ts';
import { type BackupRecord, newestBackup } from '../backups.ts';
import type { Figures } from '../figures.ts';
import {
  type RehearsalFile,
  rehearsalProofs,
  type SignOffFile,
  signOffs,
  type VerifiedFile,
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

/** What it holds for a batch that nobody signed. */
export interface Unsigned extends Pick<Held, 'rehearsal' | 'backup'> {
  signed: null;
  batch: string;
  /** As it was verified outside production; null where the workspace knows of no such batch. */
  verified: VerifiedFile | null;
}

/**
 * Finds the sign-off of a batch and what belongs to it. `snapshot` names another one to load in the place of the signed
 * one. Throws SNAPSHOT_MISSING and EVIDENCE_ALTERED (exit 4).
 */
export async function heldFor(
  runtime: Runtime,
  options: { batch: string; snapshot?: string | undefined },
): Promise<Held | Unsigned> {
  const { workspace, tenant, sourceDatabase, target } = runtime.settings;
  const ours = <T extends { tenant: string; sourceDatabase: string }>(all: T[]): T[] =>
    all.filter((one) => one.tenant === tenant.id && one.sourceDatabase === sourceDatabase);
  const signed = ours(await signOffs.read(workspace)).find(({ batch }) => batch === options.batch);
  const backup = await newestBackup(workspace, { target: target.name, tenant: tenant.id });
  const proven = ours(await verifiedBatches.read(workspace));
  const rehearsed = ours(await rehearsalProofs.read(workspace)).sort((a, b) => b.at.localeCompare(a.at));
  /** The newest of the same snapshot, else of the same mapping. */
  const rehearsalOf = (of: { snapshot: string; mapping: string }): RehearsalFile | null => {
    const fitting = rehearsed.filter(({ mapping }) => mapping === of.mapping);
    return fitting.find(({ snapshot }) => snapshot === of.snapshot) ?? fitting[0] ?? null;
  };
  if (signed === undefined) {
    const verified = proven.find(({ batch }) => batch === options.batch) ?? null;
    const rehearsal = verified && rehearsalOf(verified);
    return { signed: null, batch: options.batch, verified, rehearsal, backup };
  }
  const snapshot =
    options.snapshot === undefined
      ? await openSnapshot(workspace, signed.snapshot)
      : await chooseSnapshot(runtime, options.snapshot);
  const { id } = snapshot.manifest;
  const verified = proven.find(({ snapshot, mapping }) => snapshot === id && mapping === signed.mapping);
  return {
    ...{ signed, snapshot, figures: id === signed.snapshot ? signed.figures : (verified?.figures ?? null) },
    ...{ rehearsal: rehearsalOf({ snapshot: id, mapping: signed.mapping }), backup },
  };
}

/** How a batch is signed: the command, the name of its target put in where it is known. */
export const howToSign = (batch: string, target = 'STAGING'): string =>
  `Look at its report with the owner, then sign it in the target in which it stands: tailtown-migrate signoff ${batch} --name NAME --target ${target}`;

/** A batch that nobody signed is not cut over. */
export const unsignedRefusal = ({ batch, verified }: Unsigned): Error =>
  refusal(
    'SIGNOFF_MISSING',
    `The workspace holds no sign-off of batch ${batch} for this resort.`,
    `${howToSign(batch, verified?.target)}. \`cutover ${batch} --plan\` shows what else is missing.`,
  );
