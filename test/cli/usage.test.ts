import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { PACKAGE_ROOT, TOOL_VERSION } from '../../src/core/version.ts';
import { CONFIG, run } from './support.ts';

const COMMANDS = [
  ...['run', 'extract', 'transform', 'validate', 'load', 'verify', 'report', 'rollback', 'prepare', 'doctor'],
  ...[
    'status',
    'explain',
    'rejects',
    'rejects export',
    'files',
    'files copy',
    'mapping',
    'mapping check',
    'sample',
  ],
];

describe('help', () => {
  it.each(COMMANDS)(
    'of %s ends with an example, names the global options and goes to stdout',
    async (name) => {
      const { exit, stdout, stderr } = await run([...name.split(' '), '--help']);
      expect([exit, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(new RegExp(`Example:\\n  tailtown-migrate ${name}.*\\n$`));
      expect(stdout).toContain('--workspace <dir>');
    },
  );

  it('lists every command', async () => {
    const { exit, stdout } = await run(['--help']);
    expect(exit).toBe(0);
    for (const name of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${name.split(' ')[0]}\\b`, 'm'));
  });

  it('is shown, as bad usage, where no command is given', async () => {
    const { exit, stdout, stderr } = await run([]);
    expect([exit, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/Usage: tailtown-migrate.*No command was given/s);
  });

  it('knows the version', async () => {
    expect((await run(['--version'])).stdout).toBe(`${TOOL_VERSION}\n`);
  });
});

describe('bad usage', () => {
  it.each([
    [['migrate'], "Unknown command 'migrate'"],
    [['rn'], "Unknown command 'rn'"],
    [['run', '--form', 'x'], "Unknown option '--form'"],
    [['run'], 'It is not said where the exports of Gingr are.'],
    [['run', '--from'], "Option '--from <path...>' argument missing"],
    [['rollback'], "Missing required argument 'batch'"],
    [['rollback', 'a', 'b'], 'Too many arguments'],
    [['rejects', 'import'], "Unknown command 'import'"],
    [['sample', '--owners', '0'], 'Give a whole number from 1 on.'],
    [['signoff', 'b'], "Required option '--name <name>' not specified"],
    [
      ['signoff', 'b', '--write-exceptions', 'f', '--accept', 'X'],
      "Option '--write-exceptions <file>' cannot be used with option '--accept <code>'",
    ],
    [['status', '--log-level', 'loud'], "Option '--log-level <level>' argument 'loud' is invalid"],
    [['status', '--config', 'gone.yaml'], 'The config file gone.yaml cannot be read.'],
  ])('%j exits 2, says why and what to do, and writes nothing', async (argv, message) => {
    const said = await run(argv);
    expect([said.exit, said.stdout]).toEqual([2, '']);
    expect(said.stderr).toContain(message);
    expect(said.stderr).toContain('What to do: ');
    expect(existsSync(path.join(said.cwd, '.tailtown-migrate', 'snapshots'))).toBe(false);

    const document = (await run([...argv, '--json'])).json();
    expect(document).toMatchObject({ status: 'refused', error: { hint: expect.any(String) } });
    expect(JSON.stringify(document)).toContain(JSON.stringify(message).slice(1, -1));
  });

  it('makes no workspace where the config is wrong', async () => {
    const said = await run(['status'], {
      files: { 'tailtown-migrate.config.yaml': `${CONFIG}sorceDatabase: x\n` },
    });
    expect(said.exit).toBe(2);
    expect(said.stderr).toContain('tailtown-migrate.config.yaml:2:1 Unknown key sorceDatabase.');
    expect(existsSync(path.join(said.cwd, '.tailtown-migrate'))).toBe(false);
  });

  it('names the command in JSON, wherever the options stand', async () => {
    const { exit, json } = await run(['--json', '--target', 'run', 'rejects', 'export', '--nope']);
    expect(exit).toBe(2);
    expect(json()).toMatchObject({
      command: 'rejects export',
      error: { code: 'USAGE', stage: null, file: null, line: null },
    });
  });
});

it('the executable is a script that node runs, and names the version it needs', () => {
  const text = readFileSync(path.join(PACKAGE_ROOT, 'bin/tailtown-migrate.js'), 'utf8');
  expect(text).toMatch(/^#!\/usr\/bin\/env node\n/);
  const { engines } = JSON.parse(readFileSync(path.join(PACKAGE_ROOT, 'package.json'), 'utf8'));
  expect(engines.node).toBe('>=20.19');
  expect(text).toContain('const NEEDED = [20, 19];');
});
