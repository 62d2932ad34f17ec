import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { usageError } from '../core/errors.ts';
import type { Io } from './io.ts';

export interface Confirmation {
  /** What is about to happen. */
  question: string;
  /** What has to be typed, or given with --confirm, to the letter. */
  expected: string;
  /** Name of what is expected: `the batch id`. */
  what: string;
  /** Value of --confirm. */
  given: string | undefined;
  /** False with --no-input. */
  mayAsk: boolean;
  /** Ends the wait. */
  signal: AbortSignal;
}

/**
 * Lets a destructive command go on only where the operator repeats a word. Without a terminal, or with --no-input,
 * --confirm must hold it. Throws CONFIRMATION_NEEDED (exit 2) otherwise.
 */
export async function confirm(io: Io, asked: Confirmation): Promise<void> {
  const { expected, what, given, question } = asked;
  const again = `Repeat the command with --confirm ${shellWord(expected)}`;
  if (given !== undefined) {
    if (given === expected) return;
    throw usageError('CONFIRMATION_NEEDED', `--confirm is not ${what}; nothing was changed.`, again);
  }
  if (!asked.mayAsk || !io.isTTY.stdin || !io.isTTY.stderr) {
    throw usageError('CONFIRMATION_NEEDED', 'This needs a confirmation; nothing was changed.', again);
  }
  const answer = await ask(io, `${question}\nType ${what} (${expected}) to go on: `, asked.signal);
  if (answer.trim() === expected) return;
  throw usageError(
    'CONFIRMATION_NEEDED',
    `The answer was not ${what}; nothing was changed.`,
    `${again}, or type it.`,
  );
}

/** As a shell takes it for one word; in double quotes where these are enough, which every shell knows. */
export const shellWord = (text: string): string =>
  /^[\w.:/@%+=,-]+$/.test(text)
    ? text
    : /["$`\\!]/.test(text)
      ? `'${text.replaceAll("'", `'\\''`)}'`
      : `"${text}"`;

/** One line from the terminal; '' where the input ends without one. */
async function ask(io: Io, question: string, signal: AbortSignal): Promise<string> {
  const output = new Writable({
    write(chunk, _encoding, done) {
      io.stderr.write(String(chunk));
      done();
    },
  });
  const lines = createInterface({ input: io.stdin, output, terminal: false });
  try {
    return await new Promise<string>((resolve, reject) => {
      // Deferred: a last line and the end of the input come together, and the line counts.
      lines.once('close', () => setImmediate(resolve, ''));
      lines.question(question, { signal }).then(resolve, reject);
    });
  } finally {
    lines.close();
  }
}
