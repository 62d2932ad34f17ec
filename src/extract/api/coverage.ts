import type { GingrKey } from '../../core/settings.ts';
import type { Row } from './endpoints.ts';
import { idOf } from './rows.ts';

/** What the keys leave unread. A key sees what its user may see, and a location that is missing gives less without a word. */
export interface Coverage {
  /** Locations that a key is for and does not see. */
  unseen: string[];
  /** Locations that some key sees and no key is for. */
  uncovered: string[];
}

/** Holds the locations that keys see, by `get_locations`, against those that they are for. */
export function coverageOf(seen: readonly { key: GingrKey; locations: readonly Row[] }[]): Coverage {
  const ids = (rows: readonly Row[]) => rows.flatMap((row) => idOf('locations', row) ?? []);
  const unseen = seen.flatMap(({ key, locations }) =>
    key.location === null || ids(locations).includes(key.location)
      ? []
      : [`location ${key.location} is not seen by the key of ${key.from}`],
  );
  // A key for no location in particular is for all that it sees.
  const covered = new Set(
    seen.flatMap(({ key, locations }) => (key.location === null ? ids(locations) : [key.location])),
  );
  const all = new Set(seen.flatMap(({ locations }) => ids(locations)));
  const uncovered = [...all].filter((id) => !covered.has(id)).map((id) => `location ${id} has no key`);
  const none = seen
    .filter(({ locations }) => ids(locations).length === 0)
    .map(({ key }) => `the key of ${key.from} sees no location at all`);
  return { unseen: [...unseen, ...none], uncovered };
}
