import { expect, it } from 'vitest';
import { firstYear, isSince, windows } from '../../../src/extract/api/days.ts';
import { moneyResort } from '../../support/resort.ts';
import { served, taken } from './support.ts';

const days = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000;

it('windows have 30 days, share their edges, and end two years after today', () => {
  const all = windows('2015-01-01', '2026-03-15', false);
  expect(all.length).toBeGreaterThan(150);
  for (const [index, { from, to }] of all.entries()) {
    expect(days(from, to)).toBe(30);
    if (index > 0) expect(from).toBe(all[index - 1]?.to);
  }
  expect(all[0]?.from.localeCompare('2015-01-01')).toBeLessThanOrEqual(0);
  expect(all.at(-1)?.to.localeCompare('2028-03-14')).toBeGreaterThanOrEqual(0);
});

it('windows lie on one grid, whatever day it is, and hold the stays that a tool of Gingr made', () => {
  const [early, late] = [
    windows('2025-03-01', '2026-03-15', true),
    windows('2025-02-20', '2026-09-15', true),
  ];
  expect(early[0]).toEqual({ from: '2000-01-01', to: '2000-01-31' });
  const begins = new Set(late.map(({ from }) => from));
  expect(early.filter(({ from }) => !begins.has(from))).toEqual([]);
});

it('the first year is that of the oldest record', () => {
  expect(firstYear(['1556690400', '2018-04-01 10:00:00', '', '0', null])).toBe('2018-01-01');
  expect(firstYear(['', '0000-00-00 00:00:00'])).toBe('2012-01-01');
  expect(firstYear(['1980-01-01'])).toBe('2000-01-01');
});

it('a moment since a day is told from unix seconds and from texts', () => {
  expect(isSince('1772697600', '2026-03-05')).toBe(true);
  expect(isSince('2026-03-01 10:00:00', '2026-03-05')).toBe(false);
  expect(isSince('', '2026-03-05')).toBe(false);
});

it('days that are asked for are days of the resort, at any hour and in any zone (P-TZ-9)', async () => {
  const asked = async (timeZone: string) => {
    const server = await served({ data: { ...moneyResort(), locations: [{ value: '1', label: 'Harbor' }] } });
    await taken(server, {}, { timeZone });
    return [...server.asked.keys()].filter((text) => text.includes('/reservations?')).sort();
  };
  const far = await asked('Pacific/Kiritimati');
  const near = await asked('America/Denver');
  expect(near.filter((text) => !far.includes(text))).toEqual([]);
});

it('calls go out several at a time, as many as the config says, and each answer is kept (P-API-5)', async () => {
  const server = await served({
    data: { ...moneyResort(), locations: [{ value: '1', label: 'Harbor' }] },
    delayMs: 5,
  });
  const steps: string[] = [];
  const notes: string[] = [];
  await taken(
    server,
    { concurrency: 3 },
    {
      onProgress: ({ phase, stored, total }) => steps.push(`${phase} ${stored}/${total}`),
      onNote: (text) => notes.push(text),
    },
  );
  expect(server.most()).toBeGreaterThan(1);
  expect(server.most()).toBeLessThanOrEqual(3);
  const [, total = ''] = steps.at(-1)?.split('/') ?? [];
  expect(steps.at(-1)).toBe(`records ${total}/${total}`);
  expect(notes).toHaveLength(1);
  expect(notes[0]).toMatch(/^Gingr's API: \d+ calls, .* or more at .* a second\.$/);
});
