import { checkpoint } from '../../core/checkpoint.ts';
import type { Mapping } from '../../core/mapping.ts';
import type { Session } from '../../database/session.ts';
import { type Layout, usesOf } from '../../staging/layout.ts';
import { CopyBuffers, CopyWriter } from '../../staging/writer.ts';
import { compileMapping } from '../compile.ts';
import type { TransformContext } from '../context.ts';
import { callFunction } from '../functions/index.ts';
import { LineWriter } from '../line-writer.ts';

/**
 * Records of derived entities: the distinct references that staged rows make, each mapped like a line of a file.
 * Their `content` is the key under which spelling variants are one; settle merges them.
 * `lines` have been numbered before.
 */
export async function deriveEntities(
  session: Session,
  layout: Layout,
  mapping: Mapping,
  context: TransformContext,
  lines: number,
): Promise<void> {
  const buffers = new CopyBuffers();
  const copy = new CopyWriter(session);
  const writer = new LineWriter(buffers, layout, lines);
  for (const entity of mapping.entities) {
    const from = entity.derivedFrom;
    if (!from) continue;
    const uses = usesOf(layout, entity).map(
      ({ unit, column: { sql } }) => `SELECT ${sql} AS id FROM ${unit.staged} WHERE ${sql} IS NOT NULL`,
    );
    if (uses.length === 0) continue;
    const { rows } = await session.query<{ id: string }>(
      `SELECT DISTINCT id FROM (${uses.join(' UNION ALL ')}) u ORDER BY 1`,
    );
    const map = compileMapping(entity, ['id', ...from.columns], context, mapping.lookups);
    for (const { id } of rows) {
      const parts = from.columns.length === 1 ? [id] : (JSON.parse(id) as (string | null)[]);
      const key = callFunction(from.key, parts, context);
      const mapped = map([id, ...parts]);
      writer.add(
        entity.entity,
        { ...mapped, content: String(key) },
        {
          ...{ file: null, line: null, group: null, control: null, safety: null },
          ...{ trait: null, desk: null, location: null, readings: [] },
        },
      );
    }
    copy.add(buffers.take());
    await copy.flush(true);
    checkpoint('derive.entity');
  }
}
