import { type MigrateError, usageError } from '../../core/errors.ts';

/** Why one input file cannot be taken at all. */
export interface Problem {
  path: string;
  code: string;
  /** A sentence part that follows the file's path. */
  text: string;
  hint: string;
}

/**
 * All problems in one error (exit 2), so that one run names everything there is to mend. The code is that of the
 * first problem.
 */
export function problemsError(problems: readonly Problem[]): MigrateError {
  const [first] = problems;
  const lines = problems.map(({ path, text }) => `${path} ${text}`);
  const message =
    lines.length === 1 ? (lines[0] ?? '') : `${lines.length} files cannot be read:\n- ${lines.join('\n- ')}`;
  const hints = [...new Set(problems.map(({ hint }) => hint))];
  return usageError(first?.code ?? 'FILE_NOT_RECOGNISED', message, hints.join(' '), {
    stage: 'extract',
    file: first?.path,
  });
}
