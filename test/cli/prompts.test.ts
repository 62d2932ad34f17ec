import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { shellWord } from '../../src/cli/prompts.ts';

it('quotes what is to be pasted only where a shell would take it apart', () => {
  expect(shellWord('6f0c2d1e-7d1c-5c0e-9f6b-2f4f3c0a9b11')).toBe('6f0c2d1e-7d1c-5c0e-9f6b-2f4f3c0a9b11');
  expect(shellWord('Harbor Pet Resort')).toBe('"Harbor Pet Resort"');
  for (const name of ["Pat's Pets", 'Cats & Dogs; (Main)', '$5 `Kennel` "A" \\ b!', "$it's", '', 'Zoë'])
    expect(execFileSync('bash', ['-c', `printf %s ${shellWord(name)}`], { encoding: 'utf8' })).toBe(name);
});
