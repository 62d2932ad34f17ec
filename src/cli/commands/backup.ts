import { usageError } from '../../core/errors.ts';
import type { BackupResult } from '../../pipeline/backups.ts';
import { duration } from '../../report/format.ts';
import { example, type Result, runTask, type Shell } from '../command.ts';
import { paragraphs } from '../text.ts';

interface BackupCommandOptions {
  all?: boolean;
  named?: string;
  reason?: string;
}

export function addBackup(shell: Shell): void {
  const command = shell.program
    .command('backup')
    .description('save the target with pg_dump, or note a backup that somebody else keeps')
    .option('--all', 'the rows of every table, not only of those that a migration touches')
    .option('--named <name>', 'instead: note a backup that somebody else keeps, by its name')
    .option('--reason <text>', 'why that one can be relied on')
    .action((options: BackupCommandOptions) =>
      runTask(shell, {
        name: 'backup',
        work: async ({ api, runtime }) => {
          const { all = false, named, reason } = options;
          if (named === undefined) return backupResult(await api.backup(runtime, { all }));
          if ((reason ?? '').trim() === '' || named.trim() === '')
            throw usageError(
              'BACKUP_REASON_MISSING',
              'It is not said what that backup is, or why it can be relied on.',
              'Add --named NAME --reason "WHY": the name that its keeper gives it, and when it was last restored, say.',
            );
          return backupResult(await api.nameBackup(runtime, { name: named.trim(), reason: reason ?? '' }));
        },
      }),
    );
  example(
    command,
    'tailtown-migrate backup --target production',
    'tailtown-migrate backup --named "snapshot harbor-0314" --reason "restored by the provider on 2026-03-10"',
  );
}

function backupResult(result: BackupResult): Result {
  const { id, file, bytes, sha256, listed, durationMs, name, reason } = result;
  return {
    text: paragraphs(
      [
        `Backup:  ${id}`,
        ...(name === null ? [] : [`Named:   ${name}`, `Because: ${reason}`]),
        ...(file === null
          ? []
          : [`File:    ${file}`, `Size:    ${(bytes ?? 0).toLocaleString('en-US')} bytes`]),
        ...(sha256 === null ? [] : [`sha256:  ${sha256}`]),
        ...(listed === null
          ? []
          : [`Checked: pg_restore reads it to its end; the rows of ${listed.tables} tables are in it`]),
        ...(durationMs === null ? [] : [`Took:    ${duration(durationMs)}`]),
      ].join('\n'),
      result.audited ? '' : 'The target is not prepared: its audit trail does not know of this backup yet.',
      file === null ? '' : `Next: tailtown-migrate restore-check ${id}`,
    ),
    json: result,
    status: 'ok',
  };
}
