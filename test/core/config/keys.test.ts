import { expect, it } from 'vitest';
import { z } from 'zod';
import { KEYS, keysTable } from '../../../src/core/config/keys.ts';
import { configSchema } from '../../../src/core/config/schema.ts';

interface Node {
  properties?: Record<string, Node>;
  additionalProperties?: Node | boolean;
  items?: Node;
  anyOf?: Node[];
  enum?: string[];
}

/** Keys whose entries are names, explained as one. */
const OPEN = /^(?:rejects\.|vanishedLimit|cutover\.differences|files\.)/;

/** Every key that a config may have, dotted, with the words that it may hold. */
function keysOf(node: Node, at = ''): [string, string[]][] {
  const children = Object.entries(node.properties ?? {}).flatMap(([name, child]) =>
    keysOf(child, at === '' ? name : `${at}.${name}`),
  );
  if (children.length > 0) return children;
  if (typeof node.additionalProperties === 'object' && !OPEN.test(at))
    return keysOf(node.additionalProperties, `${at}.NAME`);
  if (node.items?.properties) return keysOf(node.items, `${at}[]`);
  return [[at, node.enum ?? []]];
}

const keys = keysOf(z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' }) as Node);

it('explains every key of the schema, and none that is not there', () => {
  const known = new Set(
    keys.map(([key]) => key.replace(/^(targets\.NAME\.(?:rejects|limits|timeouts|decisions))\..*$/, '$1')),
  );
  expect(KEYS.flatMap((row) => row.keys).sort()).toEqual([...known].sort());
});

it('names every word that a key may hold', () => {
  const table = keysTable();
  const missing = keys.flatMap(([key, words]) => {
    const row = KEYS.find((one) => one.keys.some((name) => name === key));
    return row ? words.filter((word) => !`${row.byDefault} ${row.meaning}`.includes(`\`${word}\``)) : [];
  });
  expect(missing).toEqual([]);
  expect(table).toContain('| `timeouts.connect`, `.statement`, `.lock`, `.idle` |');
});
