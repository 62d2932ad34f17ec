import type { Makers } from './step.ts';

/**
 * One lodging under several spellings (P-LODGE-5): `A 02`, `A  02`, `A. Indoor - A 02`, `A. Indoor A  02`, `A02`.
 * A run that carries its area's letter is known by letter and number alone; any other run needs its area too.
 */

const collapsed = (text: string | null): string => (text ?? '').replace(/\s+/g, ' ').trim();

interface Lodging {
  area: string;
  run: string;
  /** `A02` where the run carries the letter of an area, else null. */
  code: string | null;
}

export function readLodging(rawArea: string | null, rawRun: string | null): Lodging {
  const area = collapsed(rawArea);
  const run = withoutArea(collapsed(rawRun), area);
  const match = /^([A-Za-z])[\s.-]*(\d{1,4})\s*([A-Za-z]?)$/.exec(run);
  const letter = /^([A-Za-z])\.?(?:\s|$)/.exec(area)?.[1]?.toUpperCase();
  const own = match?.[1]?.toUpperCase();
  if (!match || (letter !== undefined && letter !== own)) return { area, run, code: null };
  // An area without a letter of its own may have a run "A 02" beside that of area A.
  if (area !== '' && letter === undefined) return { area, run, code: null };
  return { area, run, code: `${own}${match[2]}${match[3]?.toUpperCase() ?? ''}` };
}

/** The run without the area in front of it, whether the area column is filled or the label repeats it. */
function withoutArea(run: string, area: string): string {
  if (area !== '' && run.toLowerCase().startsWith(`${area.toLowerCase()} `)) {
    return run.slice(area.length).replace(/^[\s-]+/, '');
  }
  return /^([A-Za-z])\. .*?[\s-]+(\1\s*\d+[A-Za-z]?)$/i.exec(run)?.[2] ?? run;
}

/** Grouping key of a lodging; two lodgings with one key are spellings of one. */
export function lodgingKey(rawArea: string | null, rawRun: string | null): string {
  const { area, run, code } = readLodging(rawArea, rawRun);
  return code ?? `${area}|${run}`.toUpperCase().replace(/[\s.-]+/g, '');
}

/** Name that people see: `A02`, `Cat Condo 3`, or the area where the stay names no run. */
export function lodgingName(rawArea: string | null, rawRun: string | null): string {
  const { area, run, code } = readLodging(rawArea, rawRun);
  if (code !== null) return code;
  if (run === '') return area;
  return /^\d+$/.test(run) && area !== '' ? `${area} ${run}` : run;
}

export const lodgingFunctions: Makers<'lodgingKey' | 'lodgingName' | 'lodgingAttributes'> = {
  lodgingKey:
    () =>
    ([area = null, run = null]) => ({ value: lodgingKey(area, run) }),
  lodgingName:
    () =>
    ([area = null, run = null]) => ({ value: lodgingName(area, run) || null }),
  lodgingAttributes:
    () =>
    ([area = null, run = null]) => ({
      value: { suiteNumber: lodgingName(area, run), gingr: { area: area ?? '', label: run ?? '' } },
    }),
};
