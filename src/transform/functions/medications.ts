import { type Makers, NOTHING, type Step } from './step.ts';
import { isNoValue } from './text.ts';

/** Keys of an object that stand for it, the one that people read first. */
const SAID = ['label', 'value_string', 'time', 'name', 'value', 'text'];

/** What a cell says: itself, or the object of an answer of the API, which older answers wrapped in an array (P-API-3). */
function saidBy(cell: string | null): string | null {
  const text = cell?.trim() ?? '';
  if (text === '') return null;
  if (!/^[[{]/.test(text)) return cell;
  try {
    return textOf(JSON.parse(text));
  } catch {
    return cell;
  }
}

function textOf(value: unknown): string | null {
  if (Array.isArray(value)) {
    const texts = value.map(textOf).filter((text) => text !== null);
    return texts.length === 0 ? null : texts.join(', ');
  }
  if (typeof value !== 'object' || value === null)
    return value === null || value === undefined || String(value).trim() === '' ? null : String(value);
  for (const key of SAID) {
    const text = textOf((value as Record<string, unknown>)[key]);
    if (text !== null) return text;
  }
  // An object of another shape is told as it is rather than lost.
  return Object.keys(value).length === 0 ? null : JSON.stringify(value);
}

const entryText =
  (nth: number): Step =>
  (input) => {
    const said = input.flatMap((cell, index) => {
      const text = saidBy(cell);
      return text === null || isNoValue(text) ? [] : [{ text, index }];
    });
    if (nth === 0) return { value: said.length === 0 ? null : said.map(({ text }) => text.trim()).join(' ') };
    const found = said[nth - 1];
    return found === undefined ? NOTHING : { value: found.text, picked: found.index };
  };

/** `8:00 AM`, `20:30`; words such as `AM` or `Dinner` are no time. */
const CLOCK = /\b(\d{1,2}):(\d\d)(?::\d\d)?\s*([ap])?\.?(?:m\b\.?)?/gi;

const clockTimes: Step = ([raw = null]) => {
  const times = [...(raw ?? '').matchAll(CLOCK)].flatMap(([, hour = '', minute = '', half]) => {
    const given = Number(hour);
    const isPm = half?.toLowerCase() === 'p';
    const valid = half === undefined ? given < 24 : given >= 1 && given <= 12;
    if (!valid || Number(minute) > 59) return [];
    const hours = half === undefined ? given : (given % 12) + (isPm ? 12 : 0);
    return [`${String(hours).padStart(2, '0')}:${minute}`];
  });
  return times.length === 0 ? NOTHING : { value: [...new Set(times)] };
};

export const medicationFunctions: Makers<'entryText' | 'clockTimes'> = {
  entryText: ({ nth }) => entryText(nth),
  clockTimes: () => clockTimes,
};
