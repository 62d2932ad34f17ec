/** Gates about the target itself. */

import { messageOf } from '../../core/errors.ts';
import { type BackupRecord, proveBackup } from '../backups.ts';
import type { DoctorCheck } from '../results.ts';
import { changedBehind } from './acts.ts';
import { type Gate, type GateInput, gate } from './gate.ts';

export const targetGate = ({ world, settings }: GateInput): Gate =>
  gate(
    'production',
    world.production,
    `target ${settings.target.name} is ${world.production ? 'production' : `of kind ${settings.target.kind}`}`,
    'Choose the target of kind production with --target NAME; any other takes loads with `tailtown-migrate run`.',
  );

export function questionGate({ questions }: GateInput, key: string): Gate {
  const question = questions.find((one) => one.key === key);
  const found = question?.found ?? null;
  return gate(
    question?.name ?? key,
    found === null,
    found ?? question?.fine ?? 'off',
    question?.remedy ?? '',
  );
}

export async function backupGate({ held, settings, world, now }: GateInput): Promise<Gate> {
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

export function doctorGate({ doctor, settings }: GateInput): Gate {
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
