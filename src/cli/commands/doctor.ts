import { EXIT } from '../../core/errors.ts';
import { example, runTask, type Shell } from '../command.ts';
import { paragraphs, visible } from '../text.ts';

export function addDoctor(shell: Shell): void {
  const command = shell.program
    .command('doctor')
    .description('check every precondition: expected against actual, with the remedy')
    .action(() =>
      runTask(shell, {
        name: 'doctor',
        work: async ({ api, runtime }) => {
          const { checks } = await api.doctor(runtime);
          const failed = checks.filter((check) => !check.ok);
          const lines = checks.flatMap((check) => [
            `${check.ok ? 'ok    ' : 'FAILED'}  ${check.name}: ${visible(check.actual)}`,
            ...(check.ok
              ? []
              : [
                  `        expected: ${visible(check.expected)}`,
                  `        what to do: ${visible(check.remedy)}`,
                ]),
          ]);
          const verdict =
            failed.length === 0
              ? 'Everything is ready.'
              : `${failed.length} of ${checks.length} checks failed.`;
          return {
            text: paragraphs(lines.join('\n'), verdict),
            json: { checks },
            ...(failed.length === 0 ? { status: 'ok' } : { status: 'refused', exit: EXIT.refused }),
          };
        },
      }),
    );
  example(command, 'tailtown-migrate doctor --target staging');
}
