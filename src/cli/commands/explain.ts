import { example, runTask, type Shell } from '../command.ts';
import { paragraphs, visible } from '../text.ts';

export function addExplain(shell: Shell): void {
  const command = shell.program
    .command('explain')
    .argument('<table-or-entity>', 'a target table (customers) or an entity of Gingr (owners)')
    .argument('<id>', "the target row's id, or the source record's")
    .description("one record's way from file and line to target row")
    .action((what: string, id: string) =>
      runTask(shell, {
        name: 'explain',
        work: async ({ api, runtime }) => {
          const explanation = await api.explain(runtime, { what, id });
          const width = Math.max(
            0,
            ...explanation.sections.flatMap(({ lines }) => lines.map(({ key }) => key.length)),
          );
          const sections = explanation.sections.map(({ title, lines }) =>
            [
              title,
              ...lines.map(({ key, value }) => `  ${key.padEnd(width)}  ${visible(value)}`.trimEnd()),
            ].join('\n'),
          );
          return { text: paragraphs(explanation.title, ...sections), json: explanation, status: 'ok' };
        },
      }),
    );
  example(command, 'tailtown-migrate explain owners 40123');
}
