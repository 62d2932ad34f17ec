import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { altered, type Makers, NOTHING, type Step, type StepIssue } from './step.ts';
import { isNoValue } from './text.ts';

const EXTENSION = String.raw`(?:\s*(?:,|;)?\s*(?:x|ext\.?|extension|#)\s*[.:]?\s*(\d{1,6}))?`;
const NORTH_AMERICAN = new RegExp(
  String.raw`^(?:\+?1[\s.-]*)?\(?([2-9]\d{2})\)?[\s./-]*(\d{3})[\s.-]*(\d{4})${EXTENSION}$`,
  'i',
);
/** What may be a number of another country: a plus or an exit code, and at least seven digits. */
const FOREIGN = /^(?:\+|00|011)[\s(]*[2-9](?:[\s().-]*\d){6,14}(?:\s*(?:x|ext\.?)\s*\d{1,6})?$/i;

/** The library is asked only for what can be a foreign number: each failed parse builds an Error with a stack. */
function foreign(trimmed: string): string | null {
  if (!FOREIGN.test(trimmed)) return null;
  const parsed = parsePhoneNumberFromString(trimmed.replace(/^(?:00|011)/, '+'));
  if (!parsed?.isPossible()) return null;
  return parsed.ext ? `${parsed.number} x${parsed.ext}` : parsed.number;
}

const phone: Step = ([raw = null]) => {
  const trimmed = raw === null ? '' : raw.trim();
  if (raw === null || trimmed === '') return NOTHING;
  const match = NORTH_AMERICAN.exec(trimmed);
  const [, area, exchange, number, extension] = match ?? [];
  const known = match
    ? `${area}-${exchange}-${number}${extension === undefined ? '' : ` x${extension}`}`
    : foreign(trimmed);
  if (known === null) return { value: trimmed, issues: [{ code: 'PHONE_UNREADABLE', value: raw }] };
  return known === raw ? { value: known } : altered('reformatted', raw, known);
};

const zip: Step = ([raw = null]) => {
  const trimmed = raw?.trim() ?? '';
  if (raw === null || trimmed === '') return NOTHING;
  const plusFour = /^(\d{5})[\s-]*(\d{4})$/.exec(trimmed);
  const canadian = /^([a-z]\d[a-z])[\s-]*(\d[a-z]\d)$/i.exec(trimmed);
  let value = trimmed;
  if (plusFour) value = `${plusFour[1]}-${plusFour[2]}`;
  else if (canadian) value = `${canadian[1]} ${canadian[2]}`.toUpperCase();
  const result = value === raw ? { value } : altered('reformatted', raw, value);
  // Canadian codes have letters, so digits alone are of the five or nine of the United States.
  if (!/^(?:\d{3,4}|\d{7,8})$/.test(trimmed)) return result;
  return { ...result, issues: [{ code: 'SPREADSHEET_ZIP', value: raw }] };
};

const ADDRESS =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/;
const isAddress = (text: string) => text.length <= 254 && ADDRESS.test(text);

/** Addresses that stand for "none": the words of the desk, and the four patterns of the product (tailtown-target 8). */
const PLACEHOLDERS = [
  /^(?:none|no[._-]?e?-?mail\w*|no(?:ne|t)?[._-]?(?:given|provided)|na|n[./]a|unknown|null|refused|declined)\d*@/,
  /@(?:no[._-]?e?-?mail|none|nowhere|noreply|placeholder|fake|email)\.[a-z]+$/,
  /^customer\d*@imported\.local$/,
  /^gingr-(?:dup-)?\d*@/,
  /\.(?:placeholder|invalid|local)$/,
];
const isPlaceholder = (address: string) => PLACEHOLDERS.some((pattern) => pattern.test(address));

interface ReadEmail {
  address: string | null;
  issue: StepIssue['code'] | null;
  /** Labelled text that found no place in the address. */
  leftover: string | null;
}

/** Reads one e-mail cell; pure, so that the address and its leftovers can be mapped to two columns. */
export function readEmail(raw: string | null): ReadEmail {
  const cell = raw?.trim() ?? '';
  if (raw === null || isNoValue(cell)) return { address: null, issue: 'OWNER_EMAIL_MISSING', leftover: null };
  const lower = cell.toLowerCase();
  const named = /^[^<>@]*<\s*([^<>\s]+)\s*>$/.exec(lower)?.[1]?.replace(/^mailto:/, '') ?? lower;
  if (isAddress(named)) {
    if (!isPlaceholder(named)) return { address: named, issue: null, leftover: null };
    return { address: null, issue: 'OWNER_EMAIL_PLACEHOLDER', leftover: null };
  }
  const words = lower.split(/[\s,;/|&<>()[\]]+|\bor\b|\band\b/).filter((word) => word !== '');
  const addresses = [...new Set(words.filter(isAddress))];
  const usable = addresses.filter((address) => !isPlaceholder(address));
  const [first, ...others] = usable;
  if (addresses.length < 2 || first === undefined) {
    const whole = addresses[0] !== undefined && words.every(isAddress);
    if (whole && first !== undefined) return { address: first, issue: null, leftover: null };
    if (whole) return { address: null, issue: 'OWNER_EMAIL_PLACEHOLDER', leftover: null };
    return { address: null, issue: 'OWNER_EMAIL_MALFORMED', leftover: `E-mail in Gingr: ${cell}` };
  }
  const allRead = words.every((word) => isAddress(word));
  const leftover = allRead ? others.join(', ') : cell;
  return {
    address: first,
    issue: 'OWNER_EMAIL_TWO',
    leftover: leftover === '' ? null : `Other e-mail in Gingr: ${leftover}`,
  };
}

const email: Step = ([raw = null]) => {
  const { address, issue } = readEmail(raw);
  const issues = issue === null ? [] : [{ code: issue, ...(raw === null ? {} : { value: raw }) }];
  if (raw === null || address === raw || (address === null && issue === 'OWNER_EMAIL_MISSING')) {
    return { value: address, issues };
  }
  return { value: address, issues, alterations: [{ kind: 'reformatted', before: raw, after: address }] };
};

const address: Step = ([raw = null]) => {
  const found = raw?.trim().toLowerCase() ?? '';
  if (raw === null || !isAddress(found) || isPlaceholder(found)) return NOTHING;
  return found === raw ? { value: found } : altered('reformatted', raw, found);
};

const emailLeftovers: Step = ([raw = null]) => ({ value: readEmail(raw).leftover });

export const contactFunctions: Makers<'phone' | 'zip' | 'email' | 'address' | 'emailLeftovers'> = {
  phone: () => phone,
  zip: () => zip,
  email: () => email,
  address: () => address,
  emailLeftovers: () => emailLeftovers,
};
