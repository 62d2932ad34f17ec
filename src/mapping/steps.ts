import { ESTIMATE_LABEL, FORFEITED_LABEL, SERVICES_LABEL } from '../core/labels.ts';
import type { ColumnSource } from '../core/mapping.ts';

/** The words for what looks at several records at once: steps over staging, which transform/derive implements. */

/** What a step says of values that it puts together from other records: a snapshot that holds none of those says nothing. */
export interface Gathers {
  /**
   * The entities whose records are gathered: of ones that are declared complete, a snapshot that holds none says that there
   * are none. A mended record of one of them has the step done anew, from all of them (pipeline/replay-along.ts).
   */
  of?: readonly string[];
  /** The staged column that is filled where the snapshot does say something. */
  said?: string;
  /** Columns whose elements name the word (`requirement`) that each of them put among the record's own. */
  lists?: readonly string[];
  /** The gathered part stands behind the record's own text, below this heading, entry by entry. */
  tail?: string;
  /** A word that records of another kind put among the record's own in the column of another step. */
  word?: GatheredWord;
}

interface GatheredWord {
  column: string;
  word: string;
  /** The record's own text that gives the word as well. */
  text: string;
  /** The rows of those other records: as long as one that refers to the record is active, the word stays. */
  rows: { table: string; reference: string };
}

interface DeriveWord {
  about: string;
  gathers?: Gathers;
  /** What the step writes into a text of another record, which other steps write into as well. */
  writes?: Written;
}

interface Written {
  entity: string;
  column: string;
  /** Pattern of what it writes. */
  pattern: string;
}

/** What stands above the notes that employees wrote. */
export const NOTES_HEADING = 'Notes in Gingr:';

/** What medications that Gingr keeps one by one say on the animal's pet. */
export const MEDICATED = {
  ...{ column: 'specialRequirements', word: 'HAS_MEDICATION', text: 'medicationNotes' },
  rows: { table: 'pet_medications', reference: 'petId' },
} as const satisfies GatheredWord;

export const DERIVE_STEPS = {
  customerEmail: { about: 'Who keeps a shared address; a synthetic one where there is none.' },
  vaccinations: {
    about: "The animal's current vaccinations, by vaccine, with the day each expires.",
    gathers: { of: ['immunizations'] },
  },
  animalIcons: {
    about: "The animal's icons, from the newest line of all that say something of them.",
    gathers: { said: 'iconsSaid', lists: ['healthFlags', 'behaviorFlags', 'aggressionFlags'] },
  },
  medicated: {
    about:
      'The requirement HAS_MEDICATION of an animal that has medications of their own, whatever its own text says.',
    gathers: { of: ['medications'], said: 'medicated', word: MEDICATED },
  },
  ownerContact: {
    about: "The owner's emergency contact.",
    gathers: { said: 'contactSaid' },
  },
  noteLog: {
    about:
      'Behind the own text what employees wrote of the record, each with its date and author, in order of time.',
    gathers: { said: 'noted', tail: NOTES_HEADING },
  },
  vaccineFiles: {
    about: "The animal's files that are vaccination records.",
    gathers: { of: ['files'] },
  },
  vaccinationCurrent: {
    about: 'The latest record of each animal and vaccine is current, older ones are history.',
  },
  bookedTogether: {
    about:
      'In the notes of the staff what was booked together, and in which other lodgings older lines have the stay; a stay in several lodgings is a reservation for each.',
  },
  addOn: {
    about: 'The additional service, as the type of the stay has it, else as another type has it.',
    writes: { entity: 'reservations', column: 'staffNotes', pattern: `${SERVICES_LABEL}: [^\\n]*` },
  },
  checkIn: { about: 'When the stay was checked in and out, as on the stay itself.' },
  standing: {
    about:
      'The label of the type where the schedule has no name, and the day up to which its stays are there.',
    gathers: {},
  },
  waitList: {
    about:
      'When the stay was asked for, the booking that it became, and its place among those who still wait for the same kind.',
  },
  deposits: {
    about:
      'What deposits were asked for; an estimate that holds payments owes nothing but the deposits that were forfeited, and its lines are left out.',
    gathers: { of: ['deposits'] },
    writes: {
      ...{ entity: 'invoices', column: 'notes' },
      pattern: `${ESTIMATE_LABEL}(: [0-9.]+)?(\\n\\n${FORFEITED_LABEL}: [0-9.]+)?`,
    },
  },
  tips: {
    about:
      'Which tips and surcharges beside the total were paid: those keep their rows, the others stand in the notes.',
  },
  invoiceStay: {
    about: 'A stay has one invoice in Tailtown: later ones lose the link and say so in their notes.',
  },
  invoiceMoney: {
    about: 'What was paid and what is owed, from the payments and the returned lines that move.',
    gathers: { of: ['payments', 'invoice_lines', 'deposits'] },
  },
  creditNote: { about: 'A credit note is dated as its invoice is.' },
  receiptPayments: {
    about:
      'A receipt whose payments were exported is paid by those, which must add up to what it states; its own one payment goes.',
  },
  receiptTwin: { about: 'A receipt that stands among the invoices too is left out.' },
} as const satisfies Record<string, DeriveWord>;

interface FoldWord {
  about: string;
  /** The column, by its place, that names a record of another entity, of which the step's text says more than the id. */
  names?: { place: number; entity: string };
}

/** Steps by which records without a row of their own find the one that they end in, where no id names it. */
export const FOLD_STEPS = {
  noted: {
    about:
      'The record of the first column, which has the note in its text (columns: record, date, author, kind, text, animal, stay).',
    // The author may be the id of an employee, whose name is written.
    names: { place: 2, entity: 'employees' },
  },
  depositOfPayment: {
    about:
      'The payment of the first column (columns: payment, asked, paid, refund, refunded, forfeited, consumed, cancelled).',
  },
  stayByName: {
    about:
      'The stay of the one animal and the one owner of these names at these times (columns: animal, owner, start, end, cancelled).',
  },
} as const satisfies Record<string, FoldWord>;

export const isFoldStep = (text: string): text is keyof typeof FOLD_STEPS => Object.hasOwn(FOLD_STEPS, text);

/** The records that a fold step reads for its text, and the place of the column that names them; null for none. */
export const namedBy = (step: string | undefined): FoldWord['names'] | null => {
  const word: FoldWord | null = step !== undefined && isFoldStep(step) ? FOLD_STEPS[step] : null;
  return word?.names ?? null;
};

export type DeriveStep = keyof typeof DERIVE_STEPS;
export const isDeriveStep = (text: string): text is DeriveStep => Object.hasOwn(DERIVE_STEPS, text);
/** What a step says of values that it gathers from other records; null for other steps. */
export const gathersOf = (step: string): Gathers | null => {
  const word: DeriveWord | null = isDeriveStep(step) ? DERIVE_STEPS[step] : null;
  return word?.gathers ?? null;
};
/** Whether records of others decide what the value is, and none of these entities does. */
export function isShared(source: ColumnSource, entities: readonly string[]): boolean {
  if (source.kind === 'reference') return true;
  if (source.kind !== 'derive') return false;
  return !(gathersOf(source.step)?.of ?? []).some((entity) => entities.includes(entity));
}
/** Patterns of what steps write into a text of an entity's records that other steps write into as well. */
export const writtenInto = (entity: string, column: string): string[] =>
  Object.values<DeriveWord>(DERIVE_STEPS).flatMap(({ writes }) =>
    writes?.entity === entity && writes.column === column ? [writes.pattern] : [],
  );
