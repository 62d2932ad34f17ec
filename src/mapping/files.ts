import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, usageError } from '../core/errors.ts';
import { overlay, type Problem, parseTree, placeOf, plainOf, type Tree } from './tree.ts';

/** Mapping files by kind and name, the overlays already laid over the defaults. */
export interface MappingTrees {
  entities: Map<string, Tree>;
  lookups: Map<string, Tree>;
}

/** The text of a YAML file, and its path. */
export interface MappingText {
  file: string;
  text: string;
}

/** Reads every YAML file, one list per folder. An unreadable folder is bad config (exit 2). */
export const readTexts = (folders: readonly string[]): Promise<MappingText[][]> =>
  Promise.all(
    folders.map(async (folder) =>
      Promise.all(
        (await yamlFiles(folder)).map(async (file) => ({ file, text: await readFile(file, 'utf8') })),
      ),
    ),
  );

/** The trees of the files, folder by folder, the defaults first. */
export function treesOf(folders: readonly (readonly MappingText[])[], problems: Problem[]): MappingTrees {
  const trees: MappingTrees = { entities: new Map(), lookups: new Map() };
  for (const files of folders) {
    const own: MappingTrees = { entities: new Map(), lookups: new Map() };
    for (const { file, text } of files) {
      const parsed = parseTree(file, text);
      problems.push(...parsed.problems);
      if (parsed.problems.length === 0) sortIn(own, parsed.tree, problems);
    }
    lay(trees.entities, own.entities, problems);
    lay(trees.lookups, own.lookups, problems);
  }
  return trees;
}

async function yamlFiles(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name));
    return files.map((entry) => join(entry.parentPath, entry.name)).sort();
  } catch (cause) {
    const hint =
      'Give the folder that holds the mapping files (--mapping, or mapping.overlay in the config).';
    throw usageError(
      'MAPPING_UNREADABLE',
      `The mapping folder ${folder} cannot be read: ${messageOf(cause)}`,
      hint,
      { cause },
    );
  }
}

/** Sorts a tree in by its first word: `entity: ...` or `lookup: ...`. */
function sortIn(trees: MappingTrees, tree: Tree, problems: Problem[]): void {
  for (const [word, kind] of [
    ['entity', trees.entities],
    ['lookup', trees.lookups],
  ] as const) {
    const named = tree.kind === 'map' ? tree.entries.get(word) : undefined;
    if (!named) continue;
    const name = String(plainOf(named.tree));
    const other = kind.get(name);
    if (other)
      problems.push({ place: named.key, message: `${word} "${name}" stands in ${other.at.file} already` });
    kind.set(name, tree);
    return;
  }
  problems.push({ place: placeOf(tree, []), message: 'a mapping file says `entity: ...` or `lookup: ...`' });
}

function lay(base: Map<string, Tree>, over: Map<string, Tree>, problems: Problem[]): void {
  for (const [name, tree] of over) {
    const below = base.get(name);
    base.set(name, below ? overlay(below, tree, problems) : tree);
  }
}
