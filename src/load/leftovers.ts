import { EXTERNAL_ID } from '../core/mapping.ts';
import { ident, literal } from '../database/sql.ts';
import type { Unit, UnitColumn } from '../staging/layout.ts';
import { wanted } from './expressions.ts';

/** What older importers wrote into one column of a table (tailtown-target.md 8), as the mapping names it. */
export interface Leftover {
  column: string;
  /** A key stays as it is; in any other column it stands for a value that nobody had. */
  isKey: boolean;
  /** SQL: the standing text as it is compared. */
  text: string;
  /** SQL, true where the standing text may be one of some record. */
  like: string;
  /** SQL: the texts of the record of `s` and `p`. */
  texts: string[];
}

/** The leftovers that this target has columns for. E-mail addresses are alike in whatever case. */
export function leftoversOf(unit: Unit): Leftover[] {
  const id = unit.columns.find(({ name }) => name === EXTERNAL_ID);
  if (!id) return [];
  return Object.entries(unit.mapping.leftovers ?? {}).flatMap(([name, patterns]): Leftover[] => {
    const column = unit.columns.find((candidate) => candidate.name === name);
    if (!column?.targetType || !id.targetType) return [];
    const text = `lower(t.${ident(name)})`;
    const like = patterns.map(
      (pattern) => `${text} LIKE ${literal(pattern.toLowerCase().split('{id}').map(escaped).join('%'))}`,
    );
    return [
      {
        ...{ column: name, text, isKey: unit.mapping.recognise.some((key) => key.includes(name)) },
        like: `(${like.join(' OR ')})`,
        texts: patterns.map((pattern) => textOf(pattern, id)),
      },
    ];
  });
}

/** SQL array of the texts that older importers would have written for the record of `s` and `p`. */
export const olderTexts = ({ texts }: Leftover): string => `ARRAY[${texts.join(', ')}]`;

/** SQL, true where what stands in the column is what an older importer wrote for this very record; null where nothing is. */
export function isLeftover(unit: Unit, column: UnitColumn): string | null {
  const leftover = leftoversOf(unit).find((candidate) => candidate.column === column.name);
  return leftover ? `(${leftover.text} = ANY (${olderTexts(leftover)}))` : null;
}

const escaped = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

const textOf = (pattern: string, id: UnitColumn): string =>
  pattern
    .toLowerCase()
    .split('{id}')
    .map((part) => literal(part))
    .join(` || lower(${wanted(id)}) || `);
