import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { prepare } from '../../src/pipeline/prepare.ts';
import type { RunResult } from '../../src/pipeline/results.ts';
import { rollbackBatch } from '../../src/pipeline/rollback.ts';
import { extract, loadOnly, runAll } from '../../src/pipeline/run.ts';
import type { Runtime } from '../../src/pipeline/runtime.ts';
import { writeResort } from '../support/resort.ts';
import { type TestRun, testRun } from '../support/runtime.ts';
import type { ShapeName } from '../support/shapes/index.ts';
import { broken, checkCrosswalk, checkLoad } from './check-load.ts';
import { type Constraints, checkRollback, type Effect } from './check-rollback.ts';
import type { Crash, Crasher } from './crash.ts';
import { sourcesOf } from './fates.ts';
import { changeGingr, exported, type Gingr, newResort } from './gingr.ts';
import { ledgerAfter } from './merge.ts';
import { doDeed } from './people.ts';
import { type Cell, type Rows, same, sameRows } from './rows.ts';
import type { LoadStep, Step } from './steps.ts';
import { type Shape, Target } from './target.ts';
import { amend, type Mark, marksOf, type Past, revived } from './vanished.ts';
import { type Ledger, planLoad } from './wanted.ts';

/** A batch that stands, and what there was before it. */
interface Batch extends Effect {
  id: string;
  ledger: Ledger;
}

/** The program that is played: the one of src/, unless it is one that lies. */
export interface Program {
  runAll: typeof runAll;
  extract: typeof extract;
  loadOnly: typeof loadOnly;
  rollbackBatch: typeof rollbackBatch;
}

const HONEST: Program = { runAll, extract, loadOnly, rollbackBatch };

/** Parts of a verdict in which a dry run and the run behind it must agree. */
const VERDICT = [
  ...(['status', 'entities', 'reasons', 'tables', 'totals', 'balances', 'issues'] as const),
  ...(['alterations', 'forced', 'leftOut', 'verification', 'vanished'] as const),
] as const;

/** One history, played on a database of its own and on the model at once. */
export class Play {
  /** What was done, in words. */
  readonly told: string[] = [];
  /** How often what happened, for whoever asks whether anything did. */
  readonly happened = new Map<string, number>();
  readonly #run: TestRun;
  readonly #target: Target;
  readonly #crasher: Crasher;
  readonly #constraints: Constraints;
  readonly #shape: Shape;
  readonly #program: Program;
  #gingr: Gingr = newResort();
  #ledger: Ledger = new Map();
  #batches: Batch[] = [];
  #marks: readonly Mark[] = [];
  /** What each export was declared to hold all of, by its content: the program refuses to hear another word of it. */
  readonly #declared = new Map<string, readonly string[]>();
  #deeds = 0;
  /** Addresses that people wrote, by row, and the rows as the program left them last. */
  readonly #addresses = new Map<string, Cell>();
  #left: Rows = new Map();

  private constructor(parts: {
    run: TestRun;
    target: Target;
    crasher: Crasher;
    program: Program;
    constraints: Constraints;
    shape: Shape;
  }) {
    this.#run = parts.run;
    this.#target = parts.target;
    this.#crasher = parts.crasher;
    this.#program = parts.program;
    this.#constraints = parts.constraints;
    this.#shape = parts.shape;
  }

