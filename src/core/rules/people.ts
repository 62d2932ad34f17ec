import { defineRules } from './define.ts';

export const vetRules = defineRules('vets', {
  VET_NAME_UNUSABLE: {
    severity: 'error',
    title: 'Vet without a name',
    explanation:
      'The name is empty or holds signs alone, such as `!`. It names nobody, and no name is made up; the pets keep what their own record says of the vet.',
    remedy: 'Give the vet a name in Gingr, or accept the rejection.',
  },
  VET_NAME_IS_NUMBER: {
    severity: 'warning',
    title: 'Vet whose name is a telephone number',
    explanation:
      'The name has no letter (46 such vets at one resort). It is kept as it is: a number is not moved to where it might belong.',
    remedy: 'Name the vet in Gingr or, after the move, in Tailtown.',
  },
  VET_TWIN: {
    severity: 'warning',
    effect: 'merge',
    title: 'The same vet twice',
    explanation:
      "Two vets of exactly one name and one telephone number, or of one name and nothing else that differs, are one row in Tailtown: its key is name and number. The active and fuller one stands, and the pets of both point to it. Where the other's address differs, that stays in the snapshot.",
    remedy: 'Nothing to do; look at the address where it matters.',
  },
});

export const employeeRules = defineRules('employees', {
  EMPLOYEE_VENDOR_ACCOUNT: {
    severity: 'info',
    effect: 'exclude',
    title: "Account of Gingr's own people",
    explanation:
      'The user name or the e-mail is of the vendor: lists of employees hold its support user and a house account on its domain (gingr-sources 2.10).',
    remedy: 'Nothing to do.',
  },
  EMPLOYEE_HOUSE_ACCOUNT: {
    severity: 'info',
    effect: 'exclude',
    title: 'Account that is no person',
    explanation: 'An overlay names the user name among those that several people share or that machines use.',
    remedy: 'Nothing to do; people get accounts of their own in Tailtown.',
  },
  EMPLOYEE_TWIN: {
    severity: 'info',
    effect: 'merge',
    title: 'Employee with two accounts',
    explanation:
      'First name, last name and e-mail are exactly those of another account: a person who came back, say. The active account stands; Tailtown knows an address once.',
    remedy: 'Nothing to do.',
  },
  EMPLOYEE_GROUP_MISSING: {
    severity: 'error',
    title: 'Employee without a group',
    explanation: 'Tailtown insists on a role, and nothing says what this person may do.',
    remedy: 'Give the person a group in Gingr and export again.',
  },
  EMPLOYEE_ROLE_UNDECIDED: {
    severity: 'error',
    title: 'Group whose role nobody decided',
    explanation:
      'The group stands in no lookup. A role is a right to see and change things, so none is guessed from a name.',
    remedy: 'Add the group to lookups/staff_roles.yaml in an overlay.',
  },
  EMPLOYEE_EMAIL_UNUSABLE: {
    severity: 'warning',
    title: 'Employee without a usable e-mail',
    explanation:
      'Tailtown insists on an address that is unique in the resort, so the person gets a marked one under .invalid.',
    remedy: 'Put the address right in Tailtown before the person signs in.',
  },
  EMPLOYEE_NAME_MISSING: {
    severity: 'warning',
    title: 'Employee without a first or last name',
    explanation: 'Tailtown insists on both names; the missing one is left empty.',
    remedy: 'Complete the name in Gingr or, after the move, in Tailtown.',
  },
});

export const noteRules = defineRules('notes', {
  NOTE_ON_RECORD: {
    severity: 'info',
    effect: 'merge',
    title: 'Note of an employee that stands on its record',
    explanation:
      'Tailtown has no table for notes: the note stands word for word in the notes of the customer or pet, or in the staff notes of the stay, with its date and author.',
    remedy: 'Nothing to do.',
  },
  NOTE_EMPTY: {
    severity: 'info',
    effect: 'exclude',
    title: 'Note without a text',
    explanation: 'Nothing was written.',
    remedy: 'Nothing to do.',
  },
  NOTE_OF_NOBODY: {
    severity: 'error',
    title: 'Note that names no record',
    explanation: 'The id of the owner, animal or stay is empty or 0, and a name is never used to join.',
    remedy: 'Look the note up in Gingr and export it again.',
  },
  NOTE_RECORD_ABSENT: {
    severity: 'error',
    title: 'Note of a record that this snapshot does not hold',
    explanation:
      'The note would stand in the row of its owner, animal or stay, and only the record itself can say what else stands there.',
    remedy: 'Export the record in the same snapshot as its notes, and run again.',
  },
});
