import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { extractFiles } from '../../../src/extract/index.ts';
import { idColumnOf, idPartsOf } from '../../../src/gingr/catalogue.ts';
import { openSnapshot } from '../../../src/snapshot/read.ts';
import { settingsOf } from '../../extract/support.ts';
import type { Records } from '../resort.ts';

/** What stands in a folder of export files, by canonical names; of several lines of a record, the last one. */
export async function datasetOf(folder: string): Promise<Records> {
  const workspace = await mkdtemp(path.join(tmpdir(), 'tailtown-migrate-dataset-'));
  try {
    const { manifest } = await extractFiles({
      ...{ paths: [folder], settings: settingsOf(workspace), timeZone: 'America/Denver' },
      toolVersion: '0.1.0',
    });
    const snapshot = await openSnapshot(workspace, manifest.id);
    const records: Records = {};
    for (const { entity, columns } of manifest.entities) {
      const found = new Map<string, Record<string, string>>();
      for await (const lines of snapshot.readLines(entity)) {
        for (const { values } of lines) {
          const cells = columns.flatMap((name, at) => {
            const value = values[at];
            return value === null || value === undefined ? [] : [[name, value] as const];
          });
          const record = Object.fromEntries(cells);
          const id = idOf(entity, record);
          if (id !== '') found.set(id, record);
        }
      }
      records[entity] = [...found.values()];
    }
    return records;
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}

function idOf(entity: string, record: Record<string, string>): string {
  const parts = idPartsOf(entity);
  if (parts) return parts.map((part) => record[part]?.trim() ?? '').join('/');
  const name = idColumnOf(entity);
  return name === '' ? JSON.stringify(record) : (record[name]?.trim() ?? '');
}
