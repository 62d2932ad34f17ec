import { AGREEMENT_TEXT, AgreementFiles, SIGNATURE, SIGNED_TEXT } from '../agreements.ts';
import type { KeyBuilder } from '../key.ts';
import { RecordFiles } from '../records.ts';

/** Incidents, report cards, medications and files, each kind once. */
export function writeIncidents(out: string, book: KeyBuilder): string[] {
  const records = new RecordFiles(out, book);
  const [limped, bitten] = ['51201', '51225', '51229', '51234', '51203'].map((animal) =>
    records.write('incidents', animal),
  );
  const [quiet, great] = ['51201', '51203', '51225', '51229'].map((animal) =>
    records.write('report_cards', animal),
  );
  const rows = 'Kind in Gingr: Injury\n\nSeverity in Gingr: Low\n\nReported in Gingr by: Robin Example';
  const say = (id = '', why: string, values: Parameters<KeyBuilder['expect']>[3]) =>
    book.expect('incidents', id, 'incidents', values, why);
  say(limped, 'word for word, with who reported it', { description: `Cut a pad on the fence\n\n${rows}` });
  say(bitten, 'what people decided of such fights; the text without its mark-up', {
    ...{ incidentType: 'ALTERCATION', severity: 'HIGH', status: 'CLOSED', vetVisitRequired: true },
    description:
      'Bitten on the left ear & bled.\nKept apart since\n\nKind in Gingr: Dog fight\n\nReported in Gingr by: 31',
  });
  const card = (id = '', why: string, values: Parameters<KeyBuilder['expect']>[3]) =>
    book.expect('report_cards', id, 'report_cards', values, why);
  card(quiet, 'nobody says that it was sent', { status: 'DRAFT', activities: ['Nap', 'Puzzle'] });
  card(great, 'what was done, with its rating', {
    ...{ status: 'SENT', activities: ['Walk: 5', 'Fetch'], summary: 'A great day', photoCount: 1 },
  });
  const [plain, answer] = ['51201', '51203', '51225', '51229', '51234'].map((animal) =>
    records.write('medications', animal),
  );
  const medication = (id = '', why: string, values: Parameters<KeyBuilder['expect']>[3]) =>
    book.expect('medications', id, 'pet_medications', values, why);
  medication(plain, 'the name stands in the notes, as people write it', {
    ...{
      medicationName: 'Rimadyl, in cheese',
      dosage: '1 tablet',
      frequency: '8:00 AM',
      timeOfDay: ['08:00'],
    },
    ...{ administrationMethod: 'Pill', specialInstructions: null },
  });
  medication(answer, 'objects as the API answers them', {
    ...{ medicationName: 'Insulin', dosage: '2.5 units', frequency: 'AM, PM', timeOfDay: null },
    ...{ administrationMethod: 'Injection', specialInstructions: 'Only after food' },
  });
  const [rabies = ''] = ['51201', '51203', '51225'].map((animal) => records.write('files', animal));
  book.expect(
    'files',
    rabies,
    'documents',
    { fileType: 'application/pdf', fileSize: 20_480 },
    'by its ending',
  );
  // In the order in which PostgreSQL keeps keys.
  const entry = {
    ...{ size: 20_480, filename: `gingr-${rabies}.pdf`, gingrUrl: 'https://files.example.test/rabies.pdf' },
    ...{ mimeType: 'application/pdf', uploadedAt: '2025-11-03T17:00:00.000Z', uploadedBy: 'Pat Sample' },
    originalName: 'rabies.pdf',
  };
  book.expect(
    'animals',
    '51201',
    'pets',
    { vaccineRecordFiles: [entry] },
    'what people call a vaccination record',
  );
  return records.close();
}

/** What owners signed, each kind once. */
export function writeAgreements(out: string, book: KeyBuilder): string[] {
  const files = new AgreementFiles(out, book);
  const [signed = '', scanned = ''] = ['40101', '40102', '40103', '40104'].map((owner) => files.sign(owner));
  const table = 'service_agreements';
  book.expect(
    ...(['owner_agreements', signed, table] as const),
    { agreementText: SIGNED_TEXT, signature: SIGNATURE, signedAt: '2024-03-01 16:30:00', templateVersion: 1 },
    'byte for byte, blanks and mark-up too',
  );
  book.expect(
    ...(['owner_agreements', scanned, table] as const),
    {
      agreementText: '',
      signature: '',
      signedBy: '',
      signatureMethod: 'paper',
      signedAt: '2024-05-02 15:30:00',
    },
    'a scan, whose text nobody reads into the agreement of today',
  );
  const today = { name: 'Boarding agreement', content: AGREEMENT_TEXT, version: 2, isActive: true };
  const why = 'as the resort words it today, mark-up too';
  book.expect('agreements', '11', 'service_agreement_templates', today, why);
  book.expect('agreements', '13', 'service_agreement_templates', { isActive: false }, 'no longer in use');
  return files.close();
}
