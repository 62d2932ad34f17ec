import { defineRules } from './define.ts';

export const iconRules = defineRules('icons', {
  ICON_SAFETY_UNMAPPED: {
    severity: 'error',
    title: 'Icon about safety that the mapping does not know',
    explanation:
      'The title of an icon speaks of safety (bites, seizure, allergy, medication, escape, do not ...) and lookups/icons.yaml has no entry for it, so that no flag in Tailtown would warn of it. The animal or owner is rejected rather than moved without its warning (promise 10).',
    remedy:
      'Add the title to lookups/icons.yaml in an overlay, with what it stands for in Tailtown, and run again.',
  },
  ICON_UNMAPPED: {
    severity: 'warning',
    title: 'Icon that the mapping does not know',
    explanation:
      "lookups/icons.yaml has no entry for the title. The icon was kept word for word in the pet's behavior notes (the customer's notes).",
    remedy: 'Add the title to lookups/icons.yaml in an overlay if Tailtown has something for it.',
  },
  ICONS_UNREADABLE: {
    severity: 'warning',
    title: 'Icons that cannot be read',
    explanation:
      "The cell is neither the mark-up of icons, nor the API's objects, nor titles. All of it was kept word for word in the pet's behavior notes (the customer's notes); no flag was made of it.",
    remedy: 'Look at the icons in Gingr and set them in Tailtown by hand.',
  },
  ANIMAL_ICONS_DIFFER: {
    severity: 'warning',
    title: 'Lines that disagree about the icons of an animal',
    explanation:
      "A day export repeats an animal's icons on every stay, and they changed between two exports. Those of the newest export were taken; where two lines of the newest export differ, the icons of both.",
    remedy: 'Compare the icons of the animal with Gingr, above all where one about safety is gone.',
  },
  ICON_PLAYGROUPS_DISAGREE: {
    severity: 'warning',
    title: 'Animal with icons of several play groups',
    explanation:
      'Tailtown takes one play group. None was chosen; the icons themselves all arrived, and no play group is ever guessed from the weight (P-NAME-7).',
    remedy: 'Choose the play group in Tailtown, or take the wrong icon away in Gingr.',
  },
});
