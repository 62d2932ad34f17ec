import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';

/** YAML as a tree in which every value and every key knows where it stands, so that overlays keep their places. */

export interface Place {
  file: string;
  line: number;
  column: number;
}

export interface Problem {
  place: Place;
  message: string;
}

export type Tree =
  | { kind: 'map'; at: Place; entries: Map<string, { key: Place; tree: Tree }> }
  | { kind: 'list'; at: Place; items: Tree[] }
  | { kind: 'scalar'; at: Place; value: unknown };

export type Path = readonly PropertyKey[];

/** Parses one YAML 1.2 document; what is no YAML becomes problems. */
export function parseTree(file: string, text: string): { tree: Tree; problems: Problem[] } {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  const placeAt = (offset: number): Place => {
    const { line, col } = counter.linePos(offset);
    return { file, line, column: col };
  };
  const problems = [...document.errors, ...document.warnings].map(({ pos, message }) => ({
    place: placeAt(pos[0]),
    message: `is no YAML: ${message}`,
  }));
  const build = (node: Node | null | undefined, near: Place): Tree => {
    const at = node?.range ? placeAt(node.range[0]) : near;
    if (isAlias(node)) return build(node.resolve(document) ?? null, at);
    if (isSeq<Node>(node)) return { kind: 'list', at, items: node.items.map((item) => build(item, at)) };
    if (!isMap<Node, Node>(node)) return { kind: 'scalar', at, value: isScalar(node) ? node.value : null };
    const entries = new Map<string, { key: Place; tree: Tree }>();
    for (const { key, value } of node.items) {
      const place = key.range ? placeAt(key.range[0]) : at;
      entries.set(String(isScalar(key) ? key.value : key), { key: place, tree: build(value, place) });
    }
    return { kind: 'map', at, entries };
  };
  return { tree: build(document.contents, placeAt(0)), problems };
}

/** The tree as plain data. */
export function plainOf(tree: Tree): unknown {
  switch (tree.kind) {
    case 'scalar':
      return tree.value;
    case 'list':
      return tree.items.map(plainOf);
    case 'map':
      return Object.fromEntries([...tree.entries].map(([key, entry]) => [key, plainOf(entry.tree)]));
  }
}

/** Where the value at a path stands, or its nearest ancestor; with `key`, where the last word of the path stands. */
export function placeOf(tree: Tree, path: Path, key = false): Place {
  const [step, ...rest] = path;
  if (step === undefined) return tree.at;
  if (tree.kind === 'list') {
    const item = tree.items[Number(step)];
    return item ? placeOf(item, rest, key) : tree.at;
  }
  const entry = tree.kind === 'map' ? tree.entries.get(String(step)) : undefined;
  if (!entry) return tree.at;
  return key && rest.length === 0 ? entry.key : placeOf(entry.tree, rest, key);
}

/** Levels at which an overlay changes single words; everything below is replaced whole. */
const MERGED = ['', 'aliases', 'tables', 'tables/*', 'tables/*/columns', 'exclude', 'entries'];

/** A tenant's tree over the defaults: key by key on the levels above, and `null` removes. */
export function overlay(base: Tree, over: Tree, problems: Problem[], level = ''): Tree {
  if (base.kind !== 'map' || over.kind !== 'map' || !MERGED.includes(level)) return over;
  const entries = new Map(base.entries);
  for (const [key, { key: place, tree }] of over.entries) {
    const below = entries.get(key);
    if (tree.kind === 'scalar' && tree.value === null) {
      if (!entries.delete(key)) problems.push({ place, message: `there is no "${key}" to remove` });
      continue;
    }
    const step = level === 'tables' ? '*' : key;
    entries.set(key, {
      key: place,
      tree: below ? overlay(below.tree, tree, problems, level === '' ? step : `${level}/${step}`) : tree,
    });
  }
  return { kind: 'map', at: over.at, entries };
}
