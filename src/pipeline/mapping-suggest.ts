import { mkdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { usageError } from '../core/errors.ts';
import type { Mapping } from '../core/mapping.ts';
import { type FileColumns, readUnknownColumns } from '../extract/index.ts';
import type { FileEntityName } from '../gingr/catalogue.ts';
import { catalogueOf } from '../mapping/aliases.ts';
import { columnsRead } from '../mapping/check.ts';
import { overlayFile } from '../mapping/overlay-file.ts';
import { type Fit, propose, type UnknownHeader } from '../mapping/propose.ts';
import { readMapping } from '../mapping/read.ts';
import type { TransformContext } from '../transform/context.ts';
import { readerOf } from '../transform/readers.ts';
import type { MappingSuggest } from './results.ts';
import type { Runtime } from './runtime.ts';

/** Filled cells of a column that are tried: enough to tell a date from a name. */
const TRIED = 1000;

export interface SuggestOptions {
  paths: string[];
  entity: FileEntityName | null;
  /** Folder for overlay files; nothing is written without it. */
  out: string | null;
}

/**
 * Proposes columns for the headers that neither the catalogue nor the mapping knows. Reads files and mapping alone: no
 * tenant, no target. Errors: as of extract, OUTPUT_EXISTS (exit 2).
 */
export async function mappingSuggest(runtime: Runtime, options: SuggestOptions): Promise<MappingSuggest> {
  const { settings, signal } = runtime;
  const mapping = await readMapping(settings.mappingFolders);
  const catalogue = catalogueOf(mapping);
  const { paths, entity } = options;
  const files = await readUnknownColumns({ paths, entity, settings, catalogue, most: TRIED, signal });
  const suggestions = propose(unknownHeaders(files, mapping, runtime), catalogue);
  const written = options.out === null ? [] : await writeOverlay(options.out, filesOf(mapping, suggestions));
  return {
    files: files.map(({ path, entity, lines, known, unknown, missing }) => ({
      ...{ path, entity, lines, known: known.length, unknown: unknown.length, missing },
    })),
    suggestions,
    written,
  };
}

/** Each header once per entity, over all files that have it. */
function unknownHeaders(
  files: readonly FileColumns[],
  mapping: Mapping,
  { settings }: Runtime,
): UnknownHeader[] {
  const context: TransformContext = {
    ...{ tenant: settings.tenant.id, sourceDatabase: settings.sourceDatabase, lists: new Map() },
    timeZone: settings.tenant.timeZone ?? 'UTC',
    reservationTimeMode: settings.reservationTimeMode,
    consentUnknown: settings.consentUnknown,
    asOf: settings.asOf ?? new Date(Math.max(0, ...files.map((file) => file.modifiedMs))).toISOString(),
  };
  const headers = new Map<string, { entity: FileEntityName; header: string; at: FileColumns[] }>();
  for (const file of files) {
    const own = mapping.entities.find(({ entity }) => entity === file.entity);
    const read = own ? columnsRead(own) : new Set<string>();
    for (const { header } of file.unknown) {
      if (read.has(header)) continue;
      const key = JSON.stringify([file.entity, header]);
      const at = headers.get(key)?.at ?? [];
      headers.set(key, { entity: file.entity, header, at: [...at, file] });
    }
  }
  return [...headers.values()].map(({ entity, header, at }) => {
    const columns = at.flatMap(({ unknown }) => unknown.filter((column) => column.header === header));
    const texts = columns.flatMap((column) => column.texts).slice(0, TRIED);
    const own = mapping.entities.find((each) => each.entity === entity);
    return {
      ...{ entity, header, files: at.map((file) => file.path) },
      filled: columns.reduce((sum, column) => sum + column.filled, 0),
      taken: new Set(at.flatMap(({ known }) => known)),
      fit: (column): Fit | null => {
        const reader = own ? readerOf(own, column, context, mapping.lookups) : null;
        if (reader === null || texts.length === 0) return null;
        return { by: reader.by, tried: texts.length, fit: texts.filter(reader.takes).length };
      },
    };
  });
}

function filesOf(
  mapping: Mapping,
  suggestions: MappingSuggest['suggestions'],
): { name: string; text: string }[] {
  return [...new Set(suggestions.map(({ entity }) => entity))].map((entity) => ({
    name: `${entity}.yaml`,
    text: overlayFile(
      entity,
      suggestions.filter((suggestion) => suggestion.entity === entity),
      mapping.entities.find((each) => each.entity === entity)?.aliases ?? {},
    ),
  }));
}

/** Writes new files only: what a person reviewed is never overwritten. */
async function writeOverlay(folder: string, files: { name: string; text: string }[]): Promise<string[]> {
  const targets = files.map(({ name, text }) => ({ file: path.join(folder, name), text }));
  for (const { file } of targets) {
    const there = await stat(file).then(
      () => true,
      () => false,
    );
    if (!there) continue;
    throw usageError(
      'OUTPUT_EXISTS',
      `${file} is there already`,
      'Give --out another folder, and take over from it by hand what you want.',
    );
  }
  await mkdir(folder, { recursive: true });
  for (const { file, text } of targets) await writeFile(file, text, { flag: 'wx' });
  return targets.map(({ file }) => file);
}
