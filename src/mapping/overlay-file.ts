import type { Candidate, Suggestion } from './propose.ts';

/** An overlay file that takes the proposed headers of one entity for columns; what a person must decide is a comment. */
export function overlayFile(
  entity: string,
  suggestions: readonly Suggestion[],
  already: Readonly<Record<string, readonly string[]>>,
): string {
  const proposed = new Map<string, Suggestion[]>();
  for (const suggestion of suggestions) {
    const column = suggestion.candidates[0]?.column;
    if (suggestion.verdict !== 'proposed' || column === undefined) continue;
    proposed.set(column, [...(proposed.get(column) ?? []), suggestion]);
  }
  const aliases = [...proposed].flatMap(([column, headers]) => [
    ...headers.flatMap((suggestion) =>
      suggestion.candidates.map((candidate) => `  # ${quoted(suggestion)}: ${evidence(candidate)}`),
    ),
    // An overlay replaces the list of a column, so those that it has stay in it.
    `  ${column}: [${[...(already[column] ?? []), ...headers.map(({ header }) => header)].map((text) => JSON.stringify(text)).join(', ')}]`,
  ]);
  const open = suggestions.filter(({ verdict }) => verdict !== 'proposed').map(openLine);
  return `${[...HEAD, `entity: ${entity}`, ...(aliases.length > 0 ? ['aliases:', ...aliases] : []), ...open].join('\n')}\n`;
}

const HEAD = [
  '# Proposed by `tailtown-migrate mapping suggest`. Nothing is applied until this folder is given as --mapping or as',
  '# mapping.overlay. Review every line: a header that is taken for the wrong column puts facts where they do not belong.',
];

function openLine(suggestion: Suggestion): string {
  const { verdict, candidates } = suggestion;
  const named = candidates.map((candidate) => `${candidate.column} (${evidence(candidate)})`).join(' or ');
  switch (verdict) {
    case 'tie':
      return `# Yours to decide, equally near: ${quoted(suggestion)} may be ${named}.`;
    case 'contested':
      return `# Yours to decide, another header is as near: ${quoted(suggestion)} may be ${named}.`;
    case 'secret':
      return `# Yours to decide: ${quoted(suggestion)} may be ${named}.`;
    case 'none':
      return `# Nothing is near ${quoted(suggestion)}: declare it under extraColumns and map it, or leave it.`;
    case 'proposed':
      return '';
  }
}

const quoted = ({ header, filled }: Suggestion): string => `${JSON.stringify(header)} (${filled} filled)`;

/** Why a column was proposed, without any value. */
export function evidence({ word, distance, secret, fit }: Candidate): string {
  const edits = distance === 1 ? '1 edit' : `${distance} edits`;
  const read = fit === null ? 'takes any text' : `${fit.by} reads ${fit.fit} of ${fit.tried}`;
  return `${edits} from ${word}, ${secret ? 'a secret: never stored' : read}`;
}
