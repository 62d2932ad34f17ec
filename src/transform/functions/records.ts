import { listOf } from '../../gingr/lists-in-cells.ts';
import { isNoDate } from './moment.ts';
import { type Makers, NOTHING, type Step } from './step.ts';

/** Addresses of files and pictures, one behind the other or as JSON; what is no address is kept as it stands. */
const addresses: Step = ([raw = null]) => {
  const found = listOf(raw);
  return found.length === 0 ? NOTHING : { value: JSON.stringify(found) };
};

const addressCount: Step = ([raw = null]) => {
  const found = listOf(raw).filter((item) => /^https?:\/\//i.test(item));
  return found.length === 0 ? NOTHING : { value: found.length };
};

export const recordFunctions: Makers<'addresses' | 'addressCount' | 'activities' | 'ifStamped'> = {
  addresses: () => addresses,
  addressCount: () => addressCount,
  activities:
    () =>
    ([raw = null]) => {
      const found = listOf(raw);
      return found.length === 0 ? NOTHING : { value: found };
    },
  ifStamped:
    ({ word }) =>
    ([raw = null]) =>
      isNoDate(raw) ? NOTHING : { value: word },
};
