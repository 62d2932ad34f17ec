import { expect, it } from 'vitest';
import { refusalText } from '../../src/pipeline/describe.ts';

it('tells a refusal by a line for each entity, at most ten and how many more', () => {
  expect(refusalText(['owners: 3 of 3'])).toBe('Refused before anything was written: owners: 3 of 3.');
  const lines = refusalText(Array.from({ length: 30 }, (_, index) => `entity${index}: 1 of 2`)).split('\n');
  expect(lines).toHaveLength(12);
  expect([lines[0], lines[1], lines[11]]).toEqual([
    'Refused before anything was written:',
    '- entity0: 1 of 2',
    '- and 20 more',
  ]);
});
