import { Gauge, type OpenMetricsContentType, Registry } from 'prom-client';
import { TOOL_VERSION } from '../core/version.ts';
import type { MetricsState } from './metrics-state.ts';

const STATUSES = ['ok', 'attention', 'refused', 'failed'];
const PLACE = ['target', 'tenant'];

/**
 * OpenMetrics text of what was measured. All are gauges: the program is not there to be asked, and each value is the last
 * one of its kind.
 */
export async function metricsText(state: MetricsState): Promise<string> {
  const registry = new Registry<OpenMetricsContentType>();
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  const gauge = (name: string, help: string, ...labels: string[]) =>
    new Gauge({
      ...{ name: `tailtown_migrate_${name}`, help, labelNames: [...PLACE, ...labels], registers: [registry] },
    });
  new Gauge({
    ...{ name: 'tailtown_migrate_info', help: 'Version of the program.', labelNames: ['version'] },
    registers: [registry],
  }).set({ version: TOOL_VERSION }, 1);
  const stage = {
    seconds: gauge('stage_duration_seconds', 'How long a stage took.', 'stage'),
    finishedAt: gauge('stage_finished_timestamp_seconds', 'When a stage was finished.', 'stage'),
    records: gauge('stage_records', 'What a stage handled: lines, or rows that it wrote.', 'stage'),
    rate: gauge('stage_records_per_second', 'The same per second.', 'stage'),
    retries: gauge('stage_retries', 'How often a stage began again, or asked again.', 'stage'),
    peakBytes: gauge('stage_memory_peak_bytes', 'Largest resident memory up to the end of a stage.', 'stage'),
  };
  const command = {
    verdict: gauge('verdict', '1 at the status with which a command ended last.', 'command', 'status'),
    exit: gauge('exit_status', 'Exit status with which a command ended last.', 'command'),
    endedAt: gauge('last_run_timestamp_seconds', 'When a command ended last.', 'command'),
    succeededAt: gauge('last_success_timestamp_seconds', 'When a command ended well last.', 'command'),
  };
  const records = gauge('records', 'Source records of the last load, by outcome.', 'entity', 'outcome');
  const rows = gauge('rows', 'Rows of the last load, by what became of them.', 'table', 'change');

  for (const { target, tenant, stages, commands, entities, tables } of state.series) {
    const place = { target, tenant };
    for (const [name, found] of Object.entries(stages)) {
      const labels = { ...place, stage: name };
      for (const key of ['seconds', 'finishedAt', 'records', 'retries', 'peakBytes'] as const)
        stage[key].set(labels, found[key]);
      if (found.seconds > 0) stage.rate.set(labels, found.records / found.seconds);
    }
    for (const [name, found] of Object.entries(commands)) {
      const labels = { ...place, command: name };
      for (const status of STATUSES)
        command.verdict.set({ ...labels, status }, status === found.status ? 1 : 0);
      command.exit.set(labels, found.exit);
      command.endedAt.set(labels, found.endedAt);
      if (found.succeededAt !== null) command.succeededAt.set(labels, found.succeededAt);
    }
    for (const [entity, outcomes] of Object.entries(entities))
      for (const [outcome, count] of Object.entries(outcomes))
        records.set({ ...place, entity, outcome }, count);
    for (const [table, changes] of Object.entries(tables))
      for (const [change, count] of Object.entries(changes)) rows.set({ ...place, table, change }, count);
  }
  return registry.metrics();
}
