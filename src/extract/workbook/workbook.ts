import { Archive } from './archive.ts';
import { type Format, readFormats } from './formats.ts';
import { damaged, otherSpreadsheet } from './problem.ts';
import { readSharedStrings, SharedStrings } from './shared-strings.ts';
import { type Shared, type SheetRow, sheetRows } from './sheet.ts';
import { prefixed, readXml } from './xml.ts';

export interface Sheet {
  name: string;
  /** The part that holds it. */
  part: string;
}

/** What says which parts there are is small. */
const SMALL = 16 * 1024 ** 2;
const SHEETS = 1000;

/** An Excel workbook (.xlsx), read in pieces: only the table of its texts is kept, up to a limit. Throws WorkbookProblem. */
export class Workbook {
  readonly sheets: readonly Sheet[];
  readonly #archive: Archive;
  readonly #from1904: boolean;
  readonly #strings: string | undefined;
  readonly #styles: string | undefined;
  #shared: Promise<Shared> | null = null;

  private constructor(archive: Archive, main: Main, relations: ReadonlyMap<string, Relation>) {
    this.#archive = archive;
    this.#from1904 = main.from1904;
    this.#strings = targetOf(relations, 'sharedStrings');
    this.#styles = targetOf(relations, 'styles');
    this.sheets = main.sheets.flatMap(({ name, id }) => {
      const relation = relations.get(id);
      if (!relation) throw damaged(`it does not say where its sheet ${name} is`);
      // Charts and macros have sheets too.
      return relation.type === 'worksheet' ? [{ name, part: relation.part }] : [];
    });
  }

  static async open(path: string): Promise<Workbook> {
    const archive = await Archive.open(path);
    try {
      const place = targetOf(await relationsOf(archive, ''), 'officeDocument') ?? 'xl/workbook.xml';
      if (place.toLowerCase().endsWith('.bin')) throw otherSpreadsheet('a binary Excel workbook (.xlsb)');
      return new Workbook(archive, await readMain(archive, place), await relationsOf(archive, place));
    } catch (error) {
      archive.close();
      throw error;
    }
  }

  /** The rows of a sheet that hold anything, in their order, some at a time. */
  async *rows(sheet: Sheet, longest: number, onShare?: (share: number) => void): AsyncGenerator<SheetRow[]> {
    this.#shared ??= this.#readShared();
    const shared = await this.#shared;
    yield* sheetRows(this.#archive.read(sheet.part, undefined, onShare), sheet.part, shared, longest);
  }

  close(): void {
    this.#archive.close();
  }

  async #readShared(): Promise<Shared> {
    const strings = this.#strings
      ? await readSharedStrings(this.#archive.read(this.#strings), this.#strings)
      : new SharedStrings();
    const formats: Format[] = this.#styles
      ? await readFormats(this.#archive.read(this.#styles, SMALL), this.#styles)
      : [];
    return { strings, formats, from1904: this.#from1904 };
  }
}

interface Main {
  from1904: boolean;
  sheets: { name: string; id: string }[];
}

async function readMain(archive: Archive, part: string): Promise<Main> {
  const main: Main = { from1904: false, sheets: [] };
  await readXml(archive.read(part, SMALL), part, {
    open(name, attributes) {
      if (name === 'workbookPr') main.from1904 = /^(?:1|true|on)$/.test(attributes.date1904 ?? '');
      if (name === 'sheet')
        main.sheets.push({ name: attributes.name ?? '', id: prefixed(attributes, 'id') ?? '' });
    },
  });
  if (main.sheets.length === 0) throw damaged('it has no sheet');
  if (main.sheets.length > SHEETS) throw damaged(`it has more than ${SHEETS} sheets`);
  return main;
}

interface Relation {
  /** The last word of its type, such as `worksheet`; the words before it name a version of the standard. */
  type: string;
  part: string;
}

/** What a part refers to, by the reference's id; '' is the workbook file itself. Links out of the file are none. */
async function relationsOf(archive: Archive, part: string): Promise<Map<string, Relation>> {
  const at = part.lastIndexOf('/') + 1;
  const folder = part.slice(0, at);
  const place = `${folder}_rels/${part.slice(at)}.rels`;
  const relations = new Map<string, Relation>();
  if (!archive.has(place)) {
    // The file's own are of use only where the workbook lies at an unusual place.
    if (part === '') return relations;
    throw damaged(`its part ${place} is missing`);
  }
  await readXml(archive.read(place, SMALL), place, {
    open(name, { Id = '', Type = '', Target = '', TargetMode }) {
      if (name !== 'Relationship' || TargetMode === 'External') return;
      relations.set(Id, { type: Type.slice(Type.lastIndexOf('/') + 1), part: resolved(folder, Target) });
    },
  });
  return relations;
}

function resolved(folder: string, target: string): string {
  const steps: string[] = [];
  for (const step of (target.startsWith('/') ? target : folder + target).split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return steps.join('/');
}

const targetOf = (relations: ReadonlyMap<string, Relation>, type: string): string | undefined =>
  [...relations.values()].find((relation) => relation.type === type)?.part;
