import { expect } from 'vitest';
import type { Checkpoint } from '../../src/core/checkpoint.ts';
import type { Ended, Home } from '../support/cli.ts';

/** A point, or the n-th time that it is reached. */
export type Kill = Checkpoint | `${Checkpoint}#${number}`;

/** The first `times` times that a point is reached, one kill each. */
export const each = (point: Checkpoint, times: number): Kill[] =>
  Array.from({ length: times }, (_, index): Kill => `${point}#${index + 1}`);

/** Which point a kill stands at. */
export const pointOf = (kill: Kill): string => kill.replace(/#.*/, '');

/**
 * Kills a command at each of these points, every recovery by the next kill; the points stand in the order in which the
 * command comes by them, so that it gets a little further each time. Fails where one is not reached.
 */
export async function killAtEach(home: Home, args: readonly string[], kills: readonly Kill[]): Promise<void> {
  for (const killAt of kills) {
    const ended = await home.cli(args, { killAt });
    expect(ended.signal, `not killed at ${killAt}: ${whatItSaid(ended)}`).toBe('SIGKILL');
  }
}

const whatItSaid = ({ status, stdout, stderr }: Ended): string =>
  `exit ${status}\n${stderr.slice(-2000)}\n${stdout.slice(0, 2000)}`;
