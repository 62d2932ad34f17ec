import type { EntityMapping, LookupTable } from '../core/mapping.ts';
import { zoneOf } from '../core/time.ts';
import { idColumnOf } from '../gingr/catalogue.ts';
import type { TransformContext } from './context.ts';
import { compileChain } from './functions/index.ts';

/** How the mapping reads a source column: whether it takes a text without a finding. */
export interface Reader {
  /** The last of the functions that it passes through, or `id`. */
  by: string;
  takes: (text: string) => boolean;
}

/** A text that no format has: what takes this takes anything. */
const NONSENSE = 'qzx-vwj';

/**
 * The reader of a source column, made of the mapping's own functions; null where the column takes any text, where
 * nothing reads it, or where only a reference list could tell.
 */
export function readerOf(
  mapping: EntityMapping,
  column: string,
  context: TransformContext,
  lookups: Readonly<Record<string, LookupTable>>,
): Reader | null {
  const targets = mapping.tables.flatMap(({ columns }) => columns);
  const isId = targets.some(
    ({ source }) =>
      source.kind === 'reference' && source.columns.length === 1 && source.columns[0] === column,
  );
  // Ids are whole numbers in all of Gingr's sources (gingr-sources.md 2.0).
  if (isId || column === idColumnOf(mapping.entity)) {
    return { by: 'id', takes: (text) => /^\d+$/.test(text.trim()) };
  }
  const environment = { context, lookups, zone: zoneOf(context.timeZone) };
  for (const { source, apply } of targets) {
    if (source.kind !== 'from' && source.kind !== 'derive') continue;
    const place = source.columns.indexOf(column);
    if (place < 0 || apply.some(({ name }) => name === 'listLabel')) continue;
    const run = compileChain(apply, environment);
    const takes = (text: string) => {
      const input = source.columns.map((_, index) => (index === place ? text : null));
      return !(run(input).issues ?? []).some((issue) => (issue.input ?? 0) === place);
    };
    if (!takes(NONSENSE)) return { by: apply.at(-1)?.name ?? '', takes };
  }
  return null;
}
