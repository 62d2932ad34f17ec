import type { AnswerBook } from './answer-book.ts';
import { UNREVIEWED_AREA } from './catalogue.ts';

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
  readonly #lodgings = new Map<string, { area: string; labels: Map<string, boolean> }>();

  /** `moves`: whether the stay that carries the label is loaded. */
  used(label: LodgingLabel, moves: boolean): void {
    const known = this.#lodgings.get(label.lodging) ?? {
      area: label.area,
      labels: new Map<string, boolean>(),
    };
    this.#lodgings.set(label.lodging, known);
    const id = lodgingId(label);
    known.labels.set(id, moves || known.labels.get(id) === true);
  }

  settle(book: AnswerBook): void {
    for (const { area, labels } of this.#lodgings.values()) {
      const ids = [...labels].filter(([, moves]) => moves).map(([id]) => id);
      if (ids.length > 0) book.group({ entity: 'lodgings', ids, code: 'LODGING_LABEL_VARIANT' });
      if (ids.length > 0 && area === UNREVIEWED_AREA) {
        book.issue('LODGING_TYPE_UNREVIEWED');
        book.forced('resources.type');
      }
      for (const [id, moves] of labels) {
        if (moves) continue;
        book.ended(
          'lodgings',
          id,
          'excluded',
          'LODGING_ONLY_REJECTED',
          'only stays that do not move use this label',
        );
      }
    }
  }
}
