import { example, runTask, type Shell } from '../command.ts';
import { addSnapshotOption, addVanishedOption } from '../options.ts';
import { runResult } from './run.ts';

export function addLoad(shell: Shell): void {
  const command = shell.program
    .command('load')
    .description('load the staged rows in one transaction, compared before the commit')
    .option('--dry-run', 'do exactly the same, and roll back')
    .action((options: { snapshot?: string; dryRun?: boolean; deleteVanished?: boolean }) =>
      runTask(shell, {
        name: 'load',
        source: options,
        work: async ({ api, runtime }) => {
          const { snapshot, dryRun = false } = options;
          return runResult(
            await api.load(runtime, { ...(snapshot === undefined ? {} : { snapshot }), dryRun }),
          );
        },
      }),
    );
  example(addVanishedOption(addSnapshotOption(command)), 'tailtown-migrate load --dry-run');
}
