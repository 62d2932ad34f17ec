import { type Records, recordOf, smallResort } from '../support/resort.ts';

/** A resort in which every outcome occurs: moved, copied, merged, excluded, rejected, and a forced e-mail. */
export function troubledResort(): Records {
  const records = smallResort();
  recordOf(records, 'owners', '103')['email'] = 'owner101@example.test';
  recordOf(records, 'animals', '503')['owner_id'] = '999';
  records['owners']?.push({ ...recordOf(records, 'owners', '102') });
  records['reservations']?.push({
    ...recordOf(records, 'reservations', '901'),
    id: '904',
    start_date: '2000-01-01 12:00:00',
    end_date: '2000-01-01 12:00:00',
  });
  return records;
}

/** The same resort a week later: changed, moved and new records. */
export function laterResort(): Records {
  const records = troubledResort();
  recordOf(records, 'owners', '101')['city'] = 'Elsewhere';
  recordOf(records, 'reservations', '902')['run_name'] = 'A 07';
  recordOf(records, 'animals', '503')['owner_id'] = '103';
  return records;
}
