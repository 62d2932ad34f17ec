import type { EntityMapping, LookupTable, TableMapping } from '../core/mapping.ts';
import { zoneOf } from '../core/time.ts';
import { DERIVE_STEPS, isDeriveStep } from '../mapping/steps.ts';
import type { MappedLine } from '../staging/record.ts';
import { type ColumnEnvironment, reference, type Values } from './columns.ts';
import { compileMapping } from './compile.ts';
import type { TransformContext } from './context.ts';
import { Findings } from './findings.ts';
import { compileForm } from './form.ts';
import { compileChain } from './functions/index.ts';
import { cellText } from './functions/step.ts';

/** How one target column came to its value: what it was read from, and the value behind each step. */
export interface TracedColumn {
  /** `customers.phone`, `invoices/tip.total`. */
  column: string;
  from: { column: string; value: string | null }[];
  /** In their order; the last one is what was staged. */
  steps: { name: string; value: string | null }[];
}

export interface TracedLine {
  mapped: MappedLine;
  columns: TracedColumn[];
}

/**
 * Maps one line as `compileMapping` does, and says of each column which value every step took and gave. Pure. What derive
 * steps make of several records is named, and stands in the row alone.
 */
export function traceLine(
  mapping: EntityMapping,
  columnsInSnapshot: readonly string[],
  context: TransformContext,
  lookups: Readonly<Record<string, LookupTable>>,
  raw: Values,
): TracedLine {
  const mapped = compileMapping(mapping, columnsInSnapshot, context, lookups)(raw);
  const form = compileForm(mapping, columnsInSnapshot);
  const values = form.expand(raw, new Findings());
  const position = (column: string) => form.columns.indexOf(column);
  const environment: ColumnEnvironment = { context, zone: zoneOf(context.timeZone), lookups, position };
  return {
    mapped,
    columns: mapping.tables.flatMap((table) => traceTable(table, mapped, values, environment)),
  };
}

function traceTable(
  { table, part, columns }: TableMapping,
  { rows }: MappedLine,
  values: Values,
  environment: ColumnEnvironment,
): TracedColumn[] {
  const row = rows.find((candidate) => candidate.table === table && candidate.part === part);
  if (!row) return [];
  return columns.map(({ column, source, apply }, index): TracedColumn => {
    const read = 'columns' in source ? source.columns : [];
    const from = read.map((name) => ({ column: name, value: values[environment.position(name)] || null }));
    const input = from.map(({ value }) => value);
    const staged = row.values[index] ?? null;
    const steps: TracedColumn['steps'] = [];
    if (source.kind === 'reference')
      steps.push({
        name: `the row of ${source.entity}`,
        value: source.value ?? reference(read, environment.position)(values),
      });
    if (source.kind === 'from' || source.kind === 'derive')
      for (const [place, { name }] of apply.entries()) {
        const { value } = compileChain(apply.slice(0, place + 1), environment)(input);
        steps.push({ name, value: value === null || value === '' ? null : cellText(value) });
      }
    const last = steps.at(-1)?.value ?? input[0] ?? null;
    if (staged !== null && (steps.length === 0 || last === null))
      steps.push({ name: source.kind === 'value' ? 'always' : insisted(last), value: staged });
    if (source.kind === 'derive')
      steps.push({
        name: `then, of several records: ${isDeriveStep(source.step) ? DERIVE_STEPS[source.step].about : source.step}`,
        value: null,
      });
    return { column: `${table}${part === '' ? '' : `/${part}`}.${column}`, from, steps };
  });
}

/** What is staged though no function gave it: the default of the mapping, or a value that Tailtown insists on. */
const insisted = (last: string | null): string => (last === null ? 'default, or forced' : 'as it is');
