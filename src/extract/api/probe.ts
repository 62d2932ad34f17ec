import type { Settings } from '../../core/settings.ts';
import { Client } from './client.ts';
import { type Coverage, coverageOf } from './coverage.ts';
import { usable } from './extract.ts';
import { idOf } from './rows.ts';

/**
 * Asks with each key for its locations, which is one call and reads nothing of anybody. Throws GINGR_KEY_MISSING (exit 2), and
 * what `Client.call` throws.
 */
export async function probeApi(
  settings: Pick<Settings, 'gingr' | 'complete'>,
  signal: AbortSignal,
): Promise<Coverage & { seen: string[] }> {
  const gingr = usable(settings);
  const client = new Client(gingr, signal);
  const answers = [];
  for (const key of gingr.keys) {
    const locations = await client.call({ key, endpoint: 'get_locations', parameters: {} });
    answers.push({ key, locations: [locations].flat() });
  }
  const ids = answers.flatMap(({ locations }) => locations.flatMap((row) => idOf('locations', row) ?? []));
  return { ...coverageOf(answers), seen: [...new Set(ids)].sort() };
}
