import { secretVariable } from '../../core/config/secret.ts';
import { URL_FORM } from '../../core/config/secrets.ts';
import { EXIT, usageError } from '../../core/errors.ts';
import type { ServerTarget } from '../../core/settings.ts';
import type { RestoreCheckResult } from '../../pipeline/restore-check.ts';
import { duration } from '../../report/format.ts';
import { type Context, example, type Result, runTask, type Shell } from '../command.ts';
import { list, paragraphs } from '../text.ts';

interface RestoreCheckFlags {
  scratchUrlEnv?: string;
  live?: boolean;
}

export function addRestoreCheck(shell: Shell): void {
  const command = shell.program
    .command('restore-check')
    .argument('[backup]', 'id or file of a backup; the newest of the target where it is not given')
    .description(
      'restore a backup into a scratch database, compare it with what was saved, and drop it again',
    )
    .option('--scratch-url-env <variable>', 'the variable with the URL of the server to restore on')
    .option('--live', 'restore nothing: compare the target as it is now, after you restored it by hand')
    .action((backup: string | undefined, { scratchUrlEnv, live = false }: RestoreCheckFlags) =>
      runTask(shell, {
        name: 'restore-check',
        work: async (context) => {
          const scratch = live ? null : scratchOf(context, scratchUrlEnv);
          return restoreCheckResult(
            await context.api.restoreCheck(context.runtime, {
              ...(backup === undefined ? {} : { backup }),
              ...{ scratch, live },
            }),
            live,
          );
        },
      }),
    );
  example(command, 'tailtown-migrate restore-check --scratch-url-env SCRATCH_DATABASE_URL');
}

/** The variable holds a secret: messages name it alone. */
function scratchOf({ io, settings }: Context, flag: string | undefined): ServerTarget | null {
  const setting = flag ?? settings.backup.scratchUrlEnv;
  if (setting === null) return null;
  const secret = secretVariable(io.env, setting, io.cwd);
  const url = secret.ok ? secret.value : null;
  if (url !== null && /^postgres(ql)?:\/\/\S+$/.test(url) && URL.canParse(url))
    return { name: 'for scratch databases', kind: 'rehearsal', url, urlEnv: setting };
  throw usageError(
    'SCRATCH_URL_INVALID',
    `${setting} does not hold the URL of a PostgreSQL database.`,
    `Set it to ${URL_FORM}: a server whose role may create databases.`,
  );
}

function restoreCheckResult(result: RestoreCheckResult, live: boolean): Result {
  const { equal, tables, rows, differences, leftovers } = result;
  const count = (value: number) => value.toLocaleString('en-US');
  return {
    text: paragraphs(
      list('What differs', differences),
      list(
        'Scratch databases that earlier checks left',
        leftovers.map(({ name, dropped }) =>
          dropped
            ? `${name}: dropped now`
            : `${name}: whether it is still in use is not known; if not: DROP DATABASE "${name}"`,
        ),
      ),
      [
        live
          ? `Compared: ${duration(result.compareMs)}`
          : `Restored: ${duration(result.restoreMs)}; compared: ${duration(result.compareMs)}`,
        equal
          ? `EQUAL: ${live ? 'the target holds' : `backup ${result.backup} gives back`} ${count(rows)} rows of ${count(tables)} tables, each table with the fingerprint that it was saved with.`
          : `DIFFERENT: ${live ? 'the target is not as it was saved' : 'what was restored is not what was saved: take another backup'}.`,
        ...(result.audited ? [] : ['The audit trail of the target could not be written; the log says why.']),
      ].join('\n'),
    ),
    json: result,
    status: result.status,
    ...(equal ? {} : { exit: EXIT.imbalance }),
  };
}
