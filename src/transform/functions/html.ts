import { compile } from 'html-to-text';

/**
 * HTML to text, only where a known tag or entity is present: `Bites men<women, use caution` is not HTML, and a
 * parser that takes it for HTML swallows a warning. Whatever is no known tag or entity is kept word for word.
 */

const TAGS =
  'a|b|big|blockquote|br|center|code|div|em|font|h[1-6]|hr|i|img|li|o:p|ol|p|pre|s|small|span|strong|sub|sup|table|tbody|td|th|thead|tr|u|ul';
const ATTRIBUTE = `\\s+[a-zA-Z_:][-\\w:.]*\\s*=\\s*(?:"[^"]*"|'[^']*'|[^\\s"'=<>]+)`;
const TAG = `<\\/?(?:${TAGS})(?:${ATTRIBUTE})*\\s*\\/?>|<!--[\\s\\S]*?-->`;
const ENTITIES: Record<string, string> = {
  nbsp: ' ',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  sbquo: '‚',
  bdquo: '„',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  bull: '•',
  middot: '·',
  deg: '°',
  frac12: '½',
  frac14: '¼',
  frac34: '¾',
  times: '×',
  divide: '÷',
  plusmn: '±',
  copy: '©',
  reg: '®',
  trade: '™',
  cent: '¢',
  pound: '£',
  euro: '€',
  sect: '§',
  para: '¶',
  laquo: '«',
  raquo: '»',
  iexcl: '¡',
  iquest: '¿',
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
  zwnj: '',
  zwj: '\u200d',
  shy: '',
  aacute: 'á',
  eacute: 'é',
  iacute: 'í',
  oacute: 'ó',
  uacute: 'ú',
  ntilde: 'ñ',
  Aacute: 'Á',
  Eacute: 'É',
  Iacute: 'Í',
  Oacute: 'Ó',
  Uacute: 'Ú',
  Ntilde: 'Ñ',
  agrave: 'à',
  egrave: 'è',
  acirc: 'â',
  ecirc: 'ê',
  icirc: 'î',
  ocirc: 'ô',
  ucirc: 'û',
  ccedil: 'ç',
  Ccedil: 'Ç',
  auml: 'ä',
  euml: 'ë',
  iuml: 'ï',
  ouml: 'ö',
  uuml: 'ü',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  szlig: 'ß',
  aring: 'å',
  oslash: 'ø',
  aelig: 'æ',
};
const ENTITY = `&(?:#\\d{1,7}|#[xX][0-9a-fA-F]{1,6}|${Object.keys(ENTITIES).join('|')});`;

const anyTag = new RegExp(TAG, 'i');
const anyEntity = new RegExp(ENTITY);
const tagOrLess = new RegExp(`${TAG}|<`, 'gi');
const entities = new RegExp(ENTITY, 'g');
const entityOrAmpersand = new RegExp(`${ENTITY}|&`, 'g');
const blockTag = /<\/?(?:p|br|div|li|ul|ol|tr|table|h[1-6]|blockquote|hr)\b/i;

const line = { leadingLineBreaks: 1, trailingLineBreaks: 1 };
const heading = { options: { ...line, uppercase: false } };
const headings = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, ...heading }));
const selectors = [
  ...headings,
  { selector: 'p', options: line },
  { selector: 'ul', options: { ...line, itemPrefix: '- ' } },
  // A number in front of an item would be a word that Gingr did not say.
  { selector: 'ol', format: 'unorderedList', options: { ...line, itemPrefix: '- ' } },
  { selector: 'table', format: 'dataTable', options: { ...line, uppercaseHeaderCells: false } },
  { selector: 'blockquote', options: { ...line, trimEmptyLines: true } },
  { selector: 'pre', options: line },
  { selector: 'a', options: { ignoreHref: true } },
  { selector: 'img', format: 'skip' },
];
const options = { wordwrap: false as const, selectors };
const convertBlocks = compile(options);
const convertInline = compile({ ...options, preserveNewlines: true });

/** Whether a known tag or entity stands in the text. */
export const hasHtml = (text: string): boolean =>
  (text.includes('<') && anyTag.test(text)) || (text.includes('&') && anyEntity.test(text));

/** The same answers and instructions stand in many records, and parsing one costs as much as mapping half a line. */
const converted = new Map<string, string>();
const MOST_CONVERTED = 1000;
const LONGEST_CONVERTED = 500;

/** The text of a fragment for which `hasHtml` holds, without blank ends; '' where it holds none. */
export function htmlToText(fragment: string): string {
  const known = converted.get(fragment);
  if (known !== undefined) return known;
  const text = convert(fragment);
  if (fragment.length <= LONGEST_CONVERTED) {
    if (converted.size >= MOST_CONVERTED) converted.clear();
    converted.set(fragment, text);
  }
  return text;
}

function convert(fragment: string): string {
  if (!fragment.includes('<') || !anyTag.test(fragment)) return decodeEntities(fragment).trim();
  const guarded = fragment
    .replace(tagOrLess, (found) => (found === '<' ? '&lt;' : found))
    .replace(entityOrAmpersand, (found) => (found === '&' ? '&amp;' : found));
  const text = (blockTag.test(fragment) ? convertBlocks : convertInline)(guarded);
  return text
    .replaceAll('\u00a0', ' ')
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function decodeEntities(text: string): string {
  return text.replace(entities, (entity) => {
    const name = entity.slice(1, -1);
    if (!name.startsWith('#')) return ENTITIES[name] ?? entity;
    const hex = name[1] === 'x' || name[1] === 'X';
    const code = Number.parseInt(name.slice(hex ? 2 : 1), hex ? 16 : 10);
    if (code === 160) return ' ';
    const usable = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    return usable ? String.fromCodePoint(code) : entity;
  });
}
