import { usageError } from '../errors.ts';

/** One thing that is wrong with a file, a flag or a variable. Never holds a value that could be a secret. */
export interface Problem {
  message: string;
  /** What to do, one sentence. */
  hint: string;
  /** As the operator wrote it, or relative to the working folder. */
  file?: string | undefined;
  line?: number | undefined;
  column?: number | undefined;
}

/** All problems as one error, CONFIG_INVALID with exit 2: `file:line:column message. hint` each on its line. */
export function configError(problems: readonly [Problem, ...Problem[]]): Error {
  const [first] = problems;
  const message =
    problems.length === 1
      ? sentence(first)
      : [`${problems.length} things are wrong:`, ...problems.map((problem) => `  ${withHint(problem)}`)].join(
          '\n',
        );
  const hint =
    problems.length === 1
      ? first.hint
      : 'Correct them all and repeat the command; nothing was read or written.';
  return usageError('CONFIG_INVALID', message, hint, { file: first.file, line: first.line });
}

export const isSome = <T>(items: readonly T[]): items is readonly [T, ...T[]] => items.length > 0;

const withHint = (problem: Problem): string => `${sentence(problem)} ${problem.hint}`;

function sentence({ file, line, column, message }: Problem): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  return place === '' ? message : `${place} ${message}`;
}
