import { mask } from './mask.ts';

/**
 * What kind of thing a column holds, on either side. Every column of both catalogues has one class (a test holds that), and
 * masking follows it: src/gingr/classes.ts, src/tailtown/classes.ts, docs/data-classification.md.
 */
export const DATA_CLASSES = {
  identifier: {
    title: 'Identifier',
    holds: 'ids that lead to a record and name nobody',
    shown: 'as they are where they are numbers or UUIDs, else masked: names slip into such columns',
  },
  contact: {
    title: 'Contact',
    holds: 'who somebody is and how they are reached: names of people, addresses, telephones, e-mail',
    shown: 'masked',
  },
  personal: {
    title: 'Personal',
    holds:
      'anything else that tells of a person or of their animal: names and looks of pets, notes, pictures, signatures, when somebody is away',
    shown: 'masked',
  },
  health: {
    title: 'Health and safety',
    holds:
      'allergies, medication, vaccinations, vets, feeding, behaviour, incidents, do-not-book flags, consent',
    shown: 'masked; never shortened or altered on the way',
  },
  financial: {
    title: 'Financial',
    holds: 'amounts, balances, ways of payment of a customer',
    shown: 'masked; totals of many customers are shown',
  },
  credential: {
    title: 'Credential',
    holds: "passwords, tokens, signatures of sessions, processors' references",
    shown: 'never, not even with --show-personal-data; those of Gingr are not stored at all',
  },
  operational: {
    title: 'Operational',
    holds: 'how the resort and the product work: states, times of writing, price lists, settings',
    shown:
      'as they are where they are days, plain numbers or yes and no, else masked: other things slip into such columns',
  },
} as const;

export type DataClass = keyof typeof DATA_CLASSES;

/** Columns by class, as words. */
export type Classified = Partial<Record<DataClass, string>>;

/** Class by column. A column that is named twice has the class of the later one. */
export function classesOf(...parts: readonly Classified[]): Readonly<Record<string, DataClass>> {
  const found: Record<string, DataClass> = {};
  for (const part of parts) {
    for (const [name, words] of Object.entries(part)) {
      for (const column of words.split(/\s+/)) if (column !== '') found[column] = name as DataClass;
    }
  }
  return found;
}

const PLAIN =
  /^(?:\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?|-?\d{1,6}(?:\.\d{1,4})?|yes|no|true|false)$/i;

/** A value as logs and default reports may show it. What has no class is masked: nobody has thought about it yet. */
export function shownAs(dataClass: DataClass | undefined, value: string): string {
  switch (dataClass) {
    case 'operational':
      return PLAIN.test(value) ? value : mask(value);
    case 'credential':
      return '***';
    case 'identifier':
    case 'contact':
    case 'personal':
    case 'health':
    case 'financial':
    case undefined:
      return mask(value);
  }
}
