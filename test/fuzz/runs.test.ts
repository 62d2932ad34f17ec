import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import { afterAll, it } from 'vitest';
import type { RunResult } from '../../src/pipeline/results.ts';
import { extract, loadOnly, runAll } from '../../src/pipeline/run.ts';
import { type TestRun, testRun } from '../support/runtime.ts';
import { makeCase } from './case.ts';
import { complaints, REFUSALS } from './oracle.ts';
import { type Judged, PATIENCE, rounds } from './rounds.ts';
import { MARK } from './values.ts';

it('any folder that can be read is moved and accounted for', () => rounds('runs', 7, judge), PATIENCE);

/** Used again until it holds too much. */
let target: TestRun | null = null;
let uses = 0;
const MOST_USES = 25;

afterAll(() => target?.drop());

async function freshTarget(): Promise<TestRun> {
  if (target && uses < MOST_USES) return target;
  await target?.drop();
  uses = 0;
  target = await testRun('postgres');
  return target;
}

async function judge(seed: number): Promise<Judged> {
  const one = makeCase(seed, true);
  const run = await freshTarget();
  uses += 1;
  const heard: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => heard.push(line) });
  const runtime = { ...run.runtime, log };
  let judged: Judged;
  try {
    const result = seed % 3 === 0 ? await loaded(runtime, one.folder) : await tried(runtime, one.folder);
    judged = { wrong: misjudged(result), ended: result.status };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'bare';
    judged = { wrong: complaints(error, REFUSALS), ended: code };
    // What went wrong in the database may go on going wrong.
    uses = MOST_USES;
  }
  if (heard.some((line) => line.includes(MARK))) judged.wrong.push('a value of a person in the log');
  if (judged.wrong.length === 0) one.drop();
  else judged.wrong.push(`folder: ${one.folder}`, ...one.notes);
  return judged;
}

const loaded = (runtime: TestRun['runtime'], folder: string) =>
  runAll(runtime, { command: 'run', from: [folder] });

async function tried(runtime: TestRun['runtime'], folder: string): Promise<RunResult> {
  const { id } = await extract(runtime, { from: [folder] });
  return loadOnly(runtime, { snapshot: id, dryRun: true });
}

function misjudged(result: RunResult): string[] {
  const wrong: string[] = [];
  if (result.status !== 'ok' && result.status !== 'attention') wrong.push(`status ${result.status}`);
  for (const account of result.entities) {
    const { entity, lines, copies, read, inserted, updated, unchanged, merged, excluded, rejected } = account;
    const told = inserted + updated + unchanged + merged + excluded + rejected;
    if (!account.balanced || read !== told || lines !== read + copies)
      wrong.push(`${entity}: ${JSON.stringify(account)}`);
  }
  for (const total of result.totals) if (!total.balanced) wrong.push(JSON.stringify(total).slice(0, 300));
  const { different, missing, unexpected, safetyDifferent, differences } = result.verification;
  if (different + missing + unexpected + safetyDifferent > 0)
    wrong.push(`verification: ${differences.join(', ').slice(0, 500)}`);
  const html = readFileSync(result.report.html, 'utf8');
  if (html.includes(MARK) || readFileSync(result.report.json, 'utf8').includes(MARK)) {
    const at = html.indexOf(MARK);
    wrong.push(`a value of a person in the report: ${html.slice(at - 200, at + 50)}`);
  }
  if (/<script>alert|<img|<script>x|<script src/.test(html))
    wrong.push('a cell of the report is not escaped');
  return wrong;
}
