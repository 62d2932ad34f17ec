import { CommanderError } from 'commander';
import { secretMask } from '../core/config/secrets.ts';
import { EXIT, type MigrateError, usageError } from '../core/errors.ts';
import { openLog } from './command.ts';
import { exitOf, writeError } from './errors.ts';
import { type Io, processIo } from './io.ts';
import { commandName } from './names.ts';
import { buildProgram } from './program.ts';

/**
 * Runs one command and gives its exit status (DESIGN.md 6.2). Results go to `io.stdout`, messages, progress and
 * errors to `io.stderr`; with --json errors are the one JSON document on stdout. Never throws, never exits.
 */
export async function main(argv: readonly string[], io: Io = processIo()): Promise<number> {
  let status: number = EXIT.ok;
  const program = buildProgram(io, (ended) => {
    status = ended;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return status;
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return EXIT.ok;
    const json = argv.includes('--json');
    const error = thrown instanceof CommanderError ? badUsage(thrown, argv) : thrown;
    writeError(io, error, { command: commandName(argv), json, mask: secretMask(null), log: null });
    return exitOf(error);
  }
}

/** For bin/: runs main, keeps a closed pipe from looking like a crash, and sets the exit status. */
export async function runProcess(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) {
    // `tailtown-migrate status | head` closes the pipe early: the rest of the output has no reader, and that is all.
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
  // What escapes every handler is a bug; people still get a sentence, not a stack.
  process.on('uncaughtException', (error) => {
    const log = openLog.current;
    log?.logger.fatal({ err: error }, 'escaped every handler');
    writeError(processIo(), error, { command: '', json: false, mask: secretMask(null), log });
    process.exit(EXIT.unexpected);
  });
  process.exitCode = await main(process.argv.slice(2));
  // Nothing should be open by now. If a driver left a handle, it must not keep the terminal.
  setTimeout(() => process.exit(), 3_000).unref();
}

function badUsage(error: CommanderError, argv: readonly string[]): MigrateError {
  const help = ['tailtown-migrate', commandName(argv), '--help'].filter((word) => word !== '').join(' ');
  if (error.code === 'commander.help') {
    return usageError('USAGE', 'No command was given.', `Choose one of those that \`${help}\` lists.`);
  }
  const message = error.message.replace(/^error: /, '').replace(/^./, (letter) => letter.toUpperCase());
  return usageError('USAGE', message, `See \`${help}\`.`);
}
