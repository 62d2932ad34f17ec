import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { Problem } from '../core/config/problems.ts';
import { readYaml } from '../core/config/yaml.ts';
import { delimiterOf } from '../core/csv.ts';
import { usageError } from '../core/errors.ts';

export type Place = Pick<Problem, 'file' | 'line'>;

export interface Read<T> {
  lines: { decision: T; place: Place }[];
  problems: Problem[];
}

/** One column of a file of decisions that must be filled. */
export const filled = z.string().trim().min(1, 'Fill it in.');

/**
 * Reads a reviewed file of decisions, CSV or YAML (a list of the same keys), line by line; what is wrong with a line becomes a
 * problem with its place. `remedy` is said where it cannot be read at all: DECISIONS_UNREADABLE (exit 2).
 */
export async function readDecisions<T extends z.ZodObject>(
  file: string,
  remedy: string,
  line: T,
): Promise<Read<z.output<T>>> {
  const name = path.basename(file);
  const content = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw usageError('DECISIONS_UNREADABLE', `The file of decisions ${name} cannot be read.`, remedy, {
      cause,
    });
  });
  return /\.ya?ml$/i.test(file) ? fromYaml(content, name, line) : fromCsv(content, name, line);
}

function fromYaml<T extends z.ZodObject>(content: string, file: string, line: T): Read<z.output<T>> {
  const read = readYaml(content, file, z.array(line));
  if (!read.ok) return { lines: [], problems: read.problems };
  return {
    lines: read.value.map((one, index) => ({ decision: one, place: { file: `${file} entry ${index + 1}` } })),
    problems: [],
  };
}

function fromCsv<T extends z.ZodObject>(content: string, file: string, line: T): Read<z.output<T>> {
  const found: Read<z.output<T>> = { lines: [], problems: [] };
  const columns = Object.keys(line.shape);
  let rows: { record: Record<string, string>; info: { lines: number } }[];
  try {
    rows = parse(content, {
      ...{ bom: true, columns: true, info: true, skip_empty_lines: true, trim: true },
      // A file that was mended by two programs has the line ends of both.
      record_delimiter: ['\r\n', '\n', '\r'],
      delimiter: delimiterOf(content),
    });
  } catch (cause) {
    const hint = `Write it as CSV with the columns ${columns.slice(0, -1).join(', ')} and, if you like, ${columns.at(-1)}.`;
    const { lines: at } = cause instanceof Error && 'lines' in cause ? cause : { lines: undefined };
    const place = { file, ...(typeof at === 'number' ? { line: at } : {}) };
    return { lines: [], problems: [{ ...place, message: 'is no CSV that can be read.', hint }] };
  }
  for (const { record, info } of rows) {
    const place = { file, line: info.lines };
    const checked = line.safeParse(record);
    if (checked.success) found.lines.push({ decision: checked.data, place });
    else
      found.problems.push(
        ...checked.error.issues.map((issue) => ({
          ...place,
          message:
            issue.code === 'unrecognized_keys'
              ? `has a column ${issue.keys.join(', ')} that is not known.`
              : `${issue.path.join('.')} is missing.`,
          hint: `The columns are ${columns.slice(0, -1).join(', ')} and ${columns.at(-1)}.`,
        })),
      );
  }
  return found;
}
