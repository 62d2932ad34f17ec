import type { Cells } from './columns.ts';

/** What a day export's line repeats of the owner and the animal (gingr-sources.md 2.3.1). */
export function repeatedCells(owner: Cells, animal: Cells, breed: string, icons: string): Cells {
  return {
    ...{
      a_id: animal['id'] ?? '',
      a_first: animal['first_name'] ?? '',
      a_notes: undamaged(animal['notes'] ?? ''),
    },
    ...{ medicines: animal['medicines'] ?? '', allergies: animal['allergies'] ?? '' },
    ...{ birthday: animal['birthday'] ?? '', fixed: animal['fixed'] ?? '', breed_name: breed },
    next_immunization_expiration: animal['next_immunization_expiration'] ?? '',
    ...{ o_id: owner['id'] ?? '', o_first: owner['first_name'] ?? '', o_last: owner['last_name'] ?? '' },
    ...{
      address_1: owner['address_1'] ?? '',
      address_2: owner['address_2'] ?? '',
      city: owner['city'] ?? '',
    },
    ...{ state: owner['state'] ?? '', zip: owner['zip'] ?? '', email: owner['email'] ?? '' },
    ...{ home_phone: owner['home_phone'] ?? '', cell_phone: owner['cell_phone'] ?? '' },
    ...{ o_notes: undamaged(owner['notes'] ?? ''), stripe_default_card: '', icons_string: icons },
  };
}

/** Columns that hold the same in every line of a day export of this resort; the accent marks its encoding. */
export const CONSTANT_STAY_CELLS: Cells = {
  only_appointment: '0',
  color: '#1abac4',
  question_1: 'Favourite side (café or yard)?',
  question_2: 'Anything new?',
  standing_reservation: 'FALSE',
};

/** What a spreadsheet program did to the owners' and animals' files, it did not do to the day export. */
const undamaged = (text: string): string => text.replaceAll('\ufffd', 'é').replaceAll('\0', '');
