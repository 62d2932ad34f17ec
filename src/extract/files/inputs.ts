import { usageError } from '../../core/errors.ts';
import type { Settings } from '../../core/settings.ts';
import { CATALOGUE, type Catalogue, isFileEntity } from '../../gingr/catalogue.ts';
import { encodingOf } from './encoding.ts';
import { findFiles, type InputFile } from './find.ts';
import { type InspectedFile, inspect, type Overrides } from './inspect.ts';
import { type Problem, problemsError } from './problems.ts';

/**
 * Finds and inspects all input files. Everything that is wrong with any of them, or with the settings that name
 * them, comes in one error (exit 2).
 */
export async function inspectAll(
  paths: readonly string[],
  settings: Settings,
  catalogue: Catalogue,
  signal: AbortSignal | undefined,
): Promise<InspectedFile[]> {
  const found = await findFiles(paths);
  const files: InspectedFile[] = [];
  const problems: Problem[] = [];
  for (const file of found) {
    signal?.throwIfAborted();
    const inspection = await inspect(file, (form) => overridesOf(form, settings), catalogue);
    if (inspection.kind === 'files') files.push(...inspection.files);
    if (inspection.kind === 'problem') problems.push(inspection.problem);
  }
  problems.unshift(...settingProblems([...found, ...files.map(({ file }) => file)], settings));
  if (problems.length > 0) throw problemsError(problems);
  if (files.length === 0) {
    throw usageError(
      'NO_INPUT',
      'No export file was found',
      'Give --from a folder or files with Gingr exports.',
    );
  }
  return files;
}

/** What the operator said about a file; what is said of a workbook holds for its sheets. */
export function overridesOf(file: InputFile, settings: Settings): Overrides {
  const entity = settingFor(file, settings.fileEntities);
  const encoding = settingFor(file, settings.fileEncodings);
  return {
    entity: entity !== undefined && isFileEntity(entity) ? entity : null,
    encoding: encoding === undefined ? null : encodingOf(encoding),
  };
}

const nameOf = (path: string): string => path.split('/').pop() ?? path;

function settingFor({ path }: InputFile, byName: Record<string, string>): string | undefined {
  const workbook = path.replace(/#[^#]*$/, '');
  return [path, nameOf(path), workbook, nameOf(workbook)]
    .map((name) => byName[name])
    .find((word) => word !== undefined);
}

/** A typo in `--as` or `--encoding` must not pass in silence. */
function settingProblems(found: readonly InputFile[], settings: Settings): Problem[] {
  const problems: Problem[] = [];
  const names = new Set(found.flatMap(({ path }) => [path, nameOf(path)]));
  const check = (
    byName: Record<string, string>,
    flag: string,
    isKnown: (word: string) => boolean,
    words: string,
  ) => {
    for (const [name, word] of Object.entries(byName)) {
      const hint = `Write ${flag} FILE=WORD with a file of the input and one of ${words}.`;
      if (!names.has(name))
        problems.push({
          path: name,
          code: 'SETTING_UNUSED',
          text: `is named by ${flag}, but is not in the input`,
          hint,
        });
      if (!isKnown(word))
        problems.push({
          path: name,
          code: 'SETTING_UNKNOWN',
          text: `is given ${flag} ${word}, which does not exist`,
          hint,
        });
    }
  };
  check(settings.fileEntities, '--as', isFileEntity, Object.keys(CATALOGUE).join(', '));
  const encodings = 'utf-8, utf-16le, utf-16be, windows-1252';
  check(settings.fileEncodings, '--encoding', (word) => encodingOf(word) !== null, encodings);
  return problems;
}
