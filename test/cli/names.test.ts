import { expect, it } from 'vitest';
import { commandName, withTarget } from '../../src/cli/names.ts';

it('names the command that arguments ask for, with its action, whatever options stand before it', () => {
  expect(commandName(['--target', 'status', 'rejects', 'export', '--out', 'x'])).toBe('rejects export');
  expect(commandName(['rollback', 'run'])).toBe('rollback');
  expect(commandName(['nothing'])).toBe('');
});

it('puts the target into commands that it proposes, once, and into nothing else', () => {
  const told = (text: string) => withTarget(text, 'staging');
  expect(told('Undo:   tailtown-migrate rollback 4a4f')).toBe(
    'Undo:   tailtown-migrate rollback --target staging 4a4f',
  );
  expect(told('Write them with `tailtown-migrate rejects export`.')).toBe(
    'Write them with `tailtown-migrate rejects export --target staging`.',
  );
  for (const text of [
    'tailtown-migrate cutover 1 --target production',
    'See tailtown-migrate.config.yaml, which tailtown-migrate reads.',
  ])
    expect(told(text)).toBe(text);
  expect(withTarget('tailtown-migrate status', undefined)).toBe('tailtown-migrate status');
});
