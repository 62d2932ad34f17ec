import { TOOL_VERSION } from '../core/version.ts';
import type { LoadFindings } from '../load/input.ts';
import { withinLimit } from '../reconcile/limits.ts';
import type { RunModel, RunStatus } from '../reconcile/model.ts';
import type { Manifest } from '../snapshot/format.ts';
import type { Runtime } from './runtime.ts';
import type { World } from './world.ts';

export interface Described {
  command: string;
  runtime: Runtime;
  world: World;
  manifest: Manifest;
  mappingId: string;
  dryRun: boolean;
  durationsMs: Record<string, number>;
  belongsTo?: string;
  along?: Record<string, number>;
}

/** Says what a load found, in one model. Pure: status and headline come from reconciliation, never from "no error". */
export function describe(input: Described, findings: LoadFindings): RunModel {
  const { runtime, world, manifest, mappingId } = input;
  const { settings } = runtime;
  const { batch, result } = findings;
  const wrote = result === 'written';
  const overLimit = entitiesOverLimit(runtime, findings);
  const status = statusOf(findings, overLimit);
  return {
    ...{ command: input.command, status, dryRun: input.dryRun, wrote },
    ...(input.belongsTo === undefined ? {} : { belongsTo: input.belongsTo, along: input.along ?? {} }),
    headline: headlineOf(findings, overLimit),
    batch: batch && {
      ...{ id: batch.publicId, snapshot: batch.snapshot, mapping: batch.mapping, target: batch.target },
      ...{ tenant: batch.tenant, state: batch.state },
    },
    context: {
      ...{ tenantId: settings.tenant.id, tenantName: world.tenantName, timeZone: world.timeZone },
      ...{ reservationTimeMode: settings.reservationTimeMode, target: settings.target.name },
      ...{ sourceDatabase: settings.sourceDatabase, snapshot: manifest.id, mapping: mappingId },
      ...{ asOf: manifest.asOf, toolVersion: TOOL_VERSION },
    },
    files: manifest.files.map(({ path, entity, lines, unreadable, bytes, encoding, canonical }) => ({
      ...{ path, entity, lines, unreadable, bytes, encoding, columns: canonical },
    })),
    entities: findings.entities,
    vanished: findings.vanished,
    reasons: findings.reasons,
    tables: findings.tables,
    totals: findings.totals,
    balances: findings.balances,
    unpaid: findings.unpaid ?? null,
    issues: findings.issues,
    alterations: findings.alterations,
    forced: findings.forced,
    leftOut: findings.leftOut,
    fidelity: findings.fidelity,
    suspicions: findings.suspicions,
    tomorrow: findings.tomorrow,
    safety: findings.safety,
    spots: findings.spots,
    verification: findings.verification,
    fingerprints: findings.fingerprints,
    durationsMs: input.durationsMs,
  };
}

function entitiesOverLimit({ settings }: Runtime, findings: LoadFindings): string[] {
  const { accept } = settings.rejects;
  return findings.entities.flatMap(({ entity, rejected, read }) => {
    const limit = accept[entity] ?? accept['*'] ?? { kind: 'count', value: 0 };
    return withinLimit(rejected, read, limit) ? [] : [`${rejected} of ${read} ${entity}`];
  });
}

function statusOf({ result }: LoadFindings, overLimit: string[]): RunStatus {
  if (result === 'imbalance') return 'failed';
  if (result === 'refused') return 'refused';
  return overLimit.length > 0 ? 'attention' : 'ok';
}

function headlineOf(findings: LoadFindings, overLimit: string[]): string {
  const rejected = findings.entities.reduce((sum, entity) => sum + entity.rejected, 0);
  const rejects =
    overLimit.length > 0
      ? ` Attention: more records were rejected than accepted (${overLimit.join(', ')}).`
      : rejected > 0
        ? ` ${rejected} records could not be moved, within what the config accepts.`
        : '';
  switch (findings.result) {
    case 'written':
      return `Loaded: every record is accounted for and the target agrees with what was wanted.${rejects}`;
    case 'dry-run':
      return `Dry run: a load would balance and agree; nothing was written.${rejects}`;
    case 'same':
      return `Nothing changed: the target already holds everything, and nothing was written.${rejects}`;
    case 'refused':
      return refusalText(findings.refusals);
    case 'imbalance':
      return `Rolled back: ${whatDiffers(findings)}. The target is as it was.`;
  }
}

const MOST_REFUSALS = 10;

/** One reason stands in the sentence, several on a line each. */
export function refusalText(reasons: readonly string[]): string {
  const lead = 'Refused before anything was written:';
  if (reasons.length === 1) return `${lead} ${reasons[0]}.`;
  const more = reasons.length - MOST_REFUSALS;
  return [
    lead,
    ...reasons.slice(0, MOST_REFUSALS).map((reason) => `- ${reason}`),
    ...(more > 0 ? [`- and ${more} more`] : []),
  ].join('\n');
}

function whatDiffers({ entities, vanished, totals, verification }: LoadFindings): string {
  const unbalanced = [
    ...entities.filter((entity) => !entity.balanced).map((entity) => entity.entity),
    ...vanished.filter((account) => !account.balanced).map(({ entity }) => `vanished ${entity}`),
    ...totals.filter((total) => !total.balanced).map((total) => total.name),
  ];
  const compared =
    verification.different + verification.missing + verification.unexpected + verification.safetyDifferent;
  const parts = [
    ...(unbalanced.length > 0 ? [`${unbalanced.join(', ')} do not add up`] : []),
    ...(compared > 0 ? [`the comparison found ${compared} differences`] : []),
  ];
  return parts.join(', and ');
}
