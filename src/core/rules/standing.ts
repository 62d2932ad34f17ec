import { defineRules } from './define.ts';

const people = 'Export the records that are missing (check the location filter), and run again.';
const mend = 'Mend the schedule in Gingr and export it again, or enter it in Tailtown by hand.';

/** Schedules of standing and recurring reservations. Tailtown would make stays by them, so nothing is filled in. */
export const standingRules = defineRules('standing reservations', {
  STANDING_OWNER_MISSING: {
    severity: 'error',
    title: 'Standing reservation without an owner',
    explanation: 'The owner id is empty or 0.',
    remedy: mend,
  },
  STANDING_OWNER_UNKNOWN: {
    severity: 'error',
    title: 'Standing reservation of an owner that is not there',
    explanation: 'The owner id stands in no owners file of this snapshot and in no earlier load.',
    remedy: people,
  },
  STANDING_ANIMAL_MISSING: {
    severity: 'error',
    title: 'Standing reservation without an animal',
    explanation: 'The animal id is empty or 0.',
    remedy: mend,
  },
  STANDING_ANIMAL_UNKNOWN: {
    severity: 'error',
    title: 'Standing reservation of an animal that is not there',
    explanation: 'The animal id stands in no animals file of this snapshot and in no earlier load.',
    remedy: people,
  },
  STANDING_TYPE_MISSING: {
    severity: 'error',
    title: 'Standing reservation without a type',
    explanation: 'The type id is empty or 0.',
    remedy: mend,
  },
  STANDING_TYPE_UNKNOWN: {
    severity: 'error',
    title: 'Standing reservation of a type that is not there',
    explanation: 'The type id stands in no file of reservation types and in no earlier load.',
    remedy: 'Export all reservation types, inactive ones included, and run again.',
  },
  STANDING_FREQUENCY_MISSING: {
    severity: 'error',
    title: 'Standing reservation that does not say how often',
    explanation:
      'Neither a rhythm nor a day of the week is there. None is guessed: Tailtown makes stays by it.',
    remedy: mend,
  },
  STANDING_FREQUENCY_UNKNOWN: {
    severity: 'error',
    title: 'Standing reservation with a rhythm that nobody mapped',
    explanation: 'Tailtown knows daily, weekly, every two weeks and monthly, and no other is near enough.',
    remedy: 'Add the word to lookups/frequencies.yaml in an overlay if it means one of the four.',
  },
  STANDING_DAYS_UNREADABLE: {
    severity: 'error',
    title: 'Standing reservation whose days cannot be read',
    explanation:
      'Days are read by their English names, and by columns that say yes or no. Numbers are not: nobody says which day is the first.',
    remedy: 'Write the days by their names, such as `Mon, Wed`, and run again.',
  },
  STANDING_TIME_MISSING: {
    severity: 'error',
    title: 'Standing reservation without a time of day',
    explanation: 'The time of coming or of going is empty or cannot be read.',
    remedy: mend,
  },
  STANDING_START_MISSING: {
    severity: 'error',
    title: 'Standing reservation without a first day',
    explanation: 'The day from which it holds is empty or cannot be read. It never becomes today.',
    remedy: mend,
  },
});
