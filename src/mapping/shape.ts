import type { z } from 'zod';
import { didYouMean } from './suggest.ts';
import { type Problem, placeOf, type Tree } from './tree.ts';

type ShapeIssue = z.core.$ZodIssue;

/** Keys that a file, table or column may have; only for suggestions. */
const KEYS =
  `entity lookup about extraColumns aliases list derivedFrom exclude tables entries primary recognise leftovers conflict columns
  from value empty reference required missing unknown derive apply fallback forced tooLong predicate args key label extra table
  column mergeRule onlyRejectedRule through together row fold unless otherwise when staged rule merge equal prefer step`.split(
    /\s+/,
  );

/** zod's findings with the place of each in the file. */
export function shapeProblems(issues: readonly ShapeIssue[], tree: Tree): Problem[] {
  return issues
    .flatMap((issue) => flatten(issue))
    .flatMap(({ issue, path }): Problem[] => {
      if (issue.code !== 'unrecognized_keys') {
        return [{ place: placeOf(tree, path), message: `${path.map(String).join('.')}: ${issue.message}` }];
      }
      return issue.keys.map((key) => ({
        place: placeOf(tree, [...path, key], true),
        message: `unknown key "${key}"${didYouMean(key, KEYS)}`,
      }));
    });
}

interface Found {
  issue: ShapeIssue;
  path: PropertyKey[];
}

/** Of a union, the branch that came nearest: the one whose findings lie deepest. */
function flatten(issue: ShapeIssue, above: PropertyKey[] = []): Found[] {
  const path = [...above, ...issue.path];
  if (issue.code !== 'invalid_union') return [{ issue, path }];
  const branches = issue.errors.map((errors) => errors.flatMap((error) => flatten(error, path)));
  const nearest = branches.find((branch) =>
    branch.some((found) => found.issue.code === 'unrecognized_keys' || found.path.length > path.length),
  );
  return nearest ?? [{ issue, path }];
}
