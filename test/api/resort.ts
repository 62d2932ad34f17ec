import path from 'node:path';
import { PACKAGE_ROOT } from '../../src/core/version.ts';
import { datasetOf } from '../support/gingr-server/dataset.ts';
import type { Records } from '../support/resort.ts';

/** The invented resort of `samples/`, with what a file cannot have: stays in house today, and cancelled ones apart. */
export async function apiResort(): Promise<Records> {
  const data = await datasetOf(path.join(PACKAGE_ROOT, 'samples', 'resort', 'export'));
  const house = (data['reservations'] ?? []).slice(0, 3);
  return {
    ...data,
    back_of_house: house.map(({ id = '' }) => ({ id, run_name: 'A  02', area_name: 'A. Indoor' })),
  };
}

/** Windows from here on hold all its stays. */
export const FIRST_DAY = '2025-10-01';
