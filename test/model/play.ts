import { rm } from 'node:fs/promises';
import type { RunResult } from '../../src/pipeline/results.ts';
import { rollbackBatch } from '../../src/pipeline/rollback.ts';
import { extract, loadOnly, runAll } from '../../src/pipeline/run.ts';
import type { Runtime } from '../../src/pipeline/runtime.ts';
import { writeResort } from '../support/resort.ts';
import { type TestRun, testRun } from '../support/runtime.ts';
import { broken, checkCrosswalk, checkLoad } from './check-load.ts';
import { type Constraints, checkRollback, type Effect } from './check-rollback.ts';
import type { Crash, Crasher } from './crash.ts';
import { sourcesOf } from './fates.ts';
import { changeGingr, exported, type Gingr, newResort } from './gingr.ts';
import { ledgerAfter } from './merge.ts';
import { doDeed } from './people.ts';
import { type Cell, type Rows, same, sameRows } from './rows.ts';
import type { Step } from './steps.ts';
import { Target } from './target.ts';
import { type Ledger, planLoad } from './wanted.ts';

/** A batch that stands, and what there was before it. */
interface Batch extends Effect {
  id: string;
  ledger: Ledger;
}

/** Parts of a verdict in which a dry run and the run behind it must agree. */
const VERDICT = [
  ...(['status', 'entities', 'reasons', 'tables', 'totals', 'balances', 'issues'] as const),
  ...(['alterations', 'forced', 'leftOut', 'verification'] as const),
] as const;

/** One history, played on a database of its own and on the model at once. */
export class Play {
  /** What was done, in words. */
  readonly told: string[] = [];
  readonly #run: TestRun;
  readonly #target: Target;
  readonly #crasher: Crasher;
  readonly #constraints: Constraints;
  readonly #gingr: Gingr = newResort();
  #ledger: Ledger = new Map();
  #batches: Batch[] = [];
  #deeds = 0;
  /** Addresses that people wrote, by row, and the rows as the program left them last. */
  readonly #addresses = new Map<string, Cell>();
  #left: Rows = new Map();

  private constructor(run: TestRun, target: Target, crasher: Crasher, constraints: Constraints) {
    this.#run = run;
    this.#target = target;
    this.#crasher = crasher;
    this.#constraints = constraints;
  }

