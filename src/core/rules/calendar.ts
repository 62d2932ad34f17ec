import { defineRules } from './define.ts';

const exportIds =
  'Download the same day with raw column names (54 columns, with ids), and give it together with the files of owners and animals. The raw file may stand in for this one.';

/** Lines of the calendar with human headings. They have names and no ids, so they are held against stays that have one. */
export const calendarRules = defineRules('calendar', {
  CALENDAR_LINE_IS_STAY: {
    severity: 'info',
    effect: 'merge',
    title: 'Line of the calendar that shows a stay with an id',
    explanation:
      'Just one owner and one animal of this snapshot bear the names, and just one stay of that animal has these times. The line is that stay, which moves with what its own export says. A name makes no row and is written nowhere.',
    remedy: 'Nothing to do.',
  },
  CALENDAR_ANIMAL_UNKNOWN: {
    severity: 'error',
    title: 'Line of the calendar whose animal or owner is not there',
    explanation:
      'No owner of this snapshot is shown by this name, or no animal of the owner by that one. Names are compared letter by letter, and nothing that is merely near is taken.',
    remedy: exportIds,
  },
  CALENDAR_NAME_AMBIGUOUS: {
    severity: 'error',
    title: 'Line of the calendar whose names several have',
    explanation:
      'Several owners of this snapshot have this name, or several animals of the owner do. Whose stay it is cannot be told without an id.',
    remedy: exportIds,
  },
  CALENDAR_STAY_UNKNOWN: {
    severity: 'error',
    title: 'Stay that only the calendar shows',
    explanation:
      'The animal is known for sure, but no file of this snapshot has a stay of it at these times that bears an id. Without one the stay would come a second time with the next export, so it does not move.',
    remedy: exportIds,
  },
  CALENDAR_STAY_AMBIGUOUS: {
    severity: 'error',
    title: 'Line of the calendar that several stays fit',
    explanation:
      'Several stays of this animal have these times, so the line may show any of them. They move by their ids all the same.',
    remedy: 'Look at the stays named in Gingr; the line itself adds nothing to them.',
  },
  CALENDAR_STAY_DIFFERS: {
    severity: 'warning',
    title: 'Calendar and stay disagree on whether it was cancelled',
    explanation:
      'The calendar says of the stay that it was cancelled, or that it was not, and the own export of the stay says the opposite. The stay moves as its own export says.',
    remedy: 'The two files may be of different moments: export both again, and look at the stay in Gingr.',
  },
});
