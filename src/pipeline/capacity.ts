import type { Manifest } from '../snapshot/format.ts';
import { type Expected, expectedDurations, linesOf } from './duration.ts';
import type { Runtime } from './runtime.ts';
import { chooseSnapshot } from './stages.ts';
import { withSession } from './world.ts';

/**
 * Bytes on the disk per source record, as measured on an invented resort of 262,764 lines (docs/capacity.md), rounded up.
 * Target: Tailtown's rows with their indexes, the ledger (images, crosswalk, issues), and the staging schema.
 */
export const BYTES_PER_RECORD = {
  ...{ snapshot: 220, reports: 25, backup: 200 },
  ...{ rows: 900, ledger: 850, staging: 800 },
} as const;

/** Microseconds per source record to save the target, and to restore it and compare: measured beside a busy machine. */
export const BACKUP_RATES = { backup: 200, restore: 170 } as const;

/** What else lies there, what a resort has more of than another, and room to work. */
const MARGIN = 1.5;

/** Room that a workspace should have, however small the snapshot: logs, reports, an embedded rehearsal. */
const LEAST_WORKSPACE = 2 * 1024 ** 3;

export interface Capacity {
  records: number;
  /** Bytes that it takes. */
  workspace: { snapshot: number; reports: number; backup: number };
  target: { rows: number; ledger: number; staging: number };
  /** Bytes that should be free before the load, with a margin. */
  free: { workspace: number; target: number };
}

export interface EstimateResult extends Capacity {
  snapshot: string;
  durationsMs: Expected['durationsMs'] & { backup: number; restore: number };
  /** The batch on which the durations were measured; null: the default rates. */
  measuredOn: string | null;
}

/** What so many records need; `snapshot` where its bytes are known. */
export function capacityOf(
  records: number,
  snapshot: number = BYTES_PER_RECORD.snapshot * records,
): Capacity {
  const bytes = (kind: keyof typeof BYTES_PER_RECORD) => BYTES_PER_RECORD[kind] * records;
  const workspace = { snapshot, reports: bytes('reports'), backup: bytes('backup') };
  const target = { rows: bytes('rows'), ledger: bytes('ledger'), staging: bytes('staging') };
  const sum = (parts: Record<string, number>) => Object.values(parts).reduce((all, part) => all + part, 0);
  return {
    ...{ records, workspace, target },
    free: {
      workspace: Math.max(LEAST_WORKSPACE, Math.round(MARGIN * sum(workspace))),
      target: Math.round(MARGIN * sum(target)),
    },
  };
}

/** The same for a snapshot, whose own bytes are known. */
export const capacityOfSnapshot = (manifest: Manifest): Capacity =>
  capacityOf(
    linesOf(manifest),
    manifest.entities.reduce((sum, { bytes }) => sum + bytes, 0),
  );

/** The command `estimate`: time and disk for the load of a snapshot into this target. */
export async function estimate(runtime: Runtime, options: { snapshot?: string }): Promise<EstimateResult> {
  const { manifest } = await chooseSnapshot(runtime, options.snapshot);
  const capacity = capacityOfSnapshot(manifest);
  const { records } = capacity;
  const source = { tenant: manifest.tenant, sourceDatabase: manifest.sourceDatabase };
  const { durationsMs, measuredOn } = await withSession(runtime, (session) =>
    expectedDurations(session, source, records),
  );
  const took = (kind: keyof typeof BACKUP_RATES) => Math.round((BACKUP_RATES[kind] * records) / 1000);
  return {
    ...{ snapshot: manifest.id, ...capacity, measuredOn },
    durationsMs: { ...durationsMs, backup: took('backup'), restore: took('restore') },
  };
}
