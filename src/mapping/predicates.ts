import { z } from 'zod';
import { none, type Word } from './vocabulary.ts';

/** What may be asked of columns: the words for it, which transform/predicates implements. */
export const PREDICATES = {
  filled: { about: 'Any of the columns has a value.', args: none },
  syntheticStay: { about: 'The start is 2000-01-01 12:00 (gingr-sources P-G-2).', args: none },
  waitListed: {
    about:
      'First column (wait list stamp) filled, all others (accepted, confirmed, in, out, cancelled) empty.',
    args: none,
  },
  stamped: { about: 'Any of the columns holds a date; zero dates are none.', args: none },
  yes: { about: 'Any of the columns says yes.', args: none },
  estimate: { about: 'The column that says whether an invoice is complete says no.', args: none },
  empty: { about: 'None of the columns says anything.', args: none },
  neverPaid: {
    about:
      'No payment is named (first column), nothing was paid (second: empty or 0), and no date (the others) says what became of it.',
    args: none,
  },
  nonZero: { about: 'Any of the amounts is not 0, or cannot be read.', args: none },
  unsigned: {
    about:
      'The first column (moment of the signature) holds no date, and the others (signature, scan) are empty.',
    args: none,
  },
  unequalAmounts: { about: 'The two amounts differ; empty is 0.', args: none },
  withinTotal: { about: 'Not 0, and the total is the other amounts with tip and surcharge.', args: none },
  besideTotal: { about: 'Not 0 (or unreadable), and the total is not so.', args: none },
  oneOf: {
    about: 'One of the columns is one of these words, in whatever case.',
    args: z.strictObject({ words: z.array(z.string()) }),
  },
  vendorAccount: {
    about: "A column is a user name or an e-mail of Gingr's own people.",
    args: none,
  },
  zeroPayment: {
    about: 'The first column (mark of a zero payment) says yes, or the second (amount) is 0.',
    args: none,
  },
  subscriptionEnded: {
    about: 'A subscription that charges nobody any more (columns: status, deleted, then days of its end).',
    args: none,
  },
  subscriptionRuns: { about: 'Every other subscription; what says nothing plain runs.', args: none },
  lookedUp: {
    about:
      'The word (with `list`: the label of the id in that reference list) has an entry in the lookup table whose `field` is `value`.',
    args: z.strictObject({
      table: z.string(),
      field: z.string(),
      value: z.string(),
      list: z.string().optional(),
    }),
  },
} as const satisfies Record<string, Word>;

export type PredicateName = keyof typeof PREDICATES;
export type PredicateArgs<Name extends PredicateName> = z.infer<(typeof PREDICATES)[Name]['args']>;
export const isPredicateName = (text: string): text is PredicateName => Object.hasOwn(PREDICATES, text);
