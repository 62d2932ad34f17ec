import { example, runTask, type Shell } from '../command.ts';

export function addReport(shell: Shell): void {
  const command = shell.program
    .command('report')
    .description('write the report of a batch again, as HTML, JSON and CSV')
    .option('--compare <batch>', 'an earlier batch: the report says which figures changed since')
    .action(({ compare }: { compare?: string }) =>
      runTask(shell, {
        name: 'report',
        work: async ({ api, runtime, globals }) => {
          const report = await api.report(runtime, {
            ...(globals.batch === undefined ? {} : { batch: globals.batch }),
            ...(compare === undefined ? {} : { compare }),
          });
          return { text: `Report: ${report.html}\nData:   ${report.json}`, json: { report }, status: 'ok' };
        },
      }),
    );
  example(command, 'tailtown-migrate report --show-personal-data');
}
