import { icons } from '../../src/sample/words.ts';
import { moneyResort, type Records } from '../support/resort.ts';
import { addTheRest } from './rest.ts';

/** Midnight in summer, and late evenings in winter and summer, of the resort: every other zone gives one of them another day. */
const MOMENTS = ['2026-07-01T06:00:00Z', '2027-01-04T06:30:00Z', '2027-07-05T05:30:00Z'].map((moment) =>
  String(Date.parse(moment) / 1000),
);

/**
 * The money resort with something to say in every column that a mapping reads, no two cells of a record alike, and
 * each flag set for some and not for others: what liars can change.
 */
export function liarsResort(): Records {
  const records = moneyResort();
  const fill = (entity: string, cells: (place: number, id: string) => Record<string, string>) => {
    for (const [place, record] of (records[entity] ?? []).entries())
      Object.assign(record, cells(place, record['id'] ?? ''));
  };
  records['breeds'] = list('Beagle', 'Poodle', 'Persian');
  records['temperaments'] = list('Playful', 'Shy', 'Rowdy');
  records['locations'] = list('Harbor', 'Lakeside');
  records['vets'] = ['Hill Clinic', 'Lake Clinic', 'Bay Clinic'].map((name, place) => ({
    ...{ id: String(place + 1), name, phone_number: `(505) 555-02${place}0`, zip: `8710${place}` },
    ...{
      address_1: `${place + 1} Clinic Way`,
      address_2: `Floor ${place}`,
      city: `Town${place}`,
      state: 'NM',
    },
    ...{
      email: `clinic${place}@example.test`,
      fax_number: `(505) 555-07${place}0`,
      notes: `Open at ${place}`,
      location_id: String(place + 1),
    },
    status: place === 1 ? '0' : '1',
  }));
  records['owners']?.push({ ...records['owners'][0], id: '104' });
  fill('owners', (place, id) => ({
    ...{ first_name: `First${id}`, last_name: `Last${id}`, email: `owner${id}@example.test` },
    ...{ cell_phone: `(505) 555-01${id.slice(1)}`, home_phone: `(505) 555-03${id.slice(1)}` },
    ...{
      address_1: `${id} Harbor Way`,
      address_2: `Apt ${place + 1}`,
      city: `City${id}`,
      zip: `8710${place}`,
    },
    state: ['NM', 'AZ', 'Texas', 'CO'][place] ?? '',
    ...{ emergency_contact_name: `Aunt ${id}`, emergency_contact_phone: `(505) 555-04${id.slice(1)}` },
    ...{ notes: `Calls ahead ${id}`, secondary_email: `second${id}@example.test` },
    ...{ additional_owner_first_name: `Other${id}`, additional_owner_last_name: `Family${id}` },
    ...{
      additional_owner_email: `other${id}@example.test`,
      additional_owner_phone: `505-555-05${id.slice(1)}`,
    },
    source: ['Friend', 'Radio', 'Web', 'Walk in'][place] ?? '',
    icons_string: place === 0 ? icons('VIP', 'Client', `Since ${id}`) : '',
    ...{ banned: flag(place === 2), deactivated: flag(place === 3), allow_online_login: flag(place !== 1) },
    ...{ opt_out_email: flag(place === 1), opt_out_sms: flag(place === 2 || place === 1) },
    ...{ opt_out_marketing_email: flag(place >= 2), opt_out_reminder_email: flag(place === 0) },
    created_at: String(1_556_690_400 + place * 90_061),
  }));
  fill('animals', (place, id) => ({
    ...{ species_id: String((place % 2) + 1), breed_id: String(place + 1), color: `Color${id}` },
    ...{ gender: ['Male', 'Female', 'Unknown'][place] ?? '', fixed: flag(place !== 1) },
    ...{
      birthday: `201${place}-0${place + 2}-1${place}`,
      weight: `${20 + place}.5`,
      microchip: `98514100${id}`,
    },
    ...{ notes: `Likes ${id}`, feeding_notes: `Slow bowl ${id}`, feeding_schedule: `Twice ${id}` },
    ...{ feeding_method: `By hand ${id}`, food_type: `Kibble ${id}`, grooming_notes: `Brush ${id}` },
    ...{ vet_id: String(place + 1), temperament: String(place + 1), evaluation_notes: `Passed ${id}` },
    ...{
      evaluation_categories: `Group ${id}`,
      vip: flag(place === 1),
      image: `https://example.test/${id}.jpg`,
    },
    ...{
      next_immunization_expiration: MOMENTS[place] ?? '',
      incident_count: String(place),
    },
    ...{ deactivated: flag(place === 1), deceased: flag(place === 2) },
    icons_string:
      [icons('Use Caution', 'Behavior', `Snaps at ${id}`), icons('Loves Pool', 'Play', `Since ${id}`)][
        place
      ] ?? '',
    allergies: place === 0 ? 'Chicken and beef, even a little bit of either' : '',
    medicines: place === 1 ? 'Half a thyroid pill at night, with food, every day' : '',
    created_at: String(1_556_690_400 + place * 90_061),
  }));
  records['reservation_types']?.push({ id: '12', type: 'Day Camp', is_taxed: '0', is_deleted: '1' });
  fill('reservation_types', (_, id) => ({ description: `About ${id}`, color: `#1abac${id}` }));
  fill('reservations', (place, id) => ({
    ...{ r_notes: `Note ${id}`, services_string: `Bath ${id}`, feeding_time: `Morning ${id}` },
    ...{ feeding_amount: `${place + 1} cups`, feeding_method: `Bowl ${id}`, feeding_type: `Dry ${id}` },
    ...{ feeding_notes: `No rush ${id}`, question_1: 'Toys?', answer_1: `Ball ${id}` },
    ...{ question_2: 'Walks?', answer_2: `Two ${id}`, question_3: 'Pool?', answer_3: `Yes ${id}` },
    ...{ standing_reservation: flag(place === 1), cancellation_reason: place === 2 ? 'Ill' : '' },
    ...{ type_id: place === 2 ? '12' : '11', area_name: place === 2 ? 'B. Yard' : 'A. Indoor' },
    run_name: `${place === 2 ? 'B' : 'A'} 0${place + 1}`,
    check_in_stamp: place === 2 ? '' : `2026-03-0${place + 2} 07:${20 + place}:00`,
    check_out_stamp: place === 0 ? '2026-03-04 16:40:00' : '',
    cancel_stamp: place === 2 ? '2026-02-20 12:30:00' : '',
    created_at: String(1_769_936_400 + place * 90_061),
  }));
  const [stay] = records['reservations'] ?? [];
  const { check_in_stamp: _, check_out_stamp: __, ...request } = stay ?? {};
  records['reservations']?.push(
    {
      ...request,
      id: '904',
      start_date: '2026-04-02 08:00:00',
      end_date: '2026-04-03 09:00:00',
      confirmed_stamp: '',
    },
    { ...request, id: '905', wait_list_stamp: '2026-02-01 10:00:00', confirmed_stamp: '' },
    {
      ...{ ...request, id: '906', start_date: '2026-04-06 08:00:00', end_date: '2026-04-07 09:00:00' },
      ...{ wait_list_stamp: '2026-02-02 11:10:00', wait_list_accepted_stamp: '2026-02-03 12:20:00' },
    },
  );
  fill('immunization_types', (place) => ({ species_id: String(place + 1) }));
  // One without the day of its injection folds into its animal.
  fill('immunizations', (place) => ({
    ...{ administered_date: place === 1 ? '' : `2025-0${place + 2}-1${place + 1}`, note: `Tag 014${place}` },
  }));
  fill('invoices', (place) => ({
    ...{ location_id: String((place % 2) + 1), username: ['robin', 'casey', 'kim'][place] ?? '' },
  }));
  records['invoices']?.push({
    ...(records['invoices'][0] ?? {}),
    id: '7004',
    complete: '0',
    reservation_id: '',
  });
  fill('invoice_lines', (_, id) => ({ description: `Item ${id}` }));
  Object.assign(records['invoice_lines']?.[3] ?? {}, { refund_amount: '5.00', tax_refund_amount: '' });
  const [line] = records['invoice_lines'] ?? [];
  records['invoice_lines']?.push({ ...line, id: '8009', voided: '1' });
  const [payment] = records['payments'] ?? [];
  records['payments']?.push({ ...payment, id: '6009', total_balance: '0.00', zero_payment: '1' });
  records['payments']?.push({
    ...{ ...payment, id: '6010', total_balance: '-8.00', payment_allocation_refund: '1' },
  });
  fill('payments', (place, id) => ({
    ...{ processor: `Till ${id}`, description: `Thanks ${id}`, location_id: '1' },
    payment_method_type: ['Credit Card', 'Cash', 'Check', 'Gift Card'][place] ?? '',
  }));
  addTheRest(records);
  return records;
}

const flag = (on: boolean) => (on ? '1' : '0');

const list = (...labels: string[]) => labels.map((label, place) => ({ value: String(place + 1), label }));
