import { example, runTask, type Shell } from '../command.ts';
import { addSnapshotOption } from '../options.ts';
import { stageResult } from './transform.ts';

export function addValidate(shell: Shell): void {
  const command = shell.program
    .command('validate')
    .description('check the staged rows with the rules that need more than one record')
    .action((options: { snapshot?: string }) =>
      runTask(shell, {
        name: 'validate',
        work: async ({ api, runtime }) => stageResult(await api.validate(runtime, options)),
      }),
    );
  example(addSnapshotOption(command), 'tailtown-migrate validate --json');
}
