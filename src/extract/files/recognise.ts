import { mask } from '../../core/mask.ts';
import {
  CATALOGUE,
  type Catalogue,
  FILE_ENTITIES,
  type FileEntityName,
  headerKey,
} from '../../gingr/catalogue.ts';
import { KNOWN_REPORTS } from '../../gingr/reports.ts';
import { type HeaderMatch, matchHeader } from './header.ts';
import type { Problem } from './problems.ts';

export type Recognised = { kind: 'entity'; match: HeaderMatch } | { kind: 'problem'; problem: Problem };

/** A match below this share of the best one is not "the same header", whatever the file is called. */
const NEAR = 0.6;

/**
 * Which entity a file holds, judged by its header (DESIGN.md section 4). Where the headers of several entities fit,
 * the file name decides; `forced` (`--as`) decides always. Anything doubtful is a problem, never a guess.
 */
export function recognise(
  path: string,
  header: readonly string[],
  forced: FileEntityName | null,
  catalogue: Catalogue,
): Recognised {
  const nearest = recogniseEntity(path, header, forced, catalogue);
  return nearest.kind === 'entity' ? judged(path, nearest.match) : nearest;
}

/** The same, whether or not the file can be read as that entity: columns may be missing, or stand there twice. */
export function recogniseEntity(
  path: string,
  header: readonly string[],
  forced: FileEntityName | null,
  catalogue: Catalogue,
): Recognised {
  if (forced) return { kind: 'entity', match: matchHeader(catalogue, forced, header) };
  const keys = new Set(header.map(headerKey));
  const report = KNOWN_REPORTS.find(({ columns }) => columns.every((column) => keys.has(column)));
  if (report) return problem(path, 'FILE_NOT_RECOGNISED', `this is Gingr's ${report.title}: ${report.why}`);

  const matches = FILE_ENTITIES.map((entity) => matchHeader(catalogue, entity, header)).sort(
    (a, b) => b.known - a.known || soundness(b) - soundness(a),
  );
  const [best] = matches;
  if (!best || best.known === 0) return notRecognised(path, header, best);
  const named = matches.find(({ entity }) => entity === entityInName(path));
  if (named && named.known >= NEAR * best.known) return { kind: 'entity', match: named };
  if (best.known * 2 < header.length) return notRecognised(path, header, best);
  const same = matches.filter((match) => match.known === best.known && soundness(match) === soundness(best));
  if (same.length > 1) return ambiguous(path, same);
  return { kind: 'entity', match: best };
}

/** What can be said of the header without showing what may be a record: only words that look like column names. */
export function describeHeader(header: readonly string[]): string {
  const words = header.every((name) => /^[A-Za-z_ ]?[\w .()/?#-]*$/.test(name) && !/\d{3}/.test(name));
  const shown = header.slice(0, 12).map((name) => (words ? name : mask(name)));
  return `${shown.join(', ')}${header.length > 12 ? `, and ${header.length - 12} more` : ''}`;
}

/** The entity that the words of a file name say, where they say just one. */
export function entityInName(path: string): FileEntityName | null {
  const name = (path.split('/').pop() ?? '').replace(/(\.\w{1,4}){1,2}$/, '');
  const words = `_${name.toLowerCase().replace(/[^a-z]+/g, '_')}_`;
  const hits = FILE_ENTITIES.flatMap((entity) =>
    CATALOGUE[entity].fileNames
      .filter((alias) => words.includes(`_${alias}_`))
      .map((alias) => ({ entity, alias })),
  );
  const longest = hits.filter(
    ({ alias }) => !hits.some((other) => other.alias !== alias && `_${other.alias}_`.includes(`_${alias}_`)),
  );
  const entities = new Set(longest.map(({ entity }) => entity));
  const [only] = entities;
  return entities.size === 1 && only ? only : null;
}

const soundness = (match: HeaderMatch): number =>
  match.missing.length === 0 && match.clashes.length === 0 ? 1 : 0;

function judged(path: string, match: HeaderMatch): Recognised {
  if (match.missing.length > 0) {
    const columns = match.missing.map(({ name, aliases }) =>
      aliases.length > 0 ? `${name} (or ${aliases.join(', ')})` : name,
    );
    return problem(
      path,
      'FILE_COLUMN_REQUIRED',
      `holds ${match.entity}, but lacks the column ${columns.join('; ')}`,
      'Export the file again with these columns, or name the entity it really holds with --as FILE=ENTITY.',
    );
  }
  const [clash] = match.clashes;
  if (clash) {
    const hint = 'Remove or rename one of the two columns; nothing tells which of them is right.';
    return problem(path, 'FILE_COLUMN_TWICE', `has columns that mean the same: ${clash.join(', ')}`, hint);
  }
  return { kind: 'entity', match };
}

function ambiguous(path: string, matches: readonly HeaderMatch[]): Recognised {
  const entities = matches.map(({ entity }) => entity).sort();
  return problem(
    path,
    'FILE_AMBIGUOUS',
    `has a header that ${entities.join(', ')} share, and its name does not say which it is`,
    `Say what it holds with --as ${path.split('/').pop()}=ENTITY, where ENTITY is one of ${entities.join(', ')}; or name the file after its entity.`,
  );
}

function notRecognised(
  path: string,
  header: readonly string[],
  nearest: HeaderMatch | undefined,
): Recognised {
  const near =
    nearest && nearest.known > 0
      ? `; nearest is ${nearest.entity} with ${nearest.known} of ${header.length} columns known` +
        (nearest.missing.length > 0 ? `, without ${nearest.missing.map(({ name }) => name).join(', ')}` : '')
      : '';
  return problem(
    path,
    'FILE_NOT_RECOGNISED',
    `is of an unknown kind: its header is ${describeHeader(header)}${near}`,
  );
}

const problem = (
  path: string,
  code: string,
  text: string,
  hint = 'Remove the file from the input, export it with raw column names, or say what it holds with --as FILE=ENTITY.',
): Recognised => ({ kind: 'problem', problem: { path, code, text, hint } });
