import { MigrateError } from '../core/errors.ts';
import { checkMapping } from '../mapping/check.ts';
import { readMapping } from '../mapping/read.ts';
import { openSnapshot, type Snapshot } from '../snapshot/read.ts';
import type { MappingCheck } from './results.ts';
import type { Runtime } from './runtime.ts';
import { chooseSnapshot } from './stages.ts';
import { withWorld } from './world.ts';

/** Source columns with data that go nowhere, and target columns that nothing fills. */
export async function mappingCheck(runtime: Runtime, options: { snapshot?: string }): Promise<MappingCheck> {
  const mapping = await readMapping(runtime.settings.mappingFolders);
  const snapshot = await newestSnapshot(runtime, options.snapshot);
  const seen = snapshot ? await filledCells(snapshot) : [];
  const columns = await withWorld(runtime, async ({ shape }) =>
    Object.values(shape.tables).flatMap((table) =>
      Object.keys(table.columns).map((column) => ({ table: table.name, column })),
    ),
  );
  const { nowhere, unfilled } = checkMapping(mapping, seen, columns);
  return {
    ok: true,
    mapping: mapping.hash,
    problems: [],
    unmappedColumns: nowhere,
    unfilledColumns: unfilled,
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

async function filledCells(
  snapshot: Snapshot,
): Promise<{ entity: string; column: string; filled: number }[]> {
  const counts: { entity: string; column: string; filled: number }[] = [];
  for (const { entity, columns } of snapshot.manifest.entities) {
    const mine = columns.map((column) => ({ entity, column, filled: 0 }));
    for await (const lines of snapshot.readLines(entity)) {
      for (const { values } of lines) {
        for (const [index, count] of mine.entries())
          if ((values[index] ?? '').trim() !== '') count.filled += 1;
      }
    }
    counts.push(...mine);
  }
  return counts;
}
