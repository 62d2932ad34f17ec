import { listSnapshots, openSnapshot } from '../../src/snapshot/read.ts';

export interface Cell {
  entity: string;
  column: string;
  value: string;
}

/** Every filled cell of every snapshot of a workspace. */
export async function linesOfSnapshots(workspace: string): Promise<Cell[]> {
  const cells: Cell[] = [];
  for (const { id } of await listSnapshots(workspace)) {
    const snapshot = await openSnapshot(workspace, id);
    for (const { entity, columns } of snapshot.manifest.entities) {
      for await (const lines of snapshot.readLines(entity)) {
        for (const { values } of lines) {
          columns.forEach((column, index) => {
            const value = values[index];
            if (typeof value === 'string' && value !== '') cells.push({ entity, column, value });
          });
        }
      }
    }
  }
  return cells;
}
