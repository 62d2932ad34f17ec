/**
 * Safety facts that stand in icons (gingr-sources.md 2.3.1 and 2.11), read by code that the mapping does not share: the
 * words of every icon that speaks of safety, and whether one says that the animal must not be booked.
 */
export interface IconFacts {
  /** Words without mark-up, blanks and punctuation; each must be found again on the animal or person. */
  words: string[];
  /** `yes`: an icon says not to book; `maybe`: one may say so in other words, so that nothing follows. */
  book: 'yes' | 'maybe' | null;
}

/** What an icon about safety may say: stems, so that one too many is kept rather than one too few. */
const STEMS =
  'bite biting bitten aggress attack fight seizure epilep allerg medic insulin diabet escap muzzle caution danger warning react heart blind deaf surg bolt stop book never';
const SENSE = new RegExp(`(?:${STEMS.split(' ').join('|')})|\\bmeds?\\b|\\bdo not\\b|\\bdon't\\b`, 'i');
const NO_BOOKING = /\bdo(?: not|n't) book\b/i;
const PERHAPS_NO_BOOKING = /book|\bban|stop|refus|declin|welcome|allow|\bdnb\b|\bdnr\b|\bno\b|\bnot\b/i;

/**
 * The facts of one cell; null where no icon in it speaks of safety or of booking. `plain` takes mark-up away, `wordsOf`
 * that and all that carries no meaning.
 */
export function iconFacts(
  cell: string | null,
  plain: (text: string) => string,
  wordsOf: (text: string) => string,
): IconFacts | null {
  const text = cell?.trim() ?? '';
  if (text === '') return null;
  const icons = textsOf(text, plain);
  const words = new Set<string>();
  let book: IconFacts['book'] = null;
  for (const icon of icons) {
    const all = icon.join(' ');
    const [title = ''] = icon;
    if (NO_BOOKING.test(title)) book = 'yes';
    else if (book === null && PERHAPS_NO_BOOKING.test(title)) book = 'maybe';
    if (!SENSE.test(all)) continue;
    for (const part of icon) if (wordsOf(part) !== '') words.add(wordsOf(part));
  }
  return words.size === 0 && book === null ? null : { words: [...words].sort(), book };
}

const ATTRIBUTES: Record<string, RegExp> = {
  title: /(?:^|\s)title\s*=\s*(?:"([^"]*)"|'([^']*)')/i,
  original: /(?:^|\s)data-original[-_]title\s*=\s*(?:"([^"]*)"|'([^']*)')/i,
  content: /(?:^|\s)data-content\s*=\s*(?:"([^"]*)"|'([^']*)')/i,
};

/** The texts of each icon: its title first, then what staff wrote beside it. */
function textsOf(text: string, plain: (text: string) => string): string[][] {
  if (/^[[{]/.test(text)) return fromJson(text) ?? [[text]];
  if (!/<i\b/i.test(text)) return text.split(/[,;|\r\n]+/).map((title) => [title]);
  return text.split(/<i\b/i).map((icon) => {
    // The value of an attribute is itself text with mark-up.
    const attribute = (name: string) => plain(ATTRIBUTES[name]?.exec(icon)?.slice(1).join('') ?? '');
    return [attribute('title') || attribute('original'), attribute('content')];
  });
}

function fromJson(text: string): string[][] | null {
  try {
    const found: string[][] = [];
    JSON.parse(text, (_, value: unknown) => {
      if (typeof value !== 'object' || value === null || !('title' in value)) return value;
      const said = (key: string) => String(Reflect.get(value, key) ?? '');
      if (said('type') !== 'system') found.push([said('title'), said('content'), said('comment')]);
      return value;
    });
    return found;
  } catch {
    return null;
  }
}
