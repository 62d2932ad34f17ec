import { ApiFailure } from './failure.ts';

/** What came over the wire. */
export interface RawAnswer {
  status: number;
  /** The header `retry-after`. */
  retryAfter: string | null;
  body: string;
}

/**
 * The JSON of an answer. Throws ApiFailure for everything that is none, or says that it failed: Gingr sends HTML and errors
 * with status 200 too (gingr-sources.md 1.2). A failed answer is never taken for no data (P-API-4).
 */
export function readAnswer({ status, retryAfter, body }: RawAnswer): unknown {
  checkStatus(status, retryAfter);
  const text = body.trim();
  if (text === '') throw new ApiFailure('empty', 'the answer was empty');
  if (text.startsWith('<')) throw new ApiFailure('html', 'the answer was a page and no data');
  const json = parsed(text);
  if (isObject(json) && saysNo(json)) throw new ApiFailure('said-no', 'the answer says that the call failed');
  return json;
}

function checkStatus(status: number, retryAfter: string | null): void {
  if (status >= 200 && status < 300) return;
  const message = `the server answered ${status}`;
  if (status < 400) throw new ApiFailure('redirect', `${message}, which leads to another page`);
  if (status === 401 || status === 403) throw new ApiFailure('refused', message);
  if (status === 404 || status === 410) throw new ApiFailure('missing', message);
  if (status === 408 || status === 425 || status === 429 || status >= 500)
    throw new ApiFailure('status', message, patience(retryAfter));
  throw new ApiFailure('said-no', message);
}

/** Seconds, or the moment of an HTTP date. */
function patience(header: string | null): number | null {
  if (header === null || header.trim() === '') return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const moment = Date.parse(header);
  return Number.isNaN(moment) ? null : Math.max(0, moment - Date.now());
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own words quote the text.
    throw new ApiFailure('truncated', 'the answer broke off, or is no JSON');
  }
}

const YES = new Set<unknown>([true, 1, '1', 'true']);
const NO = new Set<unknown>([false, 0, '0', 'false']);

const saysNo = (json: Record<string, unknown>): boolean =>
  YES.has(json['error']) ||
  NO.has(json['success']) ||
  ['Error', 'error'].some((key) => isSaid(json[key]) && !YES.has(json[key]) && !NO.has(json[key]));

/** `error: ''`, `[]` and null say that there is none. */
const isSaid = (value: unknown): boolean =>
  typeof value === 'string' ? value.trim() !== '' : isObject(value) && Object.keys(value).length > 0;

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
