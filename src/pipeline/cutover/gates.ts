import { messageOf } from '../../core/errors.ts';
import type { RejectLimit, Settings } from '../../core/settings.ts';
import { beyondLimit, limitText } from '../../reconcile/limits.ts';
import { type BackupRecord, proveBackup } from '../backups.ts';
import { beyondLimits, type Figures, unaccepted } from '../figures.ts';
import { rulesOf } from '../proofs.ts';
import type { Question } from '../questions.ts';
import type { DoctorCheck } from '../results.ts';
import type { World } from '../world.ts';
import { changedBehind, isCutOver } from './acts.ts';
import { type Held, howToSign, type Unsigned } from './evidence.ts';

/** One condition of a cutover. */
export interface Gate {
  name: string;
  open: boolean;
  /** What was found. */
  found: string;
  /** What is missing and the command that supplies it; '' where the gate is open. */
  remedy: string;
}

export interface GateInput<H extends Held | Unsigned = Held | Unsigned> {
  settings: Settings;
  world: World;
  held: H;
  /** Identity of the mapping as it is now. */
  mapping: string;
  doctor: readonly DoctorCheck[];
  questions: readonly Question[];
  /** Milliseconds since 1970. */
  now: number;
}

/** Every condition of a load into production, all of them at once; of a batch that nobody signed, those that can be told. */
export function gatesOf(input: GateInput): Promise<Gate[]> {
  const { held } = input;
  return held.signed === null ? unsignedGates({ ...input, held }) : signedGates({ ...input, held });
}

async function unsignedGates(input: GateInput<Unsigned>): Promise<Gate[]> {
  const { batch, verified } = input.held;
  return [
    targetGate(input),
    gate(
      'sign-off',
      false,
      verified === null
        ? `the workspace knows no batch ${batch}: nobody verified or signed it`
        : `batch ${batch} was verified in ${verified.target}, and nobody signed it`,
      howToSign(batch, verified?.target),
    ),
    ...(verified === null
      ? []
      : [
          mappingGate(verified, 'verified', input),
          rejectsGate(verified.figures, input),
          rehearsalGate(verified.target, input),
        ]),
    ...(await targetGates(input)),
  ];
}

async function signedGates(input: GateInput<Held>): Promise<Gate[]> {
  const { signed, figures } = input.held;
  return [
    targetGate(input),
    signatureGate(input),
    ...(await firstBatchGate(input)),
    snapshotGate(input),
    mappingGate(signed, 'signed', input),
    rulesGate(input),
    exceptionsGate(input),
    rejectsGate(figures ?? signed.figures, input),
    rehearsalGate(signed.target, input),
    ...(await targetGates(input)),
  ];
}

/** What is asked of the target itself. */
async function targetGates(input: GateInput): Promise<Gate[]> {
  return [
    ...['gingrSync', 'reminders'].map((key) => questionGate(input, key)),
    await backupGate(input),
    doctorGate(input),
  ];
}

const gate = (name: string, open: boolean, found: string, remedy: string): Gate => ({
  ...{ name, open, found, remedy: open ? '' : remedy },
});

const targetGate = ({ world, settings }: GateInput): Gate =>
  gate(
    'production',
    world.production,
    `target ${settings.target.name} is ${world.production ? 'production' : `of kind ${settings.target.kind}`}`,
    'Choose the target of kind production with --target NAME; any other takes loads with `tailtown-migrate run`.',
  );

