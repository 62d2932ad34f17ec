/** Gates about what was verified, rehearsed and signed outside production. */

import { beyondLimits, unaccepted } from '../figures.ts';
import { rulesOf } from '../proofs.ts';
import { isCutOver } from './acts.ts';
import type { Held } from './evidence.ts';
import { type Gate, type GateInput, gate } from './gate.ts';

export function signatureGate({ held: { signed }, settings }: GateInput<Held>): Gate {
  const elsewhere = signed.target !== settings.target.name;
  return gate(
    'sign-off',
    elsewhere && signed.verified,
    `batch ${signed.batch} in ${signed.target}, signed by ${signed.name} at ${signed.at}${signed.verified ? '' : ', not verified when it was signed'}`,
    elsewhere
      ? `tailtown-migrate verify --batch ${signed.batch} --target ${signed.target}, then sign it again.`
      : 'Sign a batch that stands in the staging target.',
  );
}

/** Mended records alone are no resort: they come behind the batch that had rejected them. */
export async function firstBatchGate({
  held: { signed },
  settings,
  world,
}: GateInput<Held>): Promise<Gate[]> {
  const { belongsTo } = signed;
  if (belongsTo === undefined) return [];
  const there = await isCutOver(world, belongsTo);
  return [
    gate(
      'first batch',
      there,
      `these are mended records of batch ${belongsTo}, which ${there ? 'was cut over' : 'was not cut over into this target'}`,
      `Sign that batch if nobody did, then: tailtown-migrate cutover ${belongsTo} --target ${settings.target.name}`,
    ),
  ];
}

/** The signed snapshot itself, or a later one that staging verified and that differs within the limits. */
export function snapshotGate({ held: { signed, snapshot, figures }, settings }: GateInput<Held>): Gate {
  const { id, asOf } = snapshot.manifest;
  const name = 'snapshot';
  if (id === signed.snapshot) return gate(name, true, `${id.slice(0, 12)}, the one that was signed`, '');
  const found = `${id.slice(0, 12)} as of ${asOf}; signed was ${signed.snapshot.slice(0, 12)} as of ${signed.asOf}`;
  if (asOf < signed.asOf)
    return gate(name, false, `${found}: it is the older one`, 'Leave --snapshot away, or name a later one.');
  if (figures === null)
    return gate(
      name,
      false,
      `${found}, and it was never verified outside production with this mapping`,
      `tailtown-migrate load --snapshot ${id.slice(0, 12)} --target ${signed.target}`,
    );
  const { differences } = settings.cutover;
  const beyond =
    differences === null
      ? ['the config states no limits (cutover.differences)']
      : beyondLimits(signed.figures, figures, differences);
  return gate(
    name,
    beyond.length === 0,
    beyond.length === 0 ? `${found}, within the limits` : `${found}: ${beyond.slice(0, 5).join('; ')}`,
    `Sign the batch of that snapshot itself (tailtown-migrate signoff BATCH --name NAME --target ${signed.target}), or state in cutover.differences how far it may differ.`,
  );
}

/** Whether the mapping is the one that `then` was signed or verified with. */
export const mappingGate = (
  then: { mapping: string; target: string; toolVersion: string },
  was: 'signed' | 'verified',
  { mapping }: GateInput,
): Gate =>
  gate(
    'mapping',
    mapping === then.mapping,
    mapping === then.mapping
      ? `${mapping.slice(0, 12)}, the one that was ${was}`
      : `${mapping.slice(0, 12)}, and ${was} was ${then.mapping.slice(0, 12)}: the mapping files, the settings that go with them or the version of this program (${then.toolVersion}) changed since`,
    `Take the change back, or load, rehearse and sign with what is there now: tailtown-migrate rehearse --from PATH --target ${then.target}`,
  );

export function rulesGate({ held: { signed }, settings }: GateInput<Held>): Gate {
  const now = rulesOf(settings);
  const other = (['conflicts', 'vanished'] as const).filter((rule) => now[rule] !== signed.rules[rule]);
  return gate(
    'conflicts and vanished records',
    other.length === 0,
    other.length === 0
      ? `conflicts: ${now.conflicts}, vanished: ${now.vanished}, as when it was signed`
      : other
          .map((rule) => `${rule} is ${now[rule]}, and was ${signed.rules[rule]} when it was signed`)
          .join('; '),
    `Set the config as it was, or sign again with it: tailtown-migrate signoff ${signed.batch} --name NAME --target ${signed.target}`,
  );
}

export function exceptionsGate({ held: { signed, figures } }: GateInput<Held>): Gate {
  const accepted = signed.figures.exceptions;
  // Those of a snapshot that nobody verified are not known.
  const open =
    figures === null
      ? ['NOT CHECKED: the snapshot was never verified']
      : unaccepted(figures.exceptions, signed);
  return gate(
    'exceptions and forced values',
    open.length === 0,
    open.length === 0 ? `${accepted.length} accepted, none is open` : open.slice(0, 5).join('; '),
    'Accept them with `tailtown-migrate signoff BATCH --accept CODE --reason WHY` on the batch of this snapshot.',
  );
}

export function rehearsalGate(staging: string, { held: { rehearsal } }: GateInput): Gate {
  return gate(
    'rehearsal of the way back',
    rehearsal !== null,
    rehearsal === null
      ? 'no rehearsal of this mapping was proven'
      : `proven in ${rehearsal.target} at ${rehearsal.at} UTC: ${rehearsal.reversed ?? 0} rows taken back, fingerprint as before`,
    `tailtown-migrate rehearse --from PATH --target ${staging}`,
  );
}