  /** A history that begins where another one stands, or with nothing in a database of that shape. */
  static async open(crasher: Crasher, from: ShapeName | Play, program = HONEST): Promise<Play> {
    const first = from instanceof Play ? from : null;
    if (first) await first.#target.close();
    const kind = from instanceof Play ? { copyOf: from.#target.url } : { shape: from };
    const run = await testRun(kind, { rejects: { accept: {}, refuse: {} } });
    if (run.target.kind === 'embedded') throw new Error('no server');
    if (!first) await prepare(run.runtime, { dryRun: false, undo: false });
    const target = new Target(run.target.url);
    const play = new Play({
      ...{ run, target, crasher, program },
      constraints: first ? first.#constraints : await target.constraints(),
      shape: await target.shape(),
    });
    if (!first) return play;
    play.told.push(...first.told);
    play.#gingr = structuredClone(first.#gingr);
    play.#deeds = first.#deeds;
    for (const [key, email] of first.#addresses) play.#addresses.set(key, email);
    play.#ledger = first.#ledger;
    play.#batches = [...first.#batches];
    play.#left = first.#left;
    play.#marks = first.#marks;
    for (const [content, complete] of first.#declared) play.#declared.set(content, complete);
    return play;
  }

  #count(what: string, times: number): void {
    this.happened.set(what, (this.happened.get(what) ?? 0) + times);
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
      case 'said':
        this.told.push(step.words);
        await this.#target.query(step.sql);
        return;
      case 'load':
        return this.#load(step);
      case 'rollback':
        return this.#rollback(step);
    }
  }

  async #load(wanted: LoadStep): Promise<void> {
    const content = JSON.stringify(exported(this.#gingr));
    const complete = this.#declared.get(content) ?? wanted.complete;
    this.#declared.set(content, complete);
    const step = { ...wanted, complete };
    const { dry, again, crash } = step;
    const runtime = this.#run.runtime;
    const asked = await this.#ask(step);
    const folder = await writeResort(
      exported(this.#gingr),
      `2026-03-${String(this.#gingr.day).padStart(2, '0')}`,
    );
    try {
      const before = await this.#target.rows();
      const verdict = dry ? await this.#dryLoad(folder, before) : null;
      const words = step.complete.length > 0 ? ` of all ${step.complete.join()} (${step.vanished})` : '';
      this.told.push(`load${words}${crash ? `, cut ${crash.words}` : ''}`);
      const load = (one: Runtime) => this.#program.runAll(one, { command: 'run', from: [folder] });
      const model = crash ? await this.#crashed(crash, load) : await load(runtime);
      const after = await this.#target.rows();
      const around = { shape: this.#shape, complete: asked.complete, merges: asked.merges };
      const plan = planLoad(sourcesOf(this.#gingr), this.#ledger, before, around);
      const back = revived(plan, before, this.#marks);
      const amendments = amend(plan, before, this.#past(), asked, this.#constraints);
      const crosswalk = await this.#target.crosswalk();
      checkLoad({ before, after, plan, crosswalk, ledger: this.#ledger, amendments, back }, model);
      this.#checkAddresses(before, after);
      this.#count('rows marked deleted', amendments.deleted.size);
      this.#count('revived', back.size);
      this.#count('moved with an owner', amendments.moves.size);
      this.#count('adopted', plan.rows.filter(({ how }) => how === 'adopted').length);
      if (verdict && !crash) this.#agree(verdict, model);
      const standing = this.#batches.at(-1)?.id;
      if (model.batch && model.batch.id !== standing) {
        this.#batches.push({ id: model.batch.id, ledger: this.#ledger, before, after });
        this.#marks = [...this.#marks, ...marksOf(model.batch.id, amendments, back, before, after)];
      } else if (!sameRows(before, after)) broken('promise 4', 'rows changed, and no batch says so');
      this.#ledger = ledgerAfter(this.#ledger, plan, amendments);
      if (again) await this.#again(load, after);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Tells the program what the operator asks for, and gives the same for the model. */
  async #ask({ complete, vanished }: LoadStep) {
    const { settings } = this.#run.runtime;
    const { merges } = this.#gingr;
    Object.assign(settings, { complete, vanished });
    settings.decisions = complete.length > 0 ? { smallerSnapshot: 'Pat counted them' } : {};
    if (merges.size > 0) {
      settings.decisions.merges = path.join(path.dirname(settings.workspace), 'merges.csv');
      const lines = [...merges].map(([away, into]) => `owners,${away},${into},`);
      await writeFile(settings.decisions.merges, ['entity,source_id,into,note', ...lines, ''].join('\n'));
    }
    return { complete: new Set(complete), vanished, merges };
  }

  #past(): Past {
    const lastWritten = (key: string) =>
      this.#batches.findLast(({ before, after }) => !same(before.get(key), after.get(key)))?.after.get(key);
    return { ledger: this.#ledger, marks: this.#marks, lastWritten };
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
    const { id } = await this.#program.extract(this.#run.runtime, { from: [folder] });
    const verdict = await this.#program.loadOnly(this.#run.runtime, { snapshot: id, dryRun: true });
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
      this.#program.rollbackBatch(runtime, { batch: oldest.id, dryRun, through: undone.length > 1 });
    if (undone.length > 1) await this.#refused(oldest.id, before);
    const foretold = dry ? await rollback(true)(this.#run.runtime) : null;
    if (foretold && !sameRows(before, await this.#target.rows())) broken('the dry run', 'it wrote');
    this.told.push(
      `${dry ? 'dry run of the rollback, ' : ''}rollback of ${undone.length} batch(es)${crash ? `, cut ${crash.words}` : ''}`,
    );
    const result = crash
      ? await this.#crashed(crash, rollback(false), 'BATCH_ROLLED_BACK')
      : await rollback(false)(this.#run.runtime);
    const after = await this.#target.rows();
    const stays = checkRollback({ before, after, batches: undone }, this.#constraints, result);
    this.#forget(undone, stays);
    this.#count('batches taken back', undone.length);
    this.#count(
      'rows that stayed',
      stays.reduce((sum, { size }) => sum + size, 0),
    );
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

  /** One that is not the newest is not taken back alone. */
  async #refused(batch: string, before: Rows): Promise<void> {
    const ended = await this.#program
      .rollbackBatch(this.#run.runtime, { batch, dryRun: false, through: false })
      .catch((error: unknown) => error);
    const refused = ended instanceof Error && 'code' in ended && ended.code === 'BATCH_NOT_NEWEST';
    if (!refused || !sameRows(before, await this.#target.rows()))
      broken('promise 6', 'an older batch was rolled back from under a newer one');
  }

  /** A rollback forgets the soft-deletes of rows that it brought back, and every revival. */
  #forget(undone: readonly Batch[], stays: readonly ReadonlySet<string>[]): void {
    const kept = new Map(undone.map(({ id }, place) => [id, stays[place] ?? new Set()]));
    this.#marks = this.#marks.filter(({ key, batch, deleted }) => {
      const rows = kept.get(batch);
      return !rows || (deleted && rows.has(key));
    });
  }

  #crashed<T>(crash: Crash, command: (runtime: Runtime) => Promise<T>, done?: string): Promise<T> {
    return this.#crasher.crash(this.#run, this.#target, crash, command, done);
  }
}