function signatureGate({ held: { signed }, settings }: GateInput<Held>): Gate {
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
async function firstBatchGate({ held: { signed }, settings, world }: GateInput<Held>): Promise<Gate[]> {
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
function snapshotGate({ held: { signed, snapshot, figures }, settings }: GateInput<Held>): Gate {
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
const mappingGate = (
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

function rulesGate({ held: { signed }, settings }: GateInput<Held>): Gate {
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

function exceptionsGate({ held: { signed, figures } }: GateInput<Held>): Gate {
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

/** What is loaded is known by its figures, so the load's own refusal is foreseen. */
function rejectsGate({ entities }: Figures, { settings }: GateInput): Gate {
  const name = 'limit of rejects';
  const { refuse } = settings.rejects;
  const stated = Object.keys(refuse).length > 0;
  const limits = stated ? refuse : DEFAULT_LIMIT;
  const beyond = beyondLimit(entities, limits);
  const setting = {
    ...limits,
    ...Object.fromEntries(beyond.map(({ entity, rejected }) => [entity, counted(rejected)])),
  };
  const remedy = `As many as were signed are allowed by this in the config: rejects: { refuse: { ${Object.entries(
    setting,
  )
    .map(([entity, limit]) => `${entity === '*' ? '"*"' : entity}: ${limitText(limit)}`)
    .join(', ')} } }.`;
  if (!stated)
    return gate(
      name,
      false,
      'rejects.refuse is not stated',
      `Say in the config from how many rejected records on production refuses a load. ${remedy}`,
    );
  const most = 5;
  return gate(
    name,
    beyond.length === 0,
    beyond.length === 0
      ? `${entities.reduce((sum, { rejected }) => sum + rejected, 0)} records were rejected, within rejects.refuse`
      : [
          ...beyond
            .slice(0, most)
            .map(
              ({ entity, rejected, read, limit }) =>
                `${entity} ${rejected} of ${read}, allowed ${limitText(limit)}`,
            ),
          ...(beyond.length > most ? [`and ${beyond.length - most} more`] : []),
        ].join('; '),
    `Mend records in Gingr, extract anew and rehearse that. Or: ${remedy}`,
  );
}

/** Proposed to whoever stated none. */
const DEFAULT_LIMIT: Record<string, RejectLimit> = { '*': { kind: 'share', value: 0.02 } };

const counted = (value: number): RejectLimit => ({ kind: 'count', value });

function rehearsalGate(staging: string, { held: { rehearsal } }: GateInput): Gate {
  return gate(
    'rehearsal of the way back',
    rehearsal !== null,
    rehearsal === null
      ? 'no rehearsal of this mapping was proven'
      : `proven in ${rehearsal.target} at ${rehearsal.at} UTC: ${rehearsal.reversed ?? 0} rows taken back, fingerprint as before`,
    `tailtown-migrate rehearse --from PATH --target ${staging}`,
  );
}

function questionGate({ questions }: GateInput, key: string): Gate {
  const question = questions.find((one) => one.key === key);
  const found = question?.found ?? null;
  return gate(
    question?.name ?? key,
    found === null,
    found ?? question?.fine ?? 'off',
    question?.remedy ?? '',
  );
}

async function backupGate({ held, settings, world, now }: GateInput): Promise<Gate> {
  const { hours } = settings.cutover;
  const { backup } = held;
  const remedy = `tailtown-migrate backup --target ${settings.target.name}; or name the one that your provider keeps: tailtown-migrate backup --named NAME --reason WHY`;
  if (backup === null) return gate('backup', false, 'there is none of this target', remedy);
  const age = (now - Date.parse(backup.at)) / 3_600_000;
  const told = `${describeBackup(backup)}, ${age < 1 ? 'less than an hour' : `${Math.floor(age)} hours`} old`;
  if (age > hours)
    return gate('backup', false, `${told}; it may be ${hours} hours old (cutover.backupHours)`, remedy);
  const own = held.signed === null ? null : { ...held.signed, snapshot: held.snapshot.manifest.id };
  const changed = await changedBehind(world, backup.id, own);
  if (changed !== null)
    return gate(
      'backup',
      false,
      `${told}, and older than the last ${changed.action} (${changed.at} UTC)`,
      remedy,
    );
  try {
    await proveBackup(backup);
  } catch (error) {
    return gate('backup', false, messageOf(error), remedy);
  }
  return gate('backup', true, told, '');
}

const describeBackup = ({ id, kind, listed, name, reason }: BackupRecord): string =>
  kind === 'dumped'
    ? `${id}, ${listed?.tables ?? 0} tables listed by pg_restore`
    : `${name ?? id}, named because: ${reason ?? ''}`;

function doctorGate({ doctor, settings }: GateInput): Gate {
  // The age of the backup has a gate of its own.
  const own = doctor.filter(({ name }) => name !== 'backup');
  const bad = own.filter(({ ok }) => !ok);
  const count = (state: DoctorCheck['state']) => own.filter((check) => check.state === state).length;
  return gate(
    'doctor',
    bad.length === 0,
    bad.length === 0
      ? `${count('ok')} checks passed, ${count('warning')} warnings, ${count('not-checked')} NOT CHECKED`
      : bad.map(({ name, actual }) => `${name}: ${actual}`).join('; '),
    `tailtown-migrate doctor --target ${settings.target.name}`,
  );
}
