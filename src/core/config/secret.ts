import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Environment, variable } from './environment.ts';
import type { Problem } from './problems.ts';

export type Secret =
  /** `from` is the variable or file that it came from; `value` is null where neither is given. */
  { ok: true; value: string | null; from: string } | { ok: false; problem: Problem };

/**
 * A secret variable: NAME, or the content of the file that NAME_FILE names, as containers are given secrets. Both, or a
 * file that is empty or cannot be read, is a problem. Relative paths start at the working folder. No problem holds a value.
 */
export function secretVariable(env: Environment, name: string, cwd: string): Secret {
  const fileName = `${name}_FILE`;
  const value = variable(env, name);
  const file = variable(env, fileName);
  if (file === null) return { ok: true, value, from: name };
  if (value !== null) {
    return problem(
      `${name} and ${fileName} are both set.`,
      `Unset one of them: nobody can tell which is meant.`,
    );
  }
  const text = fileText(path.resolve(cwd, file));
  if (text === null) {
    return problem(
      `The file that ${fileName} names cannot be read.`,
      `Let ${fileName} name a file that you may read, with the secret in it and nothing else.`,
    );
  }
  if (text === '') {
    return problem(
      `The file that ${fileName} names is empty.`,
      'Write the secret into it, and nothing else.',
    );
  }
  return { ok: true, value: text, from: fileName };
}

/** A file's text without the blanks and line ends around it, or null where it cannot be read. */
export function fileText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return null;
  }
}

const problem = (message: string, hint: string): Secret => ({ ok: false, problem: { message, hint } });
