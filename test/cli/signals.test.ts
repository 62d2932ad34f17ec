import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import type { Api } from '../../src/cli/io.ts';
import { watchSignals } from '../../src/cli/signals.ts';
import { run } from './support.ts';

const waiting =
  (signals: EventEmitter, ...sent: string[]): Api['status'] =>
  (rt) =>
    new Promise((_, reject) => {
      rt.signal.addEventListener('abort', () =>
        setTimeout(() => reject(new Error('aborted inside a driver')), 5),
      );
      for (const name of sent) signals.emit(name);
    });

it('the first Ctrl-C lets the command end cleanly, and says so', async () => {
  const signals = new EventEmitter();
  const said = await run(['status'], { signals, api: { status: waiting(signals, 'SIGINT') } });
  expect(said.exits).toEqual([]);
  expect(said.exit).toBe(1);
  expect(said.stderr).toMatch(/^Stopping: .*\nError INTERRUPTED: Stopped as you asked\./);
  expect(said.stderr).toContain('What to do: Repeat the command');
});

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
])('the second %s ends the process with %d', async (name, status) => {
  const signals = new EventEmitter();
  const said = await run(['status'], { signals, api: { status: waiting(signals, name, name) } });
  expect(said.exits).toEqual([status]);
});

it('does not listen any more when the command has ended', async () => {
  const signals = new EventEmitter();
  await run(['status'], {
    signals,
    api: { status: async () => ({ batches: [], open: null, rehearsal: null, next: 'x' }) },
  });
  expect(signals.eventNames()).toEqual([]);
});

it('a command that does not end is ended in time, and says so', async () => {
  const signals = new EventEmitter();
  const said: string[] = [];
  const exit = new Promise<number>((resolve) => {
    const watch = watchSignals({ signals, exit: resolve }, (message) => said.push(message), 50);
    signals.emit('SIGTERM');
    expect(watch.signal.aborted).toBe(true);
  });
  expect(await exit).toBe(143);
  expect(said).toEqual([expect.stringMatching(/^Stopping: /), expect.stringMatching(/^Not ended in time/)]);
});
