import type { SampleRecord } from './records.ts';

/** A file with all that Gingr may say of it. */
export const DOCUMENT = {
  ...{ file_url: 'https://files.example.test/rabies.pdf', file_name: 'rabies.pdf', file_size: '20480' },
  ...{ file_category: 'Vaccination record', uploaded_at: '2025-11-03 10:00:00', uploaded_by: 'Pat Sample' },
} as const;

export const DOCUMENTS: readonly SampleRecord[] = [
  { cells: {} },
  {
    cells: {
      file_url: 'storage/contracts/7',
      file_name: 'Contract',
      file_category: 'Contract',
      file_size: '',
      uploaded_at: '',
    },
    issues: ['DOCUMENT_TYPE_UNKNOWN'],
    forced: ['fileType', 'fileSize', 'uploaded'],
  },
  { cells: { file_url: ' ' }, fate: ['rejected', 'DOCUMENT_ADDRESS_MISSING', 'it has no address'] },
];

export const LOST_DOCUMENTS: readonly SampleRecord[] = [
  {
    cells: { animal_id: '', owner_id: '' },
    fate: ['rejected', 'DOCUMENT_OWNER_MISSING', 'neither owner nor animal is named'],
  },
  {
    cells: { animal_id: '', owner_id: '999000123' },
    fate: ['rejected', 'DOCUMENT_OWNER_UNKNOWN', 'no owners file holds its owner'],
  },
];
