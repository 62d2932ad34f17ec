import { z } from 'zod';
import { configError, isSome } from '../core/config/problems.ts';
import { MERGEABLE, type MergeDecision } from '../core/merges.ts';
import type { Settings } from '../core/settings.ts';
import { filled, readDecisions } from './decision-file.ts';

const merge = z.strictObject({
  entity: filled,
  source_id: filled,
  into: filled,
  note: z.string().optional(),
});

/**
 * Reads the reviewed file that `decisions.merges` names: CSV or YAML with entity, source_id (the record that went away in
 * Gingr), into (the one that stays) and, for people, note. Who was merged more than once is followed to the last survivor. All that is
 * wrong comes at once (exit 2, CONFIG_INVALID): Gingr exports no merges, so nothing else can correct the file.
 */
export async function readMerges({ decisions }: Pick<Settings, 'decisions'>): Promise<MergeDecision[]> {
  if (decisions.merges === undefined) return [];
  const { lines, problems } = await readDecisions(
    decisions.merges,
    'Correct `decisions.merges` in the config.',
    merge,
  );
  const into = new Map<string, string>();
  for (const { decision: one, place } of lines) {
    const say = (message: string, hint: string) => problems.push({ ...place, message, hint });
    const key = `${one.entity}/${one.source_id}`;
    if (!MERGEABLE.includes(one.entity))
      say(`names ${one.entity}, which Gingr does not merge.`, `Use one of: ${MERGEABLE.join(', ')}.`);
    if (into.has(key)) say(`merges ${key} once more.`, 'Keep one of the lines.');
    else into.set(key, one.into);
  }
  const survivorOf = (entity: string, id: string): string | null => {
    const seen = new Set<string>();
    let at = id;
    for (let next = into.get(`${entity}/${at}`); next !== undefined; next = into.get(`${entity}/${at}`)) {
      if (seen.has(at)) return null;
      seen.add(at);
      at = next;
    }
    return at;
  };
  const merges = lines.flatMap(({ decision: { entity, source_id }, place }) => {
    const survivor = survivorOf(entity, source_id);
    if (survivor !== null) return [{ entity, sourceId: source_id, survivor }];
    problems.push({
      ...place,
      message: `merges ${entity}/${source_id} into itself, by whatever way.`,
      hint: 'Say which of them stays in Gingr.',
    });
    return [];
  });
  if (isSome(problems)) throw configError(problems);
  return merges;
}
