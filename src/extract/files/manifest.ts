import type { Zone } from '../../core/time.ts';
import { CATALOGUE } from '../../gingr/catalogue.ts';
import type { FileFinding, Manifest, SnapshotFile } from '../../snapshot/format.ts';
import type { ManifestDraft } from '../../snapshot/write.ts';
import { declaredOf } from '../declared.ts';
import { exportDateOf, instantOf } from './export-date.ts';
import type { ExtractOptions } from './extract.ts';
import type { HeaderMatch } from './header.ts';
import type { InspectedFile } from './inspect.ts';
import type { ReadTotals, Totals } from './read-file.ts';

/** Everything that the manifest says beside the data files. */
export function draftOf(
  { settings, toolVersion, along }: Pick<ExtractOptions, 'settings' | 'toolVersion' | 'along'>,
  inspected: readonly InspectedFile[],
  totals: Totals,
  zone: Zone,
): ManifestDraft {
  const files = inspected.map((file, index) => describe(file, zone, totals.ofFile(index), along));
  const entities = [...new Set(files.map(({ entity }) => entity))];
  return {
    source: inspected.every(({ kind }) => kind === 'table')
      ? ('gingr-dump' as const)
      : ('gingr-files' as const),
    sourceDatabase: settings.sourceDatabase,
    tenant: settings.tenant.id,
    ...asOfOf(files, settings.asOf, zone),
    timeZone: zone.name,
    toolVersion,
    files,
    entities: entities.map((entity) => ({
      entity,
      controls: totals.controlsOf(entity),
      ...declaredOf(entity, settings),
    })),
    findings: findingsOf(files, inspected, totals),
  };
}

/** A file as the manifest names it. */
export function describe(
  inspected: InspectedFile,
  zone: Zone,
  counts: ReadTotals,
  along: ExtractOptions['along'] = {},
): SnapshotFile {
  const { file, match, header } = inspected;
  const kinds = along[file.path];
  const kept = match.unknown.filter((index) => !inspected.dropped.has(index));
  return {
    path: file.path,
    entity: match.entity,
    sha256: inspected.sha256,
    bytes: file.bytes,
    modified: new Date(file.modifiedMs).toISOString(),
    exportDate: exportDateOf(file.path, zone) ?? (inspected.kind === 'table' ? inspected.completed : null),
    encoding: inspected.kind === 'text' ? inspected.encoding : inspected.kind === 'sheet' ? 'xlsx' : 'sql',
    delimiter: inspected.kind === 'text' ? inspected.delimiter : '',
    lines: counts.lines,
    unreadable: counts.unreadable,
    columns: [...header],
    canonical: [...match.canonical],
    unknownColumns: kept.map((index) => match.canonical[index] ?? ''),
    droppedColumns: [...inspected.dropped].map((index) => match.canonical[index] ?? ''),
    ...(kinds === undefined ? {} : { along: kinds }),
  };
}

function asOfOf(
  files: readonly SnapshotFile[],
  operator: string | null,
  zone: Zone,
): Pick<Manifest, 'asOf' | 'asOfFrom'> {
  if (operator !== null) return { asOf: new Date(operator).toISOString(), asOfFrom: 'operator' };
  const declared = files.flatMap(({ exportDate }) =>
    exportDate === null ? [] : [instantOf(exportDate, zone)],
  );
  const newest = declared.length > 0 ? declared : files.map(({ modified }) => Date.parse(modified));
  return {
    asOf: new Date(newest.reduce((a, b) => Math.max(a, b))).toISOString(),
    asOfFrom: declared.length > 0 ? 'export-date' : 'modification-time',
  };
}

function findingsOf(
  files: readonly SnapshotFile[],
  inspected: readonly InspectedFile[],
  totals: Totals,
): FileFinding[] {
  return files.flatMap((file, index): FileFinding[] => [
    ...(['utf-8', 'xlsx', 'sql'].includes(file.encoding)
      ? []
      : [{ code: 'FILE_ENCODING_RECOGNISED', file: index, detail: file.encoding }]),
    ...file.unknownColumns.map((column) => ({ code: 'FILE_COLUMN_UNKNOWN', file: index, column })),
    ...(inspected[index]?.remarks ?? []).map(({ code, detail }) => ({
      ...{ code, file: index },
      ...(detail === '' ? {} : { detail }),
    })),
    ...totals.doubtfulOf(index).map(({ column, cells, firstLine }) => ({
      ...{ code: 'SPREADSHEET_DAY', file: index, column },
      detail: `${cells} ${cells === 1 ? 'cell' : 'cells'}, the first in row ${firstLine}`,
    })),
    ...(file.lines > 0 ? [] : [{ code: 'FILE_WITHOUT_LINES', file: index }]),
  ]);
}

/** Columns of each entity over all its files: those of the catalogue in its order, then the unknown ones by name. */
export function columnsByEntity(
  files: readonly { match: Pick<HeaderMatch, 'entity' | 'canonical'>; dropped: ReadonlySet<number> }[],
): Map<string, string[]> {
  const byEntity = new Map<string, string[]>();
  for (const entity of new Set(files.map(({ match }) => match.entity))) {
    const present = new Set(
      files
        .filter(({ match }) => match.entity === entity)
        .flatMap(({ match, dropped }) => match.canonical.filter((_, index) => !dropped.has(index))),
    );
    const order = CATALOGUE[entity].columns.map(({ name }) => name).filter((name) => present.has(name));
    const rest = [...present].filter((name) => !order.includes(name)).sort();
    byEntity.set(entity, [...order, ...rest]);
  }
  return byEntity;
}
