import { defineRules } from './define.ts';

export const documentRules = defineRules('documents', {
  DOCUMENT_OWNER_MISSING: {
    severity: 'error',
    title: 'File of nobody',
    explanation: 'Neither the owner nor the animal is named by an id, and a name is never used to join.',
    remedy: 'Look the file up in Gingr by its id and export it again.',
  },
  DOCUMENT_OWNER_UNKNOWN: {
    severity: 'error',
    title: 'File of an owner who is not there',
    explanation: 'The owner stands in no file of this snapshot and in no earlier load.',
    remedy: 'Export the owners too, inactive ones included, and run again.',
  },
  DOCUMENT_ADDRESS_MISSING: {
    severity: 'error',
    title: 'File without an address',
    explanation: 'Nothing says where its bytes are.',
    remedy: 'Save the file from Gingr by hand before the contract ends.',
  },
  DOCUMENT_TYPE_UNKNOWN: {
    severity: 'warning',
    title: 'File of an unknown kind',
    explanation:
      'Tailtown insists on the kind of the content; neither Gingr nor the ending of its name says one, so it is application/octet-stream: bytes.',
    remedy: 'Nothing to do; `files copy` tells the kind by the bytes.',
  },
});