  /** A history that begins where `first` stands, or with nothing. */
  static async open(crasher: Crasher, first?: Play): Promise<Play> {
    if (first) await first.#target.close();
    const run = await testRun(first ? { copyOf: first.#target.url } : 'postgres', {
      rejects: { accept: {}, refuse: {} },
    });
    if (run.target.kind === 'embedded') throw new Error('no server');
    const target = new Target(run.target.url);
    const play = new Play(run, target, crasher, first ? first.#constraints : await target.constraints());
    if (!first) return play;
    play.told.push(...first.told);
    play.#ledger = first.#ledger;
    play.#batches = [...first.#batches];
    play.#left = first.#left;
    return play;
  }

  async close(): Promise<void> {
    await this.#target.close();
    await this.#run.drop();
  }

  async step(step: Step): Promise<void> {
    switch (step.kind) {
      case 'gingr':
        for (const change of step.changes) this.told.push(`Gingr: ${changeGingr(this.#gingr, change)}`);
        return;
      case 'day':
        this.#gingr.day = Math.min(this.#gingr.day + 1, 28);
        this.told.push(`Gingr is exported on March ${this.#gingr.day}`);
        return;
      case 'people': {
        this.#deeds += 1;
        const words = await doDeed(this.#target, this.#gingr, step.deed, this.#deeds);
        if (words) this.told.push(words);
        return;
      }
      case 'load':
        return this.#load(step);
      case 'rollback':
        return this.#rollback(step);
    }
  }

  async #load({ dry, again, crash }: { dry: boolean; again: boolean; crash: Crash | null }): Promise<void> {
    const runtime = this.#run.runtime;
    const folder = await writeResort(
      exported(this.#gingr),
      `2026-03-${String(this.#gingr.day).padStart(2, '0')}`,
    );
    try {
      const before = await this.#target.rows();
      const verdict = dry ? await this.#dryLoad(folder, before) : null;
      this.told.push(`load${crash ? `, cut ${crash.words}` : ''}`);
      const load = (one: Runtime) => runAll(one, { command: 'run', from: [folder] });
      const model = crash ? await this.#crashed(crash, load) : await load(runtime);
      const after = await this.#target.rows();
      const plan = planLoad(sourcesOf(this.#gingr), this.#ledger, before);
      const crosswalk = await this.#target.crosswalk();
      checkLoad({ before, after, plan, crosswalk, ledger: this.#ledger }, model);
      this.#checkAddresses(before, after);
      if (verdict && !crash) this.#agree(verdict, model);
      const standing = this.#batches.at(-1)?.id;
      if (model.batch && model.batch.id !== standing)
        this.#batches.push({ id: model.batch.id, ledger: this.#ledger, before, after });
      else if (!sameRows(before, after)) broken('promise 4', 'rows changed, and no batch says so');
      this.#ledger = ledgerAfter(this.#ledger, plan);
      if (again) await this.#again(load, after);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Promise 7 for e-mails, which the model does not foretell: who may have one hangs on everybody else. */
  #checkAddresses(before: Rows, after: Rows): void {
    for (const [key, { email = null, externalId }] of before) {
      if (!key.startsWith('customers/')) continue;
      const left = this.#left.get(key);
      if (left && !same(left['email'], email)) this.#addresses.set(key, email);
      if (this.#gingr.entities['owners']?.[String(externalId)]?.fields['email'] === email)
        this.#addresses.delete(key);
      if (same(this.#addresses.get(key), email) && !same(after.get(key)?.['email'], email))
        broken('promise 7', `the load wrote another e-mail over ${email}, which people gave ${key}`);
    }
    this.#left = after;
  }

  async #dryLoad(folder: string, before: Rows): Promise<RunResult> {
    this.told.push('dry run of the load');
    const ledger = await this.#target.ledger();
    const { id } = await extract(this.#run.runtime, { from: [folder] });
    const verdict = await loadOnly(this.#run.runtime, { snapshot: id, dryRun: true });
    if (
      verdict.wrote ||
      !sameRows(before, await this.#target.rows()) ||
      ledger !== (await this.#target.ledger())
    )
      broken('the dry run', 'it wrote');
    return verdict;
  }

  #agree(dry: RunResult, real: RunResult): void {
    for (const part of VERDICT) {
      const [said, found] = [dry[part], real[part]].map((value) => JSON.stringify(value));
      if (said !== found) broken('the dry run', `${part} was ${said}, and then ${found}`);
    }
  }

  async #again(load: (runtime: Runtime) => Promise<RunResult>, after: Rows): Promise<void> {
    this.told.push('the same command again');
    const ledger = await this.#target.ledger();
    const model = await load(this.#run.runtime);
    if (
      model.wrote ||
      !sameRows(after, await this.#target.rows()) ||
      ledger !== (await this.#target.ledger())
    )
      broken('promise 4', 'the same command again wrote');
    if (model.batch?.id !== this.#batches.at(-1)?.id)
      broken('promise 4', `it names the batch ${model.batch?.id}, and ${this.#batches.at(-1)?.id} stands`);
  }

  async #rollback({
    earlier,
    dry,
    crash,
  }: {
    earlier: number;
    dry: boolean;
    crash: Crash | null;
  }): Promise<void> {
    if (this.#batches.length === 0) return;
    const place = Math.max(0, this.#batches.length - 1 - earlier);
    const undone = this.#batches.slice(place).reverse();
    const [oldest] = undone.slice(-1);
    if (!oldest) return;
    const before = await this.#target.rows();
    const rollback = (dryRun: boolean) => (runtime: Runtime) =>
      rollbackBatch(runtime, { batch: oldest.id, dryRun, through: undone.length > 1 });
    const foretold = dry ? await rollback(true)(this.#run.runtime) : null;
    if (foretold && !sameRows(before, await this.#target.rows())) broken('the dry run', 'it wrote');
    this.told.push(
      `${dry ? 'dry run of the rollback, ' : ''}rollback of ${undone.length} batch(es)${crash ? `, cut ${crash.words}` : ''}`,
    );
    const result = crash
      ? await this.#crashed(crash, rollback(false), 'BATCH_ROLLED_BACK')
      : await rollback(false)(this.#run.runtime);
    const after = await this.#target.rows();
    checkRollback({ before, after, batches: undone }, this.#constraints, result);
    if (
      foretold &&
      !same(JSON.parse(JSON.stringify({ ...foretold, dryRun: false })), JSON.parse(JSON.stringify(result)))
    )
      broken(
        'the dry run',
        `of the rollback said ${JSON.stringify(foretold)}, and then ${JSON.stringify(result)}`,
      );
    this.#batches = this.#batches.slice(0, place);
    this.#ledger = oldest.ledger;
    this.#left = after;
    checkCrosswalk(await this.#target.crosswalk(), this.#ledger);
  }

  #crashed<T>(crash: Crash, command: (runtime: Runtime) => Promise<T>, done?: string): Promise<T> {
    return this.#crasher.crash(this.#run, this.#target, crash, command, done);
  }
}
