import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** What the metrics of one target and tenant are made of; seconds, bytes and Unix time in seconds throughout. */
const series = z.strictObject({
  target: z.string(),
  tenant: z.string(),
  stages: z.record(
    z.string(),
    z.strictObject({
      seconds: z.number(),
      finishedAt: z.number(),
      records: z.number(),
      retries: z.number(),
      peakBytes: z.number(),
    }),
  ),
  commands: z.record(
    z.string(),
    z.strictObject({
      status: z.string(),
      exit: z.number(),
      endedAt: z.number(),
      succeededAt: z.number().nullable(),
    }),
  ),
  /** Outcomes per entity, and what became of rows per table, of the last load. */
  entities: z.record(z.string(), z.record(z.string(), z.number())),
  tables: z.record(z.string(), z.record(z.string(), z.number())),
});
const schema = z.strictObject({ format: z.literal(1), series: z.array(series) });

export type MetricsSeries = z.infer<typeof series>;
export type MetricsState = z.infer<typeof schema>;

/** Each command is a process of its own: what the ones before it measured is kept beside the file. */
const stateFile = (workspace: string): string => path.join(workspace, 'metrics', 'state.json');

export function readMetricsState(workspace: string): MetricsState {
  try {
    return schema.parse(JSON.parse(readFileSync(stateFile(workspace), 'utf8')));
  } catch {
    return { format: 1, series: [] };
  }
}

export const writeMetricsState = (workspace: string, state: MetricsState): void =>
  writeWhole(stateFile(workspace), `${JSON.stringify(schema.parse(state))}\n`, 0o600);

/** Whole or not at all: whoever reads it never sees half of it. */
export function writeWhole(file: string, text: string, mode: number): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.tmp`;
  writeFileSync(draft, text, { mode });
  chmodSync(draft, mode);
  renameSync(draft, file);
}

/** The series of a target and tenant, added where it is not there yet. */
export function seriesOf(state: MetricsState, target: string, tenant: string): MetricsSeries {
  const found = state.series.find((known) => known.target === target && known.tenant === tenant);
  if (found) return found;
  const added: MetricsSeries = { target, tenant, stages: {}, commands: {}, entities: {}, tables: {} };
  state.series.push(added);
  return added;
}
