import { agreementReadings, signedLeftOut, signedReadings } from './agreements.ts';
import { animalReadings, immunizationReadings, vaccineReadings } from './animals.ts';
import type { Reading } from './define.ts';
import { fileReadings } from './files.ts';
import type { Line } from './line.ts';
import { medicationLeftOut, medicationReadings } from './medications.ts';
import {
  invoiceLeftOut,
  invoiceReadings,
  lineLeftOut,
  lineReadings,
  paymentLeftOut,
  paymentReadings,
} from './money.ts';
import { ownerReadings } from './owners.ts';
import { staffReadings, vetReadings } from './people.ts';
import { creditReadings, packageReadings, passReadings } from './prepaid.ts';
import { receiptLeftOut, receiptLineReadings, receiptPaymentReadings, receiptReadings } from './receipts.ts';
import { incidentReadings, reportCardReadings } from './records.ts';
import { retailReadings } from './retail.ts';
import { standingReadings } from './standing.ts';
import { additionalServiceReadings, stayServiceReadings } from './stay-services.ts';
import { serviceReadings, stayLeftOut, stayReadings } from './stays.ts';
import { waitingReadings } from './waiting.ts';

export type { Reading, Standing } from './define.ts';
export { type Labels, readLabels } from './labels.ts';
export { type LineReader, lineReader } from './line.ts';

/**
 * Second readings: what raw lines plainly say of each target column, read by code that no mapping shares and held
 * against the target's own rows (load/suspicions.ts). Where they disagree, the mapping may read the wrong column, shift a
 * time or invert a flag, and a suspicion is told. It is no verdict: a resort's overlay may want just that.
 */
export const READINGS: Readonly<Record<string, readonly Reading[]>> = {
  vets: vetReadings,
  employees: staffReadings,
  owners: ownerReadings,
  animals: animalReadings,
  immunizations: immunizationReadings,
  immunization_types: vaccineReadings,
  reservation_types: serviceReadings,
  reservations: [...stayReadings, ...waitingReadings],
  additional_services: additionalServiceReadings,
  reservation_services: stayServiceReadings,
  standing_reservations: standingReadings,
  invoices: invoiceReadings,
  invoice_lines: lineReadings,
  payments: paymentReadings,
  package_types: packageReadings,
  owner_packages: passReadings,
  store_credits: creditReadings,
  retail_items: retailReadings,
  incidents: incidentReadings,
  report_cards: reportCardReadings,
  agreements: agreementReadings,
  owner_agreements: signedReadings,
  medications: medicationReadings,
  files: fileReadings,
  receipts: receiptReadings,
  receipt_lines: receiptLineReadings,
  receipt_payments: receiptPaymentReadings,
};

/** Entities whose ids the readings of one look up, whatever its mapping refers to. */
export function lookedUp(entity: string): Set<string> {
  const found = new Set<string>();
  const ids = (other: string) => {
    found.add(other);
    return other;
  };
  for (const { agrees } of READINGS[entity] ?? []) agrees('', '', { mode: 'utc', timeZone: 'UTC', ids });
  return found;
}

/** Whether the lines of an entity are left out on purpose; those of the other entities never are. */
const LEFT_OUT: Readonly<Record<string, (line: Line) => boolean | null>> = {
  reservations: stayLeftOut,
  invoices: invoiceLeftOut,
  invoice_lines: lineLeftOut,
  payments: paymentLeftOut,
  receipts: receiptLeftOut,
  receipt_lines: lineLeftOut,
  receipt_payments: paymentLeftOut,
  // People decide which of them are left out, and no line says it.
  employees: () => null,
  package_types: () => null,
  owner_packages: () => null,
  owner_agreements: signedLeftOut,
  medications: medicationLeftOut,
};

/** Place of the reading that says whether the line is left out; the others are numbered as in `READINGS`. */
export const LEFT_OUT_PLACE = -1;

/** Everything that a line plainly says, by the place of the reading. */
export function readLine(entity: string, line: Line): { place: number; said: string }[] {
  const readings = READINGS[entity];
  if (!readings) return [];
  const out = (LEFT_OUT[entity] ?? (() => false))(line);
  const found = out === null ? [] : [{ place: LEFT_OUT_PLACE, said: String(out) }];
  for (const [place, { says }] of readings.entries()) {
    const said = says(line);
    if (said !== null) found.push({ place, said });
  }
  return found;
}

/** Lines of an entity that are read twice: enough to show what a mapping does to all, few enough to cost nothing. */
const READ_TWICE = 1000;

/** How many lines pass for each that is read twice. */
export const stride = (lines: number): number => Math.max(1, Math.ceil(lines / READ_TWICE));

/** Whether line `n` is read twice. Spread by a product, since exports repeat themselves at even distances. */
export const isReadTwice = (n: number, every: number): boolean =>
  every === 1 || Math.imul(n, 2_654_435_761) >>> 0 < 2 ** 32 / every;
