import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { commandHere } from '../crash/here.ts';
import { type CliOptions, type Ended, type Home, jsonOf } from '../support/cli.ts';
import { stateOf } from '../support/state.ts';

export interface Complaint {
  status: number;
  code: string;
  /** What message or hint must say. */
  says: RegExp;
}

/** A folder with these files. */
export async function filesIn(files: Record<string, string | Buffer>): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tailtown-migrate-bad-'));
  for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content);
  return folder;
}

/**
 * A command that must fail: one message with its remedy on stderr and nothing on stdout; with --json one document
 * on stdout; the exit status; no stack; and the target exactly as it was.
 */
export async function expectComplaint(
  here: Home,
  args: readonly string[],
  wanted: Complaint,
  options: CliOptions = {},
): Promise<void> {
  const before = await stateOf(here.target);
  checkText(await here.cli(args, options), wanted);
  const json = [...args, '--json'];
  // The first one showed what the process does with it; limits of a shell need a process again.
  checkJson(await (options.before ? here.cli(json, options) : commandHere(here, json, options.env)), wanted);
  expect(await stateOf(here.target)).toEqual(before);
}

export function checkText(ended: Ended, { status, code, says }: Complaint): void {
  expect(ended.status, ended.stderr).toBe(status);
  expect(ended.stdout).toBe('');
  expect(ended.stderr.match(/^Error /gm), ended.stderr).toHaveLength(1);
  expect(ended.stderr).toContain(`Error ${code}: `);
  expect(ended.stderr).toMatch(says);
  expect(ended.stderr).toMatch(/What to do: \S/);
  expect(ended.stderr).not.toMatch(/^\s+at .+:\d+/m);
}

export function checkJson(ended: Ended, { status, code, says }: Complaint): void {
  expect(ended.status, ended.stderr).toBe(status);
  const document = jsonOf(ended) as {
    status: string;
    error: { code: string; message: string; hint: string };
  };
  expect(document.status).toBe(status === 1 || status === 5 ? 'failed' : 'refused');
  expect(document.error.code).toBe(code);
  expect(`${document.error.message}\n${document.error.hint}`).toMatch(says);
  expect(document.error.hint.length).toBeGreaterThan(10);
  expect(ended.stdout).not.toMatch(/^\s+at .+:\d+/m);
}
