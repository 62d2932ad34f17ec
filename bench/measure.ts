import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

const BIN = path.resolve(import.meta.dirname, '../bin/tailtown-migrate.js');

export interface Measured {
  seconds: number;
  /** Peak resident memory of the process, in MB. */
  peakMb: number;
  /** What the command printed with --json. */
  output: unknown;
}

/** Runs one command of the compiled program as a process of its own and measures it as a whole. */
export async function measure(
  args: string[],
  around: { url: string; folder: string; name: string },
): Promise<Measured> {
  const usage = path.join(around.folder, `${around.name}.usage`);
  const atExit = `process.on('exit',()=>require('node:fs').writeFileSync(${JSON.stringify(usage)},String(process.resourceUsage().maxRSS)))`;
  const preload = `data:text/javascript,import{createRequire}from'node:module';const require=createRequire('file:///');${encodeURIComponent(atExit)}`;
  const began = performance.now();
  const child = spawn(process.execPath, ['--import', preload, BIN, ...args, '--json', '--quiet'], {
    cwd: around.folder,
    env: { ...process.env, DATABASE_URL: around.url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const seconds = (performance.now() - began) / 1000;
  const text = Buffer.concat(chunks).toString();
  if (status !== 0) throw new Error(`${around.name} ended with ${status}: ${text.slice(0, 2000)}`);
  return { seconds, peakMb: Number(await readFile(usage, 'utf8')) / 1024, output: JSON.parse(text) };
}
