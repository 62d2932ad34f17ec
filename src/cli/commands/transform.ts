import { LINE_STATES } from '../../core/outcome.ts';
import type { StageSummary } from '../../pipeline/results.ts';
import { example, type Result, runTask, type Shell } from '../command.ts';
import { addSnapshotOption } from '../options.ts';
import { columns, paragraphs } from '../text.ts';

export function addTransform(shell: Shell): void {
  const command = shell.program
    .command('transform')
    .description('run a snapshot through the mapping into the staging schema')
    .action((options: { snapshot?: string }) =>
      runTask(shell, {
        name: 'transform',
        work: async ({ api, runtime }) => stageResult(await api.transform(runtime, options)),
      }),
    );
  example(addSnapshotOption(command), 'tailtown-migrate transform');
}

/** What `transform` and `validate` print. */
export function stageResult(summary: StageSummary): Result {
  const entities = summary.entities.map((entity) => [
    entity.entity,
    entity.lines,
    ...LINE_STATES.map((state) => entity[state] ?? 0),
  ]);
  const issues = summary.issues.map((issue) => [issue.severity, issue.count, issue.code]);
  const reused = summary.reused ? '; nothing had changed since the last time' : '';
  return {
    text: paragraphs(
      columns([['entity', 'lines', ...LINE_STATES], ...entities]),
      columns([['severity', 'count', 'issue'], ...issues]),
      `${summary.stage}: done${reused} (snapshot ${summary.snapshot})`,
    ),
    json: summary,
    status: 'ok',
  };
}
