import type { EntityMapping, LookupTable } from '../../src/core/mapping.ts';
import { zoneOf } from '../../src/core/time.ts';
import { readMapping } from '../../src/mapping/read.ts';
import { toCall } from '../../src/mapping/vocabulary.ts';
import type { MappedLine } from '../../src/staging/record.ts';
import { compileMapping } from '../../src/transform/compile.ts';
import type { ListEntry, TransformContext } from '../../src/transform/context.ts';
import { compileChain } from '../../src/transform/functions/index.ts';
import type { StepResult } from '../../src/transform/functions/step.ts';
import { predicateOf } from '../../src/transform/predicates.ts';

const list = (entries: Record<string, string>, extra: Record<string, Record<string, string>> = {}) =>
  new Map(
    Object.entries(entries).map(([id, label]): [string, ListEntry] => [
      id,
      { label, extra: extra[id] ?? {} },
    ]),
  );

export const context: TransformContext = {
  tenant: '11111111-1111-4111-8111-111111111111',
  sourceDatabase: 'main',
  timeZone: 'America/Denver',
  reservationTimeMode: 'wall-as-utc',
  consentUnknown: 'deny',
  asOf: '2025-12-20T12:00:00Z',
  lists: new Map([
    ['species', list({ '1': 'Dog', '2': 'Cat', '3': 'Other', '4': 'Ferret' })],
    ['breeds', list({ '7': '*Mixed Breed ' })],
    ['temperaments', list({ '1': 'Playful' })],
    [
      'vets',
      list({ '900': 'Hill  Vets', '901': 'Quiet Vets' }, { '900': { phone_number: '(505) 555-0142' } }),
    ],
  ]),
};

const lookups: Record<string, LookupTable> = {
  genders: { name: 'genders', entries: { male: 'MALE', female: 'FEMALE' } },
  services: { name: 'services', entries: { 'boarding | big suite': { category: 'BOARDING', price: 55 } } },
};

/** Runs an `apply` list as a mapping would. */
export function apply(
  items: readonly unknown[],
  input: readonly (string | null)[],
  changes: Partial<TransformContext> = {},
  more: Record<string, LookupTable> = {},
): StepResult {
  const own = { ...context, ...changes };
  const zone = zoneOf(own.timeZone);
  const step = compileChain(items.map(toCall), { context: own, lookups: { ...lookups, ...more }, zone });
  return step(input.map((value) => value || null));
}

/** Whether a predicate holds of some columns. */
export function holds(
  name: string,
  input: readonly (string | null)[],
  args: Record<string, unknown> = {},
  more: Record<string, LookupTable> = {},
  changes: Partial<TransformContext> = {},
): boolean {
  const own = { ...context, ...changes };
  const zone = zoneOf(own.timeZone);
  const predicate = predicateOf({ name, args }, { context: own, lookups: { ...lookups, ...more }, zone });
  return predicate(input.map((value) => value || null));
}

export const valueFrom = (items: readonly unknown[], ...input: (string | null)[]) =>
  apply(items, input).value;
export const codesOf = (result: StepResult): string[] => (result.issues ?? []).map(({ code }) => code);

export const defaults = () => readMapping(['mappings/gingr']);

/** Maps one line through the mapping files that the program ships. */
export async function mapLine(
  entity: string,
  values: Record<string, string | null>,
  changes: Partial<TransformContext> = {},
  more: { lookups?: Record<string, LookupTable> } = {},
): Promise<MappedLine & { row: (table: string) => Record<string, string | null> }> {
  const mapping = await defaults();
  const found = mapping.entities.find((candidate) => candidate.entity === entity) as EntityMapping;
  const columns = Object.keys(values);
  const mapper = compileMapping(
    found,
    columns,
    { ...context, ...changes },
    { ...mapping.lookups, ...more.lookups },
  );
  const line = mapper(columns.map((column) => values[column] ?? null));
  const row = (table: string) => {
    const names =
      found.tables.find((candidate) => candidate.table === table)?.columns.map(({ column }) => column) ?? [];
    const staged = line.rows.find((candidate) => candidate.table === table)?.values ?? [];
    return Object.fromEntries(names.map((name, index) => [name, staged[index] ?? null]));
  };
  return { ...line, row };
}
