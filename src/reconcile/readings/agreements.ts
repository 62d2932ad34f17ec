import { idOf, instant, parent, type Reading, reading, sameName, words, yes } from './define.ts';

/** Texts and signatures are held to Gingr's byte by byte (reconcile/safety.ts); here stands what is around them. */
export const agreementReadings: Reading[] = [
  words('service_agreement_templates.name', 'agreement_name', sameName),
  reading('service_agreement_templates.isActive', 'is_active', (line) =>
    line.raw('is_active') === '0' || line.raw('is_deleted') === '1' ? 'false' : null,
  ),
];

export const signedReadings: Reading[] = [
  parent('service_agreements.customerId', 'owner_id', 'owners'),
  parent('service_agreements.petId', 'animal_id', 'animals'),
  // The link falls away where the agreement itself did not move, and is told there.
  {
    ...parent('service_agreements.templateId', 'agreement_id', 'agreements'),
    says: (line) => idOf(line, 'agreement_id') || null,
  },
  instant('service_agreements.signedAt', 'signed_at'),
  {
    ...yes('service_agreements.isValid', 'is_valid'),
    says: (line) => (line.raw('is_valid') === '0' ? 'false' : null),
  },
];

/** Nobody signed: no moment, no signature, no scan. */
export const signedLeftOut = (line: { raw(column: string): string }): boolean | null => {
  const said = ['signed_at', 'signature', 'file_url'].map((column) => line.raw(column));
  const [moment, ...signs] = said;
  if (moment === '0' || moment?.startsWith('0000')) return signs.every((text) => text === '') ? true : null;
  if (said.every((text) => text === '')) return true;
  // Mark-up may be around nothing.
  return said.some((text) => text !== '' && !text.includes('<') && !text.includes('&')) ? false : null;
};
