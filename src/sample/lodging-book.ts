import { UNREVIEWED_AREA } from './catalogue.ts';
import type { KeyBuilder } from './key.ts';

/** A lodging as one stay writes it. */
export interface LodgingLabel {
  area: string;
  run: string;
  /** What the label means, `A02`, known from how it was made. */
  lodging: string;
}

/** Id of the derived record: its two labels, trimmed, as a JSON array. */
export const lodgingId = ({ area, run }: Pick<LodgingLabel, 'area' | 'run'>): string =>
  JSON.stringify([area.trim(), run.trim()]);

/** Which labels the stays used; as many as there are lodgings and spellings, however many stays there are. */
export class LodgingBook {
  /** By lodging: its area, and by label the number of stays that move. */
  readonly #lodgings = new Map<string, { area: string; labels: Map<string, number> }>();

  /** `moves`: whether the stay that carries the label is loaded. */
  used(label: LodgingLabel, moves: boolean): void {
    const known = this.#lodgings.get(label.lodging) ?? { area: label.area, labels: new Map() };
    this.#lodgings.set(label.lodging, known);
    const id = lodgingId(label);
    known.labels.set(id, (known.labels.get(id) ?? 0) + (moves ? 1 : 0));
  }

  settle(book: KeyBuilder): void {
    for (const { area, labels } of this.#lodgings.values()) {
      settleSpellings(
        book,
        [...labels].filter(([, uses]) => uses > 0),
      );
      const moves = [...labels.values()].some((uses) => uses > 0);
      if (moves && area === UNREVIEWED_AREA) {
        book.issue('LODGING_TYPE_UNREVIEWED');
        book.forced('resources', 'type');
      }
      for (const [id, uses] of labels) {
        const why = 'only stays that do not move use this label';
        if (uses === 0) book.ended('lodgings', id, 'excluded', 'LODGING_ONLY_REJECTED', why);
      }
    }
  }
}

/** The label that most stays use survives. Where several are used as often, either may, and none is named. */
function settleSpellings(book: KeyBuilder, spellings: [id: string, uses: number][]): void {
  const [most, ...others] = spellings.sort(([, a], [, b]) => b - a);
  if (!most) return;
  const decided = others[0]?.[1] !== most[1];
  book.inserted('lodgings');
  for (const [id] of others) {
    book.ended(
      'lodgings',
      decided ? id : null,
      'merged',
      'LODGING_LABEL_VARIANT',
      `a spelling of ${most[0]}`,
    );
  }
}
