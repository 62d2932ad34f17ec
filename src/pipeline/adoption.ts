import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { configError, isSome, type Problem } from '../core/config/problems.ts';
import { readYaml } from '../core/config/yaml.ts';
import { usageError } from '../core/errors.ts';
import type { Settings } from '../core/settings.ts';
import type { AdoptionDecision } from '../load/input.ts';
import { readMapping } from '../mapping/read.ts';

/** What the target column of the file says for a record that is none of the rows. */
const NEW = 'new';

const text = z.string().trim().min(1, 'Fill it in.');
const decision = z.strictObject({
  entity: text,
  source_id: text,
  target_id: text,
  note: z.string().optional(),
});
const lines = z.array(decision);

/**
 * Reads the reviewed file that `decisions.adoption` names: CSV or YAML with entity, source_id, target_id (an id of the
 * entity's own table, or `new`) and, for people, note. All that is wrong comes at once (exit 2, CONFIG_INVALID).
 */
export async function readAdoption(
  settings: Pick<Settings, 'decisions' | 'mappingFolders'>,
): Promise<AdoptionDecision[]> {
  const { adoption } = settings.decisions;
  if (adoption === undefined) return [];
  const file = path.basename(adoption);
  const content = await readFile(adoption, 'utf8').catch((cause: unknown) => {
    throw usageError(
      'DECISIONS_UNREADABLE',
      `The file of decisions ${file} cannot be read.`,
      'Correct `decisions.adoption` in the config.',
      { cause },
    );
  });
  const read = /\.ya?ml$/i.test(adoption) ? fromYaml(content, file) : fromCsv(content, file);
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

type Place = Pick<Problem, 'file' | 'line'>;
interface Read {
  lines: { decision: z.output<typeof decision>; place: Place }[];
  problems: Problem[];
}

function fromYaml(content: string, file: string): Read {
  const read = readYaml(content, file, lines);
  if (!read.ok) return { lines: [], problems: read.problems };
  return {
    lines: read.value.map((one, index) => ({ decision: one, place: { file: `${file} entry ${index + 1}` } })),
    problems: [],
  };
}

function fromCsv(content: string, file: string): Read {
  const found: Read = { lines: [], problems: [] };
  let rows: { record: Record<string, string>; info: { lines: number } }[];
  try {
    rows = parse(content, { bom: true, columns: true, info: true, skip_empty_lines: true, trim: true });
  } catch (cause) {
    const hint = 'Write it as CSV with the columns entity, source_id, target_id and, if you like, note.';
    const { lines: line } = cause instanceof Error && 'lines' in cause ? cause : { lines: undefined };
    const place = { file, ...(typeof line === 'number' ? { line } : {}) };
    return { lines: [], problems: [{ ...place, message: 'is no CSV that can be read.', hint }] };
  }
  for (const { record, info } of rows) {
    const place = { file, line: info.lines };
    const checked = decision.safeParse(record);
    if (checked.success) found.lines.push({ decision: checked.data, place });
    else
      found.problems.push(
        ...checked.error.issues.map((issue) => ({
          ...place,
          message:
            issue.code === 'unrecognized_keys'
              ? `has a column ${issue.keys.join(', ')} that is not known.`
              : `${issue.path.join('.')} is missing.`,
          hint: 'The columns are entity, source_id, target_id and note.',
        })),
      );
  }
  return found;
}
