import { type Document, isMap, isNode, isPair, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { Problem } from './problems.ts';

export type Checked<T> = { ok: true; value: T } | { ok: false; problems: Problem[] };

/**
 * Reads YAML text and checks it with `schema`. All problems come at once, each with file, line and column (counted
 * from 1) and what to do. Problems name keys, never values: a value in the wrong place may be a secret.
 */
export function readYaml<S extends z.ZodType>(text: string, file: string, schema: S): Checked<z.output<S>> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  if (document.errors.length > 0) {
    const hint = 'Correct the YAML; values with : # or { in them need quotes.';
    const problems = document.errors.map((error) => ({
      ...at(error.pos[0]),
      message: `is not valid YAML (${error.code}).`,
      hint,
    }));
    return { ok: false, problems };
  }
  const checked = schema.safeParse(document.toJS() ?? {});
  if (checked.success) return { ok: true, value: checked.data };
  const problems = checked.error.issues
    .flatMap((issue) => describe(issue, document, at))
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
  return { ok: false, problems };
}

type Place = (offset: number) => { file: string; line: number; column: number };

function describe(issue: z.core.$ZodIssue, document: Document.Parsed, at: Place): Problem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      ...at(offsetOf(document, [...issue.path, key], 'key')),
      message: `Unknown key ${named([...issue.path, key])}.`,
      hint: 'Remove it or correct its spelling.',
    }));
  }
  if (issue.code === 'invalid_key') {
    const reasons = issue.issues.map((inner) => inner.message).join(' ');
    return [
      {
        ...at(offsetOf(document, issue.path, 'key')),
        message: `${named(issue.path)} is a name that does not work.`,
        hint: reasons,
      },
    ];
  }
  return [
    {
      ...at(offsetOf(document, issue.path, 'value')),
      message: `${issue.path.length === 0 ? 'The file' : named(issue.path)} is wrong.`,
      hint: hintOf(issue),
    },
  ];
}

/** zod's own words, where the schema gives none, turned into what to do. They never quote the input. */
function hintOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `Give ${article(issue.expected)}.`;
    case 'invalid_value':
      return `Use one of: ${issue.values.map(String).join(', ')}.`;
    default:
      return issue.message;
  }
}

const EXPECTED: Record<string, string> = {
  object: 'keys with values',
  record: 'keys with values',
  array: 'a list',
  string: 'a text',
};
const article = (expected: string): string => EXPECTED[expected] ?? `a ${expected}`;

const named = (path: readonly PropertyKey[]): string => path.map(String).join('.');

/** Offset of the node at `path`; of the nearest one above it where the node itself is missing. */
function offsetOf(document: Document.Parsed, path: readonly PropertyKey[], part: 'key' | 'value'): number {
  for (let length = path.length; length > 0; length--) {
    const parent = document.getIn(path.slice(0, length - 1), true) ?? document.contents;
    const last = String(path[length - 1]);
    const pair = isMap(parent)
      ? parent.items.find((item) => isPair(item) && String(item.key) === last)
      : undefined;
    const found = pair
      ? part === 'value' && length === path.length
        ? pair.value
        : pair.key
      : document.getIn(path.slice(0, length), true);
    if (isNode(found) && found.range) return found.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}
