import { defineRules } from './define.ts';

export const agreementRules = defineRules('agreements', {
  AGREEMENT_NAME_MISSING: {
    severity: 'error',
    title: 'Agreement without a name',
    explanation:
      'Tailtown insists on a name for the text, and none may be invented. What was signed moves all the same.',
    remedy: 'Name the agreement in Gingr and export again.',
  },
  AGREEMENT_TEXT_MISSING: {
    severity: 'error',
    title: 'Agreement without a text',
    explanation: 'There is nothing that anybody could agree to.',
    remedy: 'Export the agreements with their texts, or accept the rejection.',
  },
  AGREEMENT_TWIN: {
    severity: 'info',
    effect: 'merge',
    title: 'The same agreement twice',
    explanation:
      'Name and text are exactly those of another one: Gingr has it once for each location or type, and Tailtown knows a name once.',
    remedy: 'Nothing to do.',
  },
  AGREEMENT_UNSIGNED: {
    severity: 'info',
    effect: 'exclude',
    title: 'Agreement that nobody signed',
    explanation: 'It has no moment, no signature and no scan: it was asked for, and is not agreed to.',
    remedy: 'Nothing to do; ask for it again in Tailtown.',
  },
  AGREEMENT_OWNER_MISSING: {
    severity: 'error',
    title: 'Signed agreement without an owner',
    explanation: 'The owner id is empty or 0, and a name is never used to join.',
    remedy: 'Look the agreement up in Gingr by its id and export it again.',
  },
  AGREEMENT_OWNER_UNKNOWN: {
    severity: 'error',
    title: 'Signed agreement of an owner who is not there',
    explanation: 'The owner id stands in no file of this snapshot and in no earlier load.',
    remedy: 'Export the owners too, inactive ones included, and run again.',
  },
  AGREEMENT_DATE_MISSING: {
    severity: 'error',
    title: 'Signed agreement without a moment',
    explanation: 'There is a signature or a scan, and nothing says when it was given; none may be invented.',
    remedy: 'Look the agreement up in Gingr by its id and complete it.',
  },
  AGREEMENT_TEXT_UNKNOWN: {
    severity: 'warning',
    title: 'Signed agreement whose text the export does not hold',
    explanation:
      'Tailtown insists on the text, and it is left empty: the agreement as it reads today may not be what was signed. Which agreement it is, its link says.',
    remedy: 'Export what was signed with its text, or keep the signed files (`files copy`).',
  },
  AGREEMENT_SIGNATURE_ABSENT: {
    severity: 'warning',
    title: 'Signed agreement whose signature the export does not hold',
    explanation:
      'Tailtown insists on a signature, and it is left empty; the moment and the signer are what Gingr says.',
    remedy: 'Export the signatures too, or keep the signed files (`files copy`).',
  },
  AGREEMENT_SIGNER_UNKNOWN: {
    severity: 'warning',
    title: 'Signed agreement that does not say who signed',
    explanation:
      'Tailtown insists on a name, and it is left empty: an owner is not always who signed for the household.',
    remedy: 'Look the agreement up in Gingr by its id where it matters.',
  },
});
