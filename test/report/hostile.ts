import type { RunModel } from '../../src/reconcile/model.ts';

/** The model with every list repeated. */
export function repeated(run: RunModel, times: number): RunModel {
  const lists = Object.entries(run).map(([key, value]) => [
    key,
    Array.isArray(value) ? Array.from({ length: times }, () => value).flat() : value,
  ]);
  return Object.fromEntries(lists);
}

/** The model with every text (closed words apart) replaced. */
export function everyText(run: RunModel, text: string): RunModel {
  const closed = new Set(['status', 'severity', 'outcome', 'kind', 'unit', 'state', 'asOf']);
  const dimensions = new Set(['month', 'location', 'method']);
  return JSON.parse(JSON.stringify(run), (key, value: unknown) =>
    typeof value === 'string' && !closed.has(key) && !dimensions.has(value) ? text : value,
  );
}
