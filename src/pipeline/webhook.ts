import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Logger } from '../core/log.ts';
import { OUTCOMES } from '../core/outcome.ts';
import { TOOL_VERSION } from '../core/version.ts';
import type { Ending } from './metrics.ts';

/** How hard a message is tried to be delivered. */
export interface Delivery {
  attempts: number;
  /** Milliseconds before the second attempt, doubled before each further one. */
  pauseMs: number;
  /** Milliseconds that one attempt may take. */
  timeoutMs: number;
}

/** Eight seconds at most: a command that was told to stop ends within ten. */
const DELIVERY: Delivery = { attempts: 3, pauseMs: 400, timeoutMs: 2_000 };

export const ONCE: Delivery = { ...DELIVERY, attempts: 1 };

const count = z.number().catch(0);
const told = z.object({
  batch: z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)]).nullish(),
  dryRun: z.boolean().optional(),
  entities: z.array(z.record(z.string(), z.unknown())).optional(),
});

export interface Message {
  event: 'finished' | 'failed';
  program: 'tailtown-migrate';
  version: string;
  /** ISO instant. */
  at: string;
  /** Null where the command failed before it had a log. */
  run: string | null;
  command: string;
  dryRun: boolean;
  status: string;
  exit: number;
  /** Code of the error, or null. Its words stay in the log: they may name a record. */
  code: string | null;
  /** Both null where the config was refused: nobody has checked what they hold. */
  target: string | null;
  tenant: string | null;
  batch: string | null;
  durationMs: number;
  /** Source records by outcome, all entities together; null where the command counted none. */
  records: Record<string, number> | null;
}

/** Whose command it was, and how it ended. */
export type Whose = Pick<Message, 'run' | 'code' | 'durationMs' | 'target' | 'tenant'>;

/** What is sent of a command's end: codes, counts and ids, nothing that a person entered. */
export function messageOf(
  { command, status, exit, json }: Ending,
  { at, ...whose }: Whose & { at: Date },
): Message {
  const { batch, dryRun = false, entities } = told.safeParse(json).data ?? {};
  const sum = (outcome: string) =>
    (entities ?? []).reduce((all, entity) => all + count.parse(entity[outcome]), 0);
  const { run, code, target, tenant, durationMs } = whose;
  return {
    ...{ event: exit === 0 || exit === 3 ? 'finished' : 'failed', program: 'tailtown-migrate' },
    ...{ version: TOOL_VERSION, at: at.toISOString(), run, command, dryRun, status, exit, code },
    ...{ target, tenant, batch: batch ?? null, durationMs },
    records: entities === undefined ? null : Object.fromEntries(OUTCOMES.map((name) => [name, sum(name)])),
  };
}

/**
 * Posts the message as JSON, again after a pause where the network or the receiver failed (429 and 5xx). True where it was
 * taken. Never throws, and the log holds no address: it may be a secret.
 */
export async function deliver(
  url: string,
  message: Message,
  log: Logger | null,
  { attempts, pauseMs, timeoutMs }: Delivery = DELIVERY,
): Promise<boolean> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    if (attempt > 1) await sleep(pauseMs * 2 ** (attempt - 2));
    const answered = await post(url, message, timeoutMs);
    if (answered === 'taken') return true;
    log?.warn({ attempt, answered: String(answered) }, 'the webhook was not delivered');
    if (typeof answered === 'number' && answered !== 429 && answered < 500) return false;
  }
  return false;
}

async function post(url: string, message: Message, timeoutMs: number): Promise<'taken' | number | string> {
  try {
    const response = await fetch(url, {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' }, redirect: 'manual' },
      ...{ body: JSON.stringify(message), signal: AbortSignal.timeout(timeoutMs) },
    });
    await response.body?.cancel();
    return response.ok ? 'taken' : response.status;
  } catch (error) {
    return error instanceof Error ? error.name : 'no answer';
  }
}
