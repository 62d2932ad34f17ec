import { Writable } from 'node:stream';
import { writeError } from '../../src/cli/errors.ts';
import { EXIT, MigrateError } from '../../src/core/errors.ts';
import { MARK } from './values.ts';

/** Words that no message to a person may hold: those of the language, of a database, of a stack. */
const RAW =
  /\bundefined\b|\[object |\bNaN\b|^\s+at .+:\d+|TypeError|RangeError|SyntaxError|invalid byte sequence|index row|value too long|out of range for type|violates|ENOENT|EISDIR|heap|JSON\.parse|Unexpected token|relation "|column "/m;

/** What is wrong with what was thrown, as people see it; nothing where it is a clear refusal with these statuses. */
export function complaints(thrown: unknown, statuses: readonly number[]): string[] {
  if (!(thrown instanceof MigrateError)) {
    return [
      `a bare exception: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`,
    ];
  }
  const wrong: string[] = [];
  const text = seen(thrown);
  if (!statuses.includes(thrown.exit)) wrong.push(`exit status ${thrown.exit}`);
  if (!/^[A-Z]+(_[A-Z]+)*$/.test(thrown.code) || thrown.code === 'UNEXPECTED')
    wrong.push(`code ${thrown.code}`);
  if (!/What to do: \S/.test(text)) wrong.push('no word on what to do');
  if (RAW.test(text)) wrong.push('raw words');
  if (text.length > 20_000) wrong.push(`a message of ${text.length} characters`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal would obey them
  if (/[\u0000-\u0008\u000b-\u001f\u007f\u009b]/.test(text)) wrong.push('control characters');
  if (text.includes(MARK)) wrong.push('a value of a person');
  return wrong.length === 0 ? [] : [...wrong, `message: ${text.slice(0, 1500)}`];
}

/** The error as the command line shows it. */
function seen(thrown: unknown): string {
  let text = '';
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  const io = { stdin: process.stdin, stdout: stream, stderr: stream } as unknown as Parameters<
    typeof writeError
  >[0];
  writeError(io, thrown, { command: 'run', json: false, mask: (words) => words, log: null });
  return text;
}

export const REFUSALS = [EXIT.usage, EXIT.refused] as const;
