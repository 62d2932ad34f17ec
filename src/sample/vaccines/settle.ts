import type { RuleCode } from '../../core/rules/index.ts';
import { dayOf } from '../calendar.ts';
import type { Cells } from '../columns.ts';
import type { KeyValue } from '../key.ts';
import type { Ended } from '../money/model.ts';
import type { Fate } from '../stay-files.ts';
import type { VaccineType } from './types.ts';

export interface SampleVaccination {
  id: string;
  animal: string;
  type: VaccineType;
  /** `YYYY-MM-DD`, or '' where Gingr has none. */
  expiry: string;
  administered: string;
  note: string;
  ended?: Ended;
  issues?: readonly RuleCode[];
  cells?: Cells;
}

/** What becomes of the vaccinations of one animal. */
export interface SettledVaccinations {
  /** In the order of the vaccinations. */
  fates: Fate[];
  /** Of those with a row of their own: what it is. */
  recordTypes: (string | null)[];
  /** The pet's two JSON columns; null where nothing goes into one. */
  status: KeyValue;
  expirations: KeyValue;
}

/** Of several for one vaccine the one that expires last is current; the others are history, or add nothing. */
export function settleVaccinations(
  list: readonly SampleVaccination[],
  asOfDay: number,
  animal: Fate = 'inserted',
): SettledVaccinations {
  const fates: Fate[] = [];
  const recordTypes: (string | null)[] = [];
  const status: Record<string, KeyValue> = {};
  const expirations: Record<string, KeyValue> = {};
  for (const one of list) {
    const current = [...list]
      .filter(({ ended, type }) => ended === undefined && type.key === one.type.key)
      .sort((a, b) => (rank(a) < rank(b) ? 1 : -1))[0];
    const fate = one.ended ?? fateOf(one, current === one, animal);
    fates.push(fate);
    recordTypes.push(fate !== 'inserted' ? null : current === one ? 'VACCINATION' : 'VACCINATION_HISTORY');
    if (current !== one || animal !== 'inserted') continue;
    status[one.type.key] = statusOf(one, asOfDay);
    if (one.expiry !== '') expirations[one.type.key] = one.expiry;
  }
  return { fates, recordTypes, status: filled(status), expirations: filled(expirations) };
}

const rank = ({ expiry, administered, id }: SampleVaccination): string =>
  [expiry.padEnd(10), administered.padEnd(10), id.padStart(12)].join();

function fateOf(one: SampleVaccination, isCurrent: boolean, animal: Fate): Fate {
  if (animal !== 'inserted')
    return { outcome: 'rejected', code: 'PARENT_NOT_LOADED', why: `animals/${one.animal} was rejected` };
  if (one.administered !== '') return 'inserted';
  return isCurrent
    ? { outcome: 'merged', code: 'IMMUNIZATION_ON_PET', why: `stands on animals/${one.animal}` }
    : { outcome: 'merged', code: 'IMMUNIZATION_SUPERSEDED', why: 'another one expires later' };
}

const midnight = (date: string): string => `${date}T00:00:00.000Z`;

const statusOf = ({ expiry, administered, note }: SampleVaccination, asOfDay: number): KeyValue => ({
  status: expiry === '' ? 'PENDING' : dayOf(expiry) < asOfDay ? 'EXPIRED' : 'CURRENT',
  ...(expiry === '' ? {} : { expiration: midnight(expiry) }),
  ...(administered === '' ? {} : { lastGiven: midnight(administered) }),
  ...(note === '' ? {} : { note }),
});

const filled = (values: Record<string, KeyValue>): KeyValue =>
  Object.keys(values).length > 0 ? values : null;
