import { createHash } from 'node:crypto';
import type { GingrKey } from '../../core/settings.ts';
import type { Check } from './client.ts';
import type { EndpointName, Row } from './endpoints.ts';
import { ApiFailure } from './failure.ts';
import type { PagingMode } from './paging.ts';
import { idText } from './rows.ts';

/** One piece of work: asked for whole, stored whole, never asked for again. */
export interface Unit {
  /** Says what is asked; the same in every run. */
  id: string;
  key: GingrKey;
  endpoint: EndpointName;
  parameters: Readonly<Record<string, string>>;
  paging: Paging | null;
  /** Of a stay that is not checked out: the API may not have its lines yet. */
  isEstimate: boolean;
}

interface Paging {
  size: number;
  mode: PagingMode | null;
}

/** Rows of a page. */
const PAGE = 100;

export function unit(
  key: GingrKey,
  endpoint: EndpointName,
  parameters: Readonly<Record<string, string>> = {},
  isEstimate = false,
): Unit {
  const asked = new URLSearchParams(parameters).toString();
  const short = asked.length > 100 ? createHash('sha256').update(asked).digest('hex').slice(0, 24) : asked;
  const id = `${encodeURIComponent(key.name)}/${endpoint}?${short}`;
  return { id, key, endpoint, parameters, paging: pagingOf(endpoint), isEstimate };
}

function pagingOf(endpoint: EndpointName): Paging | null {
  if (endpoint === 'get_subscriptions') return { size: PAGE, mode: 'place' };
  // Whether `page` is a place or a number is told by the answers (gingr-sources.md 1.2).
  return endpoint === 'list_invoices' || endpoint === 'list_transactions' ? { size: PAGE, mode: null } : null;
}

/** The parameters that ask for a page, or for what begins at a place, counted from 1. */
export const pageParameters = (endpoint: EndpointName, size: number, place: number) =>
  endpoint === 'get_subscriptions'
    ? { limit: String(size), offset: String(place - 1) }
    : { per_page: String(size), page: String(place) };

/** Where a record is asked for by its id, and which names of the answer must then repeat it (P-API-1). */
const OWN: Partial<Record<EndpointName, { asked: string; names: readonly string[] }>> = {
  get_animal_immunizations: { asked: 'animal_id', names: ['animal_id', 'a_id'] },
  get_feeding_info: { asked: 'animal_id', names: ['animal_id', 'a_id'] },
  get_medication_info: { asked: 'animal_id', names: ['animal_id', 'a_id'] },
  transaction: { asked: 'id', names: ['id', 'transaction_id', 'pos_transaction_id'] },
};

/** Throws where an answer, or a record in it, is of another record than was asked for. */
export function checkOf({ endpoint, parameters }: Unit): Check {
  const own = OWN[endpoint];
  if (!own) return () => {};
  const asked = parameters[own.asked];
  const isForeign = (row: Row) =>
    own.names.some((name) => {
      const id = idText(row[name]);
      return id !== null && id !== asked;
    });
  return (answer) => {
    if ([answer].flat().some(isForeign))
      throw new ApiFailure('foreign', 'the answer is of another record than was asked for');
  };
}
