import type { Command } from 'commander';
import { loadSettings } from '../core/config/load.ts';
import { secretMask } from '../core/config/secrets.ts';
import { EXIT, type ExitStatus } from '../core/errors.ts';
import { createLog, type RunLog } from '../core/log.ts';
import type { Progress } from '../core/progress.ts';
import type { Settings } from '../core/settings.ts';
import { DERIVED_ENTITIES, FILE_ENTITIES } from '../gingr/catalogue.ts';
import type { Runtime } from '../pipeline/api.ts';
import type { Ending, Meter } from '../pipeline/metrics.ts';
import type { RunStatus } from '../reconcile/model.ts';
import { codeOf, exitOf, interrupted, statusOf, writeError } from './errors.ts';
import type { Api, Io } from './io.ts';
import { withTarget } from './names.ts';
import { flagsOf, type GlobalOptions, type SourceOptions } from './options.ts';
import { chooseProgress } from './progress.ts';
import { watchSignals } from './signals.ts';

/** What a command is added to. */
export interface Shell {
  io: Io;
  program: Command;
  ended: (status: number) => void;
}

/** What a command hands back for printing. `json` gets `command` and `status` in front. */
export interface Result {
  text: string;
  json: object;
  status: RunStatus;
  /** Where the status alone does not give it. */
  exit?: ExitStatus;
}

export interface Context {
  io: Io;
  globals: GlobalOptions;
  settings: Settings;
  runtime: Runtime;
  api: Api;
  /** To stderr, unless --quiet. */
  say(message: string): void;
}

export interface Task {
  /** As it is typed: `rejects export`. */
  name: string;
  source?: SourceOptions;
  needs?: { tenant: boolean; target: boolean };
  work(context: Context): Promise<Result>;
}

const ENTITIES = [...FILE_ENTITIES, ...DERIVED_ENTITIES];

/**
 * Runs a task: settings, log, signals and progress around it; its result on stdout, its errors as section 6.6 of
 * DESIGN.md wants them. Bad settings are reported before anything is written, the log included.
 */
export async function runTask({ io, program, ended }: Shell, task: Task): Promise<void> {
  const globals = program.opts<GlobalOptions>();
  const json = globals.json === true;
  let mask = secretMask(null);
  /** As people read it: without secrets, and with the target that this command was given in those that it proposes. */
  const told = (text: string) => withTarget(mask(text), globals.target);
  let log: RunLog | null = null;
  let progress = chooseProgress(io, globals);
  const began = performance.now();
  /** As far as they are known: a command that fails on them is told of, too. */
  let known: Settings | null = null;
  let sound = false;
  let meter: Meter | null = null;
  const say = (message: string) => {
    if (globals.quiet !== true) io.stderr.write(`${told(message)}\n`);
  };
  const tell = async (ended: Omit<Ending, 'command'>, code: string | null) => {
    const ending = { command: task.name, ...ended };
    await meter?.ended(ending);
    if (!METERED.has(task.name) || !known?.webhook) return;
    const taken = await (await io.api()).notify(known.webhook, log?.logger ?? null, ending, {
      ...{ run: log?.run ?? null, code, durationMs: Math.round(performance.now() - began) },
      ...{ target: sound ? known.target.name : null, tenant: sound ? known.tenant.id : null },
      hurry: signals.signal.aborted,
    });
    if (!taken)
      say(`Warning: the webhook did not take the message${log ? '; the log says how it answered' : ''}.`);
  };
  const signals = watchSignals(io, (message) => {
    progress.stop();
    io.stderr.write(`${message}\n`);
  });
  try {
    const { settings: given, logLevel } = loadSettings({
      ...{ flags: flagsOf(globals, task.source), env: io.env, cwd: io.cwd, entities: ENTITIES },
      ...(task.needs ? { needs: task.needs } : {}),
      unsound: (settings) => {
        known = settings;
        mask = secretMask(settings);
      },
    });
    sound = true;
    known = given;
    mask = secretMask(given);
    if (given.target.kind === 'embedded' && given.target.insteadOf)
      say(
        `No --target was given: this is the embedded database of the workspace, not ${given.target.insteadOf.join(' or ')}.`,
      );
    log = createLog(given.workspace, logLevel, { tenant: given.tenant.id, mask });
    openLog.current = log;
    const api = await io.api();
    const { tenant = true, target = true } = task.needs ?? {};
    const settings = tenant && target ? await api.resolveTenant(given) : given;
    known = settings;
    log.logger.info(
      { command: task.name, target: settings.target.name, kind: settings.target.kind },
      'started',
    );
    if (METERED.has(task.name)) {
      meter = api.meter(settings, log.logger);
      progress = meter.listen(progress);
    }
    const runtime: Runtime = {
      ...{ settings, log: log.logger, signal: signals.signal },
      progress: telling(log, progress),
    };
    const result = await task.work({ io, globals, settings, runtime, api, say });
    log.about({ stage: null, batch: batchOf(result.json) });
    progress.done();
    const exit = result.exit ?? EXIT_OF[result.status];
    const document = { command: task.name, status: result.status, ...result.json };
    io.stdout.write(
      json
        ? `${JSON.stringify(document, null, 2)}\n`
        : `${withTarget(result.text.trimEnd(), globals.target)}\n`,
    );
    log.logger.info({ command: task.name, status: result.status, exit }, 'ended');
    await tell({ status: result.status, exit, json: result.json }, null);
    ended(exit);
  } catch (thrown) {
    progress.stop();
    const error = signals.signal.aborted ? interrupted(thrown) : thrown;
    log?.logger.error({ err: error, command: task.name, exit: exitOf(error) }, 'failed');
    writeError(io, error, { command: task.name, json, mask: told, log });
    const exit = exitOf(error);
    await tell({ status: statusOf(exit), exit, json: {} }, codeOf(error));
    ended(exit);
  } finally {
    signals.stop();
    log?.close();
    openLog.current = null;
  }
}

/** The log of the command that runs, for what escapes every handler. */
export const openLog: { current: RunLog | null } = { current: null };

/** Progress for people that tells the log, too, which stage has begun. */
function telling(log: RunLog, progress: Progress): Progress {
  return {
    stage(name) {
      log.about({ stage: name });
      log.logger.info('began');
      progress.stage(name);
    },
    update: (at) => progress.update(at),
    note: (text) => progress.note(text),
    retried: () => progress.retried(),
    done: () => progress.done(),
    stop: () => progress.stop(),
  };
}

/** The batch that a result is about: its id, or an object that has it. */
function batchOf(json: object): string | null {
  const batch: unknown = 'batch' in json ? json.batch : null;
  if (typeof batch === 'string') return batch;
  const id: unknown = typeof batch === 'object' && batch !== null && 'id' in batch ? batch.id : null;
  return typeof id === 'string' ? id : null;
}

/** Commands that do something, which somebody who is not there wants to know the end of. */
const METERED = new Set(
  ['run', 'extract', 'transform', 'validate', 'load', 'verify', 'rollback', 'rehearse', 'cutover'].concat([
    'rejects replay',
    'prepare',
    'backup',
    'restore-check',
    'purge',
  ]),
);

/** `failed` is 5 where figures do not agree: commands that compare say so themselves. */
const EXIT_OF: Record<RunStatus, ExitStatus> = {
  ok: EXIT.ok,
  attention: EXIT.attention,
  refused: EXIT.refused,
  failed: EXIT.unexpected,
};

/** Ends the help of a command with an example. */
export const example = (command: Command, ...lines: [string, ...string[]]): Command =>
  command.addHelpText('after', ['', 'Example:', ...lines.map((line) => `  ${line}`)].join('\n'));
