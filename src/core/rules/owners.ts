import { defineRules } from './define.ts';

const synthetic =
  'Tailtown insists on an e-mail that is unique in the resort, so the record gets one marked address under .invalid and no portal access.';

export const ownerRules = defineRules('owners', {
  OWNER_NAME_MISSING: {
    severity: 'warning',
    title: 'Owner without a first or last name',
    explanation: 'Tailtown insists on both names; the missing one is left empty.',
    remedy: 'Complete the name in Gingr or, after the move, in Tailtown.',
  },
  OWNER_EMAIL_MISSING: {
    severity: 'warning',
    title: 'Owner without an e-mail',
    explanation: synthetic,
    remedy: 'Ask for the address at the next visit.',
  },
  OWNER_EMAIL_MALFORMED: {
    severity: 'warning',
    title: 'E-mail that is no address',
    explanation: `The cell was kept in the notes. ${synthetic}`,
    remedy: 'Mend the address in Gingr, or in Tailtown from the notes.',
  },
  OWNER_EMAIL_TWO: {
    severity: 'warning',
    title: 'Two e-mails in one field',
    explanation: 'The first address is used, the others were kept in the notes.',
    remedy: 'Check that the first address is the right one.',
  },
  OWNER_EMAIL_PLACEHOLDER: {
    severity: 'warning',
    title: 'Placeholder e-mail',
    explanation: `The address is one that stands for "none". ${synthetic}`,
    remedy: 'Ask for the address at the next visit.',
  },
  OWNER_EMAIL_SHARED: {
    severity: 'warning',
    title: 'E-mail shared by several owners',
    explanation: `People are never merged because they share an address (P-DUP-7). The oldest active owner keeps it. For the others: ${synthetic}`,
    remedy: 'Ask which address belongs to whom; merge the owners in Gingr if they are one person.',
  },
  OWNER_EMAIL_TAKEN: {
    severity: 'warning',
    title: 'E-mail that another customer in Tailtown has',
    explanation: `A customer that is not from this record already has the address. ${synthetic}`,
    remedy: 'Decide in Tailtown which customer keeps the address.',
  },
  OWNER_CONSENT_NARROWED: {
    severity: 'info',
    title: 'Opt-out of a part of the text messages',
    explanation:
      'The owner opted out of marketing or reminders by text message alone. Tailtown has one switch for all text messages, so it is off; which part it was stands in the tags of the customer (P-ORPHAN-4).',
    remedy: 'Ask the owner whether other text messages are welcome, and turn them on in Tailtown.',
  },
  OWNER_CONSENT_UNKNOWN: {
    severity: 'warning',
    title: 'Consent that Gingr does not state',
    explanation:
      'An opt-out column is missing or unreadable; consent follows the setting `consentUnknown` (default: deny).',
    remedy: 'Export the owners with their opt-out columns.',
  },
  FORM_FIELD_DEFINITION: {
    severity: 'info',
    effect: 'exclude',
    title: 'Field that the resort made up for a form',
    explanation:
      'What the field is called and of which kind it is. Tailtown has no forms of its own making; the values stand in `form_data` of owners and animals.',
    remedy: 'Map those that matter in an overlay: `mapping check` lists the ones that hold data.',
  },
});
