import { describe, expect, test } from 'vitest';
import { CATALOGUE, withAliases } from '../../src/gingr/catalogue.ts';
import { type Fit, nameDistance, propose, type UnknownHeader } from '../../src/mapping/propose.ts';

const header = (name: string, some: Partial<UnknownHeader> = {}): UnknownHeader => ({
  ...{ entity: 'owners', header: name, files: ['owners.csv'], filled: 1, taken: new Set<string>() },
  fit: () => null,
  ...some,
});

/** Verdict, and the candidates with their distances. */
const shortly = (...headers: UnknownHeader[]) =>
  propose(headers, CATALOGUE).map(({ verdict, candidates }) => [
    verdict,
    ...candidates.map(({ column, distance }) => `${column} ${distance}`),
  ]);

describe('the distance of names', () => {
  test.each([
    ['Wieght', 'weight', 1],
    ['Phone Cell', 'cell_phone', 1],
    ['emergencyContactName #', 'emergency_contact_name', 0],
    ['E-Mail Adress', 'email_address', 1],
    ['Name', 'name', 0],
    ['zip', 'vip', 1],
  ])('%s, %s: %i', (left, right, distance) => {
    expect(nameDistance(left, right).distance).toBe(distance);
    expect(nameDistance(right, left).distance).toBe(distance);
  });
});

describe('proposals', () => {
  test('the closest wins, by names and by aliases', () => {
    expect(shortly(header('Frist Name'))).toEqual([['proposed', 'first_name 1']]);
    expect(shortly(header('PostalCod'))).toEqual([['proposed', 'zip 1']]);
    expect(propose([header('PostalCod')], CATALOGUE)[0]?.candidates[0]?.word).toBe('postal_code');
  });

  test('names that a resort added count too', () => {
    const catalogue = withAliases({ owners: { source: ['How did you find us'] } });
    expect(propose([header('How did you find us?')], catalogue)[0]?.candidates[0]).toMatchObject({
      ...{ column: 'source', distance: 0, word: 'how_did_you_find_us' },
    });
  });

  test('nothing beyond a third of the name, and nothing for signs alone', () => {
    expect(shortly(header('Favourite colour'), header('#'), header('cty'), header('ctx'))).toEqual([
      ['none'],
      ['none'],
      ['proposed', 'city 1'],
      ['none'],
    ]);
  });

  test('equally near ones are a tie', () => {
    expect(shortly(header('Created'))).toEqual([['tie', 'created_at 2', 'created_by 2']]);
  });

  test('a column that stands in the same file is not proposed', () => {
    expect(shortly(header('Created', { taken: new Set(['created_by']) }))).toEqual([
      ['proposed', 'created_at 2'],
    ]);
  });

  test('two headers of one file do not become one column: the nearer has it', () => {
    expect(shortly(header('citty'), header('cittyy'))).toEqual([
      ['proposed', 'city 1'],
      ['contested', 'city 2'],
    ]);
    expect(shortly(header('citty'), header('ciity'))).toEqual([
      ['contested', 'city 1'],
      ['contested', 'city 1'],
    ]);
    expect(shortly(header('citty'), header('ciity', { files: ['owners-2.csv'] }))).toEqual([
      ['proposed', 'city 1'],
      ['proposed', 'city 1'],
    ]);
  });

  test('a column whose functions read none of the values is refuted, and the next nearest wins', () => {
    const fit = (column: string): Fit | null =>
      column === 'created_at' ? { by: 'unixInstant', tried: 3, fit: 0 } : null;
    const [suggestion] = propose([header('Created', { fit })], CATALOGUE);
    expect(suggestion).toMatchObject({
      ...{ verdict: 'proposed', candidates: [{ column: 'created_by' }] },
      refuted: [{ column: 'created_at', fit: { fit: 0 } }],
    });
  });

  test('a header near a secret is told as one, and never proposed: a Sir Name would be lost', () => {
    expect(shortly(header('Pasword'), header('Sir Name'))).toEqual([
      ['secret', 'password 1'],
      ['secret', 'username 2'],
    ]);
  });
});
