import type { Catalogue, FileEntityName } from '../gingr/catalogue.ts';
import { editDistance } from './suggest.ts';

/** How many of a column's first filled cells the functions of another column can read. */
export interface Fit {
  by: string;
  tried: number;
  fit: number;
}

export interface UnknownHeader {
  entity: FileEntityName;
  header: string;
  files: readonly string[];
  filled: number;
  /** Columns of the catalogue that stand beside it in one of its files: it can't be one of them. */
  taken: ReadonlySet<string>;
  /** Null where the column takes any text. */
  fit: (column: string) => Fit | null;
}

export interface Candidate {
  column: string;
  /** The column's name or alias that is nearest to the header. */
  word: string;
  distance: number;
  /** Its values would be dropped at extract. */
  secret: boolean;
  fit: Fit | null;
}

export interface Suggestion {
  entity: FileEntityName;
  header: string;
  files: readonly string[];
  filled: number;
  /**
   * `proposed`: the one candidate. `tie`: several are equally near. `contested`: another header of the same file is
   * as near to the same column, or nearer. `secret`: the nearest is a column that is never stored, and facts that only
   * look like it would be lost. `none`: nothing is near enough.
   */
  verdict: 'proposed' | 'tie' | 'contested' | 'secret' | 'none';
  /** The nearest ones, all at the same distance. */
  candidates: Candidate[];
  /** Nearer ones by name whose functions can read none of the values. */
  refuted: Candidate[];
}

/** The closest columns of the catalogue for headers that it does not know. Nothing is proposed beyond a third of the name. */
export function propose(headers: readonly UnknownHeader[], catalogue: Catalogue): Suggestion[] {
  const suggestions = headers.map((header) => nearest(header, catalogue));
  return suggestions.map((suggestion) => {
    const [wanted] = suggestion.candidates;
    if (suggestion.verdict !== 'proposed' || !wanted) return suggestion;
    const rival = suggestions.some(
      (other) =>
        other !== suggestion &&
        other.entity === suggestion.entity &&
        other.files.some((file) => suggestion.files.includes(file)) &&
        other.candidates.some(
          ({ column, distance }) => column === wanted.column && distance <= wanted.distance,
        ),
    );
    return rival ? { ...suggestion, verdict: 'contested' } : suggestion;
  });
}

function nearest(unknown: UnknownHeader, catalogue: Catalogue): Suggestion {
  const { entity, header, files, filled, taken } = unknown;
  const near = catalogue[entity].columns
    .filter(({ name }) => !taken.has(name))
    .flatMap(({ name, aliases, secret }): Candidate[] => {
      const words = [name, ...aliases].map((word) => ({ word, ...nameDistance(header, word) }));
      const [best] = words.filter(({ distance, limit }) => distance <= limit).sort(byDistance);
      if (!best) return [];
      return [{ column: name, word: best.word, distance: best.distance, secret, fit: unknown.fit(name) }];
    })
    .sort(byDistance);
  const possible = near.filter(({ fit }) => fit === null || fit.fit > 0);
  const candidates = possible.filter(({ distance }) => distance === possible[0]?.distance);
  const least = candidates[0]?.distance ?? Number.POSITIVE_INFINITY;
  const refuted = near.filter((each) => !possible.includes(each) && each.distance <= least);
  return { entity, header, files, filled, verdict: verdictOf(candidates), candidates, refuted };
}

function verdictOf([only, ...others]: readonly Candidate[]): Suggestion['verdict'] {
  if (only === undefined) return 'none';
  if (others.length > 0) return 'tie';
  return only.secret ? 'secret' : 'proposed';
}

const byDistance = (left: { distance: number }, right: { distance: number }): number =>
  left.distance - right.distance;

/**
 * Edits from one name to another, without case and separators; another order of the words counts as one edit.
 * `limit` is the distance up to which the two may mean the same: a third of the longer one.
 */
export function nameDistance(left: string, right: string): { distance: number; limit: number } {
  const [one, other] = [wordsOf(left), wordsOf(right)];
  const [straight, turned] = [one.join(''), other.join('')];
  const sorted = editDistance([...one].sort().join(''), [...other].sort().join(''));
  return {
    distance: Math.min(editDistance(straight, turned), sorted + 1),
    limit: Math.floor(Math.max(straight.length, turned.length) / 3),
  };
}

/** `emergencyContact #` and `Emergency Contact` are the same words. */
const wordsOf = (name: string): string[] =>
  name
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
