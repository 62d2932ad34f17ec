import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RunModel, SuspicionAccount } from '../../src/reconcile/model.ts';
import type { Records } from '../support/resort.ts';
import { MAPPINGS } from '../support/runtime.ts';

/** Records of each kind: enough for a detector to look at. */
export const MANY = 40;

const numbered = (make: (place: number) => Record<string, string>) =>
  Array.from({ length: MANY }, (_, place) => make(place));
const two = (number: number) => String(number).padStart(2, '0');
const seconds = (instant: string, place = 0) => String(Date.parse(instant) / 1000 + place * 90_061);

/** A resort of invented people in which no detector has anything to find: everything is as varied as at a real one. */
export function manyResort(): Records {
  return {
    species: [
      { value: '1', label: 'Dog' },
      { value: '2', label: 'Cat' },
      { value: '3', label: 'Ferret' },
    ],
    locations: [
      { value: '1', label: 'Harbor' },
      { value: '2', label: 'Lakeside' },
    ],
    owners: numbered((place) => ({
      ...{ id: String(100 + place), first_name: `First${place}`, last_name: `Last${place}` },
      ...{ email: `owner${place}@example.test`, city: place % 2 ? 'Springfield' : `Town${place}` },
      ...{ opt_out_email: '0', opt_out_sms: place % 3 ? '0' : '1', opt_out_marketing_email: '0' },
      ...{ opt_out_reminder_email: '0', banned: '0', created_at: seconds('2019-05-01T12:00:00Z', place) },
    })),
    animals: numbered((place) => ({
      ...{ id: String(500 + place), owner_id: String(100 + place), first_name: `Pet${place}` },
      ...{
        species_id: place % 3 ? '1' : '2',
        gender: place % 2 ? 'Male' : 'Female',
        fixed: '1',
        banned: '0',
      },
      ...{
        birthday: `201${place % 10}-0${(place % 9) + 1}-15`,
        allergies: place < 4 ? `Chicken ${place}` : '',
      },
      ...{
        medicines: place === 5 ? 'Half a pill at night' : '',
        image: `https://photos.example.test/${place}.jpg`,
      },
      created_at: seconds('2019-06-01T12:00:00Z', place),
    })),
    reservation_types: ['Suite', 'Groom'].map((type, place) => ({
      ...{ id: String(11 + place), type, is_taxed: '1', is_deleted: '0' },
    })),
    // Stays of one day, so that an hour can be wrong and no night is.
    reservations: numbered((place) => ({
      ...{ id: String(900 + place), a_id: String(500 + place), o_id: String(100 + place) },
      ...{ start_date: `2026-02-${two((place % 27) + 1)} ${two(7 + (place % 4))}:15:00` },
      ...{ end_date: `2026-02-${two((place % 27) + 1)} ${two(17 + (place % 3))}:30:00` },
      ...{ check_in_stamp: `2026-02-${two((place % 27) + 1)} ${two(12 + (place % 4))}:20:00` },
      ...{ type_id: place % 2 ? '11' : '12', area_name: 'A. Indoor', run_name: `A ${two((place % 5) + 1)}` },
      created_at: seconds('2026-01-01T12:00:00Z', place),
    })),
    invoices: numbered((place) => ({
      ...{ id: String(7000 + place), owner_id: String(100 + place), location_id: place % 2 ? '1' : '2' },
      ...{ create_stamp: seconds('2026-01-02T18:00:00Z', place), complete: '1' },
      ...{ subtotal: `${20 + place}.00`, tax_amount: '0.00', discount: '0.00', total: `${20 + place}.00` },
    })),
    payments: numbered((place) => ({
      ...{ id: String(6000 + place), invoice_id: String(7000 + place), location_id: place % 2 ? '1' : '2' },
      ...{ payment_method_type: ['Cash', 'Check', 'Credit Card'][place % 3] ?? '' },
      ...{
        total_balance: `${20 + place - (place % 4)}.00`,
        zero_payment: '0',
        payment_allocation_refund: '0',
      },
      transaction_time: seconds('2026-01-02T19:00:00Z', place),
    })),
  };
}

/** What a person at this resort decided, with a change of the mapping that a test asks for. */
export async function overlay(files: Record<string, string> = {}): Promise<string[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tailtown-migrate-overlay-'));
  const lodgings = 'lookup: lodgings\nentries: { A. Indoor: { type: KENNEL, capacity: 1 } }\n';
  const all = { 'lodgings.yaml': lodgings, ...files };
  for (const [name, text] of Object.entries(all)) await writeFile(path.join(folder, name), text);
  return [MAPPINGS, folder];
}

/** The account of one detector. */
export function suspicion({ suspicions }: RunModel, name: string): SuspicionAccount {
  const account = suspicions.find((one) => one.name === name);
  if (!account) throw new Error(`no ${name}`);
  return account;
}

/** Names of the detectors that found something. */
export const suspected = ({ suspicions }: RunModel): string[] =>
  suspicions.filter(({ found }) => found > 0).map(({ name }) => name);
