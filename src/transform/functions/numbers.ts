import { type Makers, NOTHING, refused, type Step } from './step.ts';
import { isNoValue } from './text.ts';

const HEAVIEST = 400;

const weight: Step = ([raw = null]) => {
  if (raw === null || isNoValue(raw)) return NOTHING;
  const match = /^([+-]?)\s*(\d+(?:\.\d*)?|\.\d+)\s*(?:lbs?\.?|pounds?|#)?$/i.exec(raw.trim());
  if (!match) return refused('ANIMAL_WEIGHT_UNREADABLE', raw);
  const pounds = Number(match[2]);
  if (pounds === 0) return NOTHING;
  if (match[1] === '-') return refused('ANIMAL_WEIGHT_NEGATIVE', raw);
  return pounds > HEAVIEST ? refused('ANIMAL_WEIGHT_ABSURD', raw) : { value: pounds };
};

const integer: Step = ([raw = null]) => {
  if (raw === null || raw.trim() === '') return NOTHING;
  const trimmed = raw.trim();
  return /^\d{1,9}$/.test(trimmed) ? { value: Number(trimmed) } : refused('VALUE_NUMBER_UNREADABLE', raw);
};

export const numberFunctions: Makers<'weight' | 'integer'> = { weight: () => weight, integer: () => integer };
