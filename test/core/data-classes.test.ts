import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { DATA_CLASSES, shownAs } from '../../src/core/data-classes.ts';
import { PACKAGE_ROOT } from '../../src/core/version.ts';
import { CATALOGUE } from '../../src/gingr/catalogue.ts';
import { SOURCE_CLASSES, sourceClass } from '../../src/gingr/classes.ts';
import { sourceValueShown, targetValueShown } from '../../src/reconcile/shown.ts';
import { TARGET_CLASSES } from '../../src/tailtown/classes.ts';
import { FILLED_TABLES } from '../../src/tailtown/tables.ts';

/** Columns of Tailtown's tables as the migrations make them. */
function targetColumns(): Map<string, string[]> {
  const schema = readFileSync(path.join(PACKAGE_ROOT, 'prisma/schema.prisma'), 'utf8');
  const models = [...schema.matchAll(/^model (\w+) \{\n([\s\S]*?)\n\}/gm)];
  const names = new Set(models.map(([, name]) => name));
  const tables = models.filter(([, , body = '']) => body.includes('@@schema("public")'));
  return new Map(
    tables.map(([, , body = '']) => {
      const columns = body.split('\n').flatMap((line) => {
        const [, name, type = ''] = /^\s+(\w+)\s+(\w+)/.exec(line) ?? [];
        if (name === undefined || names.has(type)) return [];
        return [/ @map\("(\w+)"\)/.exec(line)?.[1] ?? name];
      });
      return [/@@map\("(\w+)"\)/.exec(body)?.[1] ?? '', columns];
    }),
  );
}

describe('every column has a class', () => {
  it('of Gingr', () => {
    const bare = Object.values(CATALOGUE).flatMap(({ name, columns }) =>
      columns.filter((column) => !sourceClass(name, column.name)).map((column) => `${name}.${column.name}`),
    );
    expect(bare).toEqual([]);
    expect(Object.keys(SOURCE_CLASSES)).toEqual(Object.keys(CATALOGUE));
  });

  it("of Tailtown's tables", () => {
    const columns = targetColumns();
    expect([...columns.keys()].length).toBeGreaterThan(30);
    expect(FILLED_TABLES.filter((table) => !columns.has(table))).toEqual([]);
    const bare = [...columns].flatMap(([table, names]) =>
      names.filter((name) => !TARGET_CLASSES[table]?.[name]).map((name) => `${table}.${name}`),
    );
    expect(bare).toEqual([]);
  });

  it('and what no store may hold is a credential on both sides', () => {
    expect(sourceClass('owners', 'password')).toBe('credential');
    expect(sourceClass('gift_cards', 'pin')).toBe('credential');
    expect(TARGET_CLASSES['staff']?.['password']).toBe('credential');
    const dropped = Object.values(CATALOGUE).flatMap(({ name, columns }) =>
      columns.filter(({ secret }) => secret).map((column) => sourceClass(name, column.name)),
    );
    expect(new Set(dropped)).toEqual(new Set(['credential']));
  });
});

describe('what a report shows of a value', () => {
  it('follows the class, and what slipped into a column is masked all the same', () => {
    expect(sourceValueShown('owners', 'last_name', 'Moss')).toBe('xxxx');
    expect(sourceValueShown('owners', 'favourite_treat', 'Liver')).toBe('xxxxx');
    expect(sourceValueShown('invoices', 'create_stamp', '2026-03-01 10:00:00')).toBe('2026-03-01 10:00:00');
    expect(sourceValueShown('invoices', 'create_stamp', 'call 303 555 0142')).toBe('xxxx 999 999 9999');
    expect(sourceValueShown('reservations', 'start_date', '2026-03-01')).toBe('9999-99-99');
    expect(targetValueShown('services', 'duration', '0')).toBe('0');
    expect(targetValueShown('services', 'duration', '3035550142')).toBe('9999999999');
    expect(targetValueShown('payments', 'amount', '12.50')).toBe('99.99');
    expect(targetValueShown('staff', 'password', 'hunter22')).toBe('***');
  });

  it.each(Object.keys(DATA_CLASSES))(
    'of class %s never has a name, and is the same when it is asked again',
    (name) => {
      const shown = shownAs(name as keyof typeof DATA_CLASSES, 'Robin Moss');
      expect(shown).not.toMatch(/Robin|Moss/);
      expect(shownAs(name as keyof typeof DATA_CLASSES, shown)).toBe(shown);
    },
  );
});
