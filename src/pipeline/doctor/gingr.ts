import { probeApi } from '../../extract/index.ts';
import type { DoctorCheck } from '../results.ts';
import type { Runtime } from '../runtime.ts';
import { check } from './check.ts';

/** Whether each key of Gingr's API is taken, and whether together they see every location; nothing where there is no API. */
export async function gingrChecks({ settings, signal }: Runtime): Promise<DoctorCheck[]> {
  if (settings.gingr === null) return [];
  return [
    await check(
      {
        name: "Gingr's API",
        expected: 'each key is taken, sees its location, and no location is without one',
        remedy:
          "Set each key's variable or file; give its user the location in Gingr's Allowed Locations; add a key for each location under `gingr.keys`.",
      },
      async () => {
        const { unseen, uncovered, seen } = await probeApi(settings, signal);
        const gaps = [...unseen, ...uncovered];
        return gaps.length > 0 ? { failed: gaps.join('; ') } : `locations ${seen.join(', ')}`;
      },
    ),
  ];
}
