import { evidence } from '../../mapping/overlay-file.ts';
import type { MappingSuggest } from '../../pipeline/results.ts';
import type { Result } from '../command.ts';
import { columns, list, paragraphs } from '../text.ts';

type Suggestion = MappingSuggest['suggestions'][number];

/** Proposals as a table, what a person must decide below it. Headers and counts only, never a value. */
export function suggestResult(found: MappingSuggest): Result {
  const { files, suggestions, written } = found;
  const of = (verdict: Suggestion['verdict']) =>
    suggestions.filter((suggestion) => suggestion.verdict === verdict);
  const proposed = of('proposed').flatMap(({ entity, header, filled, candidates }) =>
    candidates.map((candidate) => [entity, header, filled, candidate.column, evidence(candidate)]),
  );
  const open = ({ entity, header, filled, candidates }: Suggestion) =>
    `${entity}: ${header} (${count(filled)} filled)${candidates.length === 0 ? '' : `: ${candidates.map((each) => `${each.column} (${evidence(each)})`).join('; ')}`}`;
  const refuted = suggestions.flatMap(({ entity, header, refuted: near }) =>
    near.map((candidate) => `${entity}: ${header} is not ${candidate.column} (${evidence(candidate)})`),
  );
  const missing = files.flatMap(({ path, entity, missing: names }) =>
    names.length === 0 ? [] : [`${path}, ${entity}: ${names.join(', ')}`],
  );
  return {
    text: paragraphs(
      columns([
        ['file', 'entity', 'lines', 'known columns', 'unknown'],
        ...files.map(({ path, entity, lines, known, unknown }) => [path, entity, lines, known, unknown]),
      ]),
      columns([['entity', 'header', 'filled', 'proposed column', 'why'], ...proposed]),
      list('Equally near to several columns, yours to decide', of('tie').map(open), 100),
      list(
        'Another header of the file is as near or nearer, yours to decide',
        of('contested').map(open),
        100,
      ),
      list('Near to a secret, yours to decide', of('secret').map(open), 100),
      list('Nothing is near', of('none').map(open), 100),
      list('Near by name, but none of the values can be read so', refuted, 100),
      list('Columns without which the file is refused', missing, 100),
      list('Written, for you to review', written, 100),
      endOf(found, proposed.length),
    ),
    json: found,
    status: 'ok',
  };
}

function endOf({ suggestions, written }: MappingSuggest, proposed: number): string {
  if (suggestions.length === 0) return 'Every header is known.';
  if (written.length > 0)
    return 'Nothing is applied until the folder is given as --mapping or mapping.overlay.';
  return proposed === 0
    ? 'Nothing is proposed.'
    : 'Nothing was applied. --out FOLDER writes the proposals as an overlay to review.';
}

const count = (value: number): string => value.toLocaleString('en-US');
