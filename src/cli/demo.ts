import path from 'node:path';
import { EXIT } from '../core/errors.ts';
import { createLog, type RunLog } from '../core/log.ts';
import { PACKAGE_ROOT } from '../core/version.ts';
import { type DemoResult, demo, demoSettings } from '../pipeline/demo.ts';
import { summaryTable } from '../report/summary.ts';
import { verdictOf } from '../report/verdict.ts';
import { exitOf, interrupted, writeError } from './errors.ts';
import { type Io, processIo } from './io.ts';
import { chooseProgress } from './progress.ts';
import { watchSignals } from './signals.ts';
import { list, paragraphs } from './text.ts';

/** `npm run demo`: migrates the sample resort, prints its accounts and what the answer key says. Gives the exit status. */
export async function runDemo(io: Io = processIo()): Promise<number> {
  const progress = chooseProgress(io, {});
  const signals = watchSignals(io, (message) => io.stderr.write(`${message}\n`));
  let log: RunLog | null = null;
  try {
    const settings = demoSettings({
      workspace: path.join(PACKAGE_ROOT, '.tailtown-migrate', 'demo'),
      reports: path.join(PACKAGE_ROOT, 'reports'),
    });
    log = createLog(settings.workspace, 'info', { tenant: settings.tenant.id });
    const result = await demo({ settings, log: log.logger, progress, signal: signals.signal });
    progress.done();
    io.stdout.write(`${demoText(result, io.cwd)}\n`);
    return result.key.differences.length > 0 ? EXIT.imbalance : verdictOf(result.run).exit;
  } catch (thrown) {
    progress.done();
    const error = signals.signal.aborted ? interrupted(thrown) : thrown;
    log?.logger.error({ err: error, command: 'demo' }, 'failed');
    writeError(io, error, { command: 'demo', json: false, mask: (text) => text, log });
    return exitOf(error);
  } finally {
    signals.stop();
    log?.close();
  }
}

function demoText({ run, key }: DemoResult, cwd: string): string {
  const statements = key.statements.toLocaleString('en-US');
  return paragraphs(
    summaryTable(run),
    key.differences.length === 0
      ? `All ${statements} statements of the answer key hold.`
      : list(
          `${key.differences.length} of ${statements} statements of the answer key do NOT hold`,
          key.differences,
        ),
    `Report: ${path.relative(cwd, run.report.html)}`,
  );
}
