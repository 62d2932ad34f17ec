import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';
import type { Api, Io } from '../../src/cli/io.ts';
import { main } from '../../src/cli/main.ts';
import { folderWith } from '../support/folders.ts';

export const TENANT = '11111111-1111-4111-8111-111111111111';
export const CONFIG = `tenant: { id: ${TENANT} }\n`;

export interface Ran {
  exit: number;
  stdout: string;
  stderr: string;
  cwd: string;
  /** Statuses that io.exit was called with. */
  exits: number[];
  /** stdout as the one JSON document that --json promises. */
  json(): Record<string, unknown>;
}

export interface Around {
  api?: Partial<Api>;
  files?: Record<string, string>;
  env?: Record<string, string>;
  tty?: boolean;
  input?: string;
  /** Folder to run in, instead of a new one with `files`. */
  cwd?: string;
  signals?: EventEmitter;
}

/** Runs one command in a folder of its own; what the command would ask of the pipeline is given by the test. */
export async function run(argv: string[], around: Around = {}): Promise<Ran> {
  const cwd = around.cwd ?? folderWith(around.files ?? { 'tailtown-migrate.config.yaml': CONFIG });
  const out = { stdout: '', stderr: '' };
  const exits: number[] = [];
  const writer = (stream: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      out[stream] += text;
    },
  });
  const io: Io = {
    stdout: writer('stdout'),
    stderr: writer('stderr'),
    stdin: Readable.from(around.input === undefined ? [] : [around.input]),
    isTTY: { stdin: around.tty ?? false, stderr: around.tty ?? false },
    env: around.env ?? {},
    cwd,
    signals: around.signals ?? new EventEmitter(),
    exit: (status) => exits.push(status),
    api: async () => pipeline(around.api ?? {}),
  };
  const exit = await main(argv, io);
  return { exit, ...out, cwd, exits, json: () => JSON.parse(out.stdout) };
}

/** A pipeline in which every function that the test does not give is a mistake of the test. */
function pipeline(given: Partial<Api>): Api {
  const missing = async (): Promise<never> => {
    throw new Error('this test expected another command');
  };
  return {
    ...{ runAll: missing, extract: missing, transform: missing, validate: missing, load: missing },
    ...{ verify: missing, report: missing, rollback: missing, prepare: missing, doctor: missing },
    ...{ status: missing, explain: missing, rejectsExport: missing, mappingCheck: missing, sample: missing },
    ...{
      mappingSuggest: missing,
      mappingDocs: missing,
      filesCopy: missing,
      signOff: missing,
      writeExceptions: missing,
      rejectsReplay: missing,
      rehearse: missing,
      backup: missing,
      nameBackup: missing,
      restoreCheck: missing,
      purge: missing,
      estimate: missing,
      meter: () => ({ listen: (progress) => progress, ended: async () => undefined }),
      notify: async () => true,
      cutover: missing,
    },
    resolveTenant: async (settings) => settings,
    ...given,
  };
}
