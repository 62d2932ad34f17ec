import { existsSync } from 'node:fs';
import { MigrateError } from '../core/errors.ts';
import type { Mapping } from '../core/mapping.ts';
import { introspect, type Shape } from '../database/introspect.ts';
import { FORM_COLUMN, FormCounts, hasForm } from '../gingr/form-data.ts';
import { readOtherwise } from '../mapping/aliases.ts';
import { checkMapping, type SeenColumn, type TargetColumn } from '../mapping/check.ts';
import { readMapping } from '../mapping/read.ts';
import { openSnapshot, type Snapshot } from '../snapshot/read.ts';
import type { MappingCheck } from './results.ts';
import type { Runtime } from './runtime.ts';
import { chooseSnapshot } from './stages.ts';
import { withSession } from './world.ts';

/**
 * Source columns with data that go nowhere, and target columns that nothing fills. Writes nothing, and needs neither a
 * tenants row nor a prepared target; what is not there to be checked is named.
 */
export async function mappingCheck(runtime: Runtime, options: { snapshot?: string }): Promise<MappingCheck> {
  const mapping = await readMapping(runtime.settings.mappingFolders);
  const snapshot = await newestSnapshot(runtime, options.snapshot);
  const target = targetColumns(mapping, await targetShape(runtime));
  const seen = snapshot ? await filledCells(snapshot) : [];
  const { nowhere, unfilled } = checkMapping(mapping, seen, target);
  const otherwise = snapshot ? readOtherwise(snapshot.manifest.files, mapping) : [];
  const problems = snapshot ? unmappedEntities(snapshot, mapping) : [];
  return {
    ok: problems.length === 0,
    mapping: mapping.hash,
    problems,
    unmappedColumns: nowhere,
    unfilledColumns: unfilled,
    notChecked: [
      ...(snapshot ? [] : ['source columns: there is no snapshot yet; `extract` makes one']),
      ...otherwise.map(
        (header) =>
          `${header}: the mapping reads it otherwise than this snapshot does; run \`extract\` again`,
      ),
      ...(target.length > 0
        ? []
        : ["target columns: the target has none of Tailtown's tables yet; `prepare` makes them"]),
    ],
  };
}

/** Without a snapshot only the mapping itself can be checked. */
async function newestSnapshot(runtime: Runtime, id: string | undefined): Promise<Snapshot | null> {
  try {
    return await openSnapshot(runtime.settings.workspace, (await chooseSnapshot(runtime, id)).manifest.id);
  } catch (error) {
    if (!id && error instanceof MigrateError && error.code === 'SNAPSHOT_MISSING') return null;
    throw error;
  }
}

/** Null for an embedded target that nobody made yet: to open it would make it. */
async function targetShape(runtime: Runtime): Promise<Shape | null> {
  const { target } = runtime.settings;
  if (target.kind === 'embedded' && !existsSync(target.directory)) return null;
  return withSession(runtime, introspect);
}

/** Columns of the tables that the mapping fills. */
function targetColumns({ entities }: Mapping, shape: Shape | null): TargetColumn[] {
  const tables = new Set(entities.flatMap((entity) => entity.tables.map(({ table }) => table)));
  return Object.values(shape?.tables ?? {})
    .filter(({ name }) => tables.has(name))
    .flatMap(({ name, columns }) =>
      Object.values(columns).map((column) => ({
        ...{ table: name, column: column.name },
        required: column.notNull && !column.hasDefault && !column.generated,
      })),
    );
}

/** Records that no mapping file speaks of would stand in no account: a load is refused. */
const unmappedEntities = ({ manifest }: Snapshot, { entities }: Mapping): MappingCheck['problems'] =>
  manifest.entities
    .filter(({ entity }) => !entities.some((known) => known.entity === entity))
    .map(({ entity }) => ({
      ...{ file: entity, line: null, column: null },
      message: 'The snapshot holds it, and no mapping file speaks of it.',
      hint: 'Add a mapping file for the entity, or take back the overlay that removed it.',
    }));

async function filledCells(snapshot: Snapshot): Promise<SeenColumn[]> {
  const counts: SeenColumn[] = [];
  for (const { entity, columns } of snapshot.manifest.entities) {
    const mine = columns.map((column) => ({ entity, column, filled: 0 }));
    const form = hasForm(entity) ? columns.indexOf(FORM_COLUMN) : -1;
    const fields = new FormCounts(new Set());
    for await (const lines of snapshot.readLines(entity)) {
      for (const { values } of lines) {
        for (const [index, count] of mine.entries())
          if ((values[index] ?? '').trim() !== '' && !(index === form && fields.add(values[index] ?? null)))
            count.filled += 1;
      }
    }
    counts.push(...mine, ...[...fields.take()].map(([column, filled]) => ({ entity, column, filled })));
  }
  return counts;
}
