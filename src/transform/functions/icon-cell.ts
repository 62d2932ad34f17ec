import { compile, type FormatCallback } from 'html-to-text';
import { hasHtml, htmlToText } from './html.ts';

/**
 * What a cell says of icons (gingr-sources.md 2.3.1 and 2.11): the day export's `<i ... title="Title (Group)">`, the
 * API's objects as JSON, or bare titles. The mark-up is parsed, so that no order, quoting or letter case of the
 * attributes matters (P-NAME-8).
 */
export interface CellIcon {
  title: string;
  group: string | null;
  /** What staff wrote beside it for this animal or owner. */
  content: string | null;
  /** Kept, never read: resorts choose colours freely (P-NAME-7). */
  color: string | null;
  /** Whether Gingr says that it is computed (`system`) or the resort's own; null where it does not say. */
  system: boolean | null;
  /** The title stands alone in a cell of plain text, so that it may be any words. */
  bare?: true;
  /** Title is the cell's text as it stands: nothing else could be told. */
  unreadable?: true;
}

/** The icons of a cell, in its order; none for a blank cell. What cannot be read is an icon with the cell as its title. */
export function readIconCell(cell: string): CellIcon[] {
  const text = cell.trim();
  if (text === '') return [];
  if (text.startsWith('[') || text.startsWith('{')) return fromJson(text) ?? [unreadable(text)];
  if (/<i[\s>/]/i.test(text)) return fromMarkup(text) ?? [unreadable(text)];
  if (text.includes('<')) return [unreadable(text)];
  return text
    .split(/[,;|\r\n]+/)
    .map((title) => plainText(title))
    .filter((title) => title !== '')
    .map((title) => ({ ...splitGroup(title), content: null, color: null, system: null, bare: true }));
}

const unreadable = (text: string): CellIcon => ({
  ...{ title: text, group: null, content: null, color: null, system: null },
  unreadable: true,
});

const plainText = (text: string): string =>
  storable(hasHtml(text) ? htmlToText(text) : text)
    .replace(/\s+/g, ' ')
    .trim();

const contentText = (text: string): string | null =>
  storable(hasHtml(text) ? htmlToText(text) : text).trim() || null;

/** JSON may hold a NUL or half a character, and PostgreSQL takes neither. */
const storable = (text: string): string => text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\ufffd');

/** `Title (Group)`, where nothing says which part is which. */
function splitGroup(label: string): { title: string; group: string | null } {
  const [, title = label, group = null] = /^(.*\S)\s+\(([^()]*)\)$/.exec(label) ?? [];
  return { title, group: group?.trim() || null };
}

type Attributes = Readonly<Record<string, string>>;

/** Attributes of the icons that the parser meets; it runs to its end before anybody else asks. */
let met: Attributes[] = [];
const collect: FormatCallback = (element, walk, builder) => {
  met.push(element.attribs ?? {});
  walk(element.children, builder);
};
const parse = compile({
  wordwrap: false,
  formatters: { icon: collect },
  selectors: [{ selector: 'i', format: 'icon' }],
});

const KNOWN_ATTRIBUTE = /^(?:class|style|title|id|role|data-[-\w]+|aria-[-\w]+)$/;

/** Null where the mark-up holds anything but icons: an attribute cut by a stray quote, or words between them. */
function fromMarkup(text: string): CellIcon[] | null {
  met = [];
  const rest = parse(text);
  const icons = met.map(fromAttributes);
  if (rest.trim() !== '' || icons.length === 0) return null;
  const read = icons.filter((icon) => icon !== null);
  return read.length === icons.length ? read : null;
}

function fromAttributes(attributes: Attributes): CellIcon | null {
  if (!Object.keys(attributes).every((name) => KNOWN_ATTRIBUTE.test(name))) return null;
  const own = attributes['data-original_title'] ?? attributes['data-original-title'];
  const whole = plainText(attributes['title'] ?? '');
  const title = own === undefined ? '' : plainText(own);
  const named = title === '' ? splitGroup(whole) : besideTitle(title, whole);
  if (named === null || named.title === '') return null;
  return {
    ...named,
    content: contentText(attributes['data-content'] ?? ''),
    color: plainText(/color\s*:\s*([^;]+)/i.exec(attributes['style'] ?? '')?.[1] ?? '') || null,
    system: null,
  };
}

/** The group behind a title that is known: no pattern is made of a title, which may hold any sign (P-NAME-8). */
function besideTitle(title: string, whole: string): { title: string; group: string | null } | null {
  if (whole === '' || whole === title) return { title, group: null };
  if (!whole.startsWith(title)) return null;
  const rest = whole.slice(title.length).trim();
  if (!rest.startsWith('(') || !rest.endsWith(')')) return null;
  return { title, group: rest.slice(1, -1).trim() || null };
}

/** `icons[]` of `get_icons`, or an object of such objects by id. */
function fromJson(text: string): CellIcon[] | null {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(data)) return null;
  const inner = isObject(data['icons']) ? data['icons'] : data;
  const icons = 'title' in inner ? [inner] : Object.values(inner);
  const read = icons.map(fromObject).filter((icon) => icon !== null);
  return read.length === icons.length ? read : null;
}

function fromObject(icon: unknown): CellIcon | null {
  if (!isObject(icon)) return null;
  const text = (key: string): string => (typeof icon[key] === 'string' ? icon[key] : '');
  const title = plainText(text('title'));
  if (title === '') return null;
  const texts = [...new Set([contentText(text('content')), contentText(text('comment'))])];
  return {
    title,
    group: plainText(text('name')) || null,
    content: texts.filter((said) => said !== null).join('\n') || null,
    color: plainText(text('color')) || null,
    system: text('type') === '' ? null : text('type').trim().toLowerCase() === 'system',
  };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
