import { Command } from 'commander';
import { TOOL_VERSION } from '../core/version.ts';
import type { Shell } from './command.ts';
import { example } from './command.ts';
import { addBackup } from './commands/backup.ts';
import { addCutover } from './commands/cutover.ts';
import { addDoctor } from './commands/doctor.ts';
import { addEstimate } from './commands/estimate.ts';
import { addExplain } from './commands/explain.ts';
import { addExtract } from './commands/extract.ts';
import { addFiles } from './commands/files.ts';
import { addLoad } from './commands/load.ts';
import { addMapping } from './commands/mapping.ts';
import { addPrepare } from './commands/prepare.ts';
import { addPurge } from './commands/purge.ts';
import { addRehearse } from './commands/rehearse.ts';
import { addRejects } from './commands/rejects.ts';
import { addReport } from './commands/report.ts';
import { addRestoreCheck } from './commands/restore-check.ts';
import { addRollback } from './commands/rollback.ts';
import { addRun } from './commands/run.ts';
import { addSample } from './commands/sample.ts';
import { addSignOff } from './commands/sign-off.ts';
import { addStatus } from './commands/status.ts';
import { addTransform } from './commands/transform.ts';
import { addValidate } from './commands/validate.ts';
import { addVerify } from './commands/verify.ts';
import type { Io } from './io.ts';
import { addGlobalOptions } from './options.ts';

/** All commands of DESIGN.md 6.1. `ended` takes the exit status of the one that ran. */
export function buildProgram(io: Io, ended: (status: number) => void): Command {
  const program = new Command('tailtown-migrate');
  const columns = () => io.stdout.columns ?? 80;
  program
    .description(
      'Moves a pet resort from Gingr to Tailtown, proves that nothing was lost, and takes the move back.',
    )
    .version(TOOL_VERSION, '--version', 'print the version')
    .helpOption('--help', 'show help')
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      // Errors are written by main, in the one form that all errors have.
      outputError: () => {},
      getOutHelpWidth: columns,
      getErrHelpWidth: columns,
    })
    .exitOverride()
    .showSuggestionAfterError();
  addGlobalOptions(program);
  const shell: Shell = { io, program, ended };
  addRun(shell);
  addExtract(shell);
  addTransform(shell);
  addValidate(shell);
  addLoad(shell);
  addVerify(shell);
  addReport(shell);
  addRollback(shell);
  addRehearse(shell);
  addBackup(shell);
  addRestoreCheck(shell);
  addCutover(shell);
  addPrepare(shell);
  addDoctor(shell);
  addEstimate(shell);
  addStatus(shell);
  addExplain(shell);
  addRejects(shell);
  addSignOff(shell);
  addPurge(shell);
  addFiles(shell);
  addMapping(shell);
  addSample(shell);
  example(
    program,
    'tailtown-migrate run --from samples/resort --config samples/resort/tailtown-migrate.config.yaml',
  );
  return program;
}
