/**
 * What a line says of a medication, read again by code that the mapping does not share: the words of its name (where there is
 * none, of its notes), of the amount with its unit, of the schedule, and of notes beside a name.
 */
export function medicationFacts(
  get: (column: string) => string | null,
  wordsOf: (text: string) => string,
): Record<string, string[]> {
  const [name, notes, amount, unit, schedule] = ['name', 'notes', 'amount', 'unit', 'schedule'].map((part) =>
    plainly(get(`medication_${part}`), wordsOf),
  );
  const list = (...texts: (string | null | undefined)[]) => texts.filter((text) => typeof text === 'string');
  const [called, besides] = name ? [name, notes] : [notes, null];
  return {
    medicationName: list(called),
    specialInstructions: list(besides),
    dosage: list(amount, unit),
    frequency: list(schedule),
  };
}

/** Whose medication it is, and whether it plainly is one that is given: then the animal must say so too. */
export function givenTo(
  get: (column: string) => string | null,
  wordsOf: (text: string) => string,
): { animal?: string; given?: 'yes' } {
  const said = (column: string) => get(column)?.trim().toLowerCase() ?? '';
  const animal = get('animal_id')?.trim() ?? '';
  if (animal === '' || animal === '0') return {};
  const isSomething = ['name', 'notes'].some((part) => plainly(get(`medication_${part}`), wordsOf) !== null);
  const isOn = ['', '1', 'true', 'yes', 'active'].includes(said('is_active'));
  const isOff = !['', '0', 'false', 'no'].includes(said('is_deleted'));
  return { animal, ...(isSomething && isOn && !isOff ? { given: 'yes' } : {}) };
}

const NONE = /^(?:|no|none|na|n\/a|nil|nka|nkda|unknown|-+)[\s.,!?_-]*$/i;

/** The words of a cell; null where it says nothing, or is an object whose text has another key than these. */
function plainly(cell: string | null, wordsOf: (text: string) => string): string | null {
  const text = cell?.trim() ?? '';
  const said = text.startsWith('{') ? inObject(text) : text;
  if (said === undefined || said.includes('\\') || text.startsWith('[') || NONE.test(said)) return null;
  if (/^no\b/i.test(said)) return null;
  return wordsOf(said) || null;
}

/** What an answer of the API calls a thing by; of several names the one that people read. */
function inObject(text: string): string | undefined {
  for (const key of ['label', 'value_string', 'time']) {
    const found = new RegExp(`"${key}"\\s*:\\s*"((?:[^"\\\\]|\\\\.)+)"`).exec(text)?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}
