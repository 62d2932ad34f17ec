import { z } from 'zod';
import { configError, isSome } from '../core/config/problems.ts';
import type { Settings } from '../core/settings.ts';
import type { AdoptionDecision } from '../load/input.ts';
import { readMapping } from '../mapping/read.ts';
import { filled, readDecisions } from './decision-file.ts';

/** What the target column of the file says for a record that is none of the rows. */
const NEW = 'new';

const decision = z.strictObject({
  entity: filled,
  source_id: filled,
  target_id: filled,
  note: z.string().optional(),
});

/**
 * Reads the reviewed file that `decisions.adoption` names: CSV or YAML with entity, source_id, target_id (an id of the
 * entity's own table, or `new`) and, for people, note. All that is wrong comes at once (exit 2, CONFIG_INVALID).
 */
export async function readAdoption(
  settings: Pick<Settings, 'decisions' | 'mappingFolders'>,
): Promise<AdoptionDecision[]> {
  const { adoption } = settings.decisions;
  if (adoption === undefined) return [];
  const read = await readDecisions(adoption, 'Correct `decisions.adoption` in the config.', decision);
  const { entities } = await readMapping(settings.mappingFolders);
  const known = entities.flatMap(({ entity, tables }) =>
    tables.some(({ primary }) => primary) ? [entity] : [],
  );
  const problems = [...read.problems];
  const seen = new Map<string, string>();
  for (const { decision: one, place } of read.lines) {
    const say = (message: string, hint: string) => problems.push({ ...place, message, hint });
    if (!known.includes(one.entity))
      say(`names ${one.entity}, which is no entity with rows.`, `Use one of: ${known.join(', ')}.`);
    const places = [`record ${one.entity}/${one.source_id}`];
    if (one.target_id !== NEW) places.push(`row ${one.target_id} of ${one.entity}`);
    for (const what of places) {
      if (seen.has(what)) say(`decides on the ${what} once more.`, 'Keep one of the lines.');
      seen.set(what, what);
    }
  }
  if (isSome(problems)) throw configError(problems);
  return read.lines.map(({ decision: { entity, source_id, target_id } }) => ({
    ...{ entity, sourceId: source_id, targetId: target_id === NEW ? null : target_id },
  }));
}
