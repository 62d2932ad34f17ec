import { idOf, parent, type Reading, reading, sameNumber, sameText } from './define.ts';

export const fileReadings: Reading[] = [
  // Where the file itself names no owner, its animal's stands.
  {
    ...parent('documents.customerId', 'owner_id', 'owners'),
    says: (line) => idOf(line, 'owner_id') || null,
  },
  reading('documents.fileUrl', 'file_url', (line) => line.raw('file_url') || null, sameText),
  reading('documents.fileSize', 'file_size', (line) => line.number('file_size') || null, sameNumber),
];
