import type { Random } from './random.ts';
import type { Table } from './tables.ts';

export interface Written {
  bytes: Buffer;
  extension: string;
  note: string;
}

/** How a program writes its tables. */
interface Style {
  delimiter: string;
  end: string;
  quoting: 'needed' | 'always' | 'never' | 'tricks';
  encoding: (typeof ENCODINGS)[number] | 'utf-8';
}

const SOUND: Style = { delimiter: ',', end: '\n', quoting: 'needed', encoding: 'utf-8' };

/** Styles that the program reads; any other one refuses the whole folder. */
export function readableStyle(random: Random): Style {
  if (random.chance(0.5)) return SOUND;
  return {
    delimiter: random.pick([',', ';', '\t']),
    end: random.pick(['\n', '\r\n', '\n\n', 'mixed']),
    quoting: random.pick(['needed', 'needed', 'always', 'tricks']),
    encoding: random.pick(['utf-8', ...ENCODINGS]),
  };
}

export function anyStyle(random: Random): Style {
  return {
    delimiter: random.pick([',', ';', '\t', '|']),
    end: random.pick(['\n', '\r\n', '\r', 'mixed', '\n\n']),
    quoting: random.pick(['needed', 'always', 'never', 'tricks']),
    encoding: random.pick(['utf-8', ...ENCODINGS]),
  };
}

export function writeTable(random: Random, { columns, rows }: Table, style: Style): Written {
  const { delimiter, end, quoting, encoding } = style;
  const cell = (text: string) => quotedCell(random, text, delimiter, quoting);
  // A broken header refuses the file, and tells nothing of its lines.
  const header = columns.map((name) => quotedCell(random, name, delimiter, 'needed'));
  const lines = [header, ...rows.map((row) => row.map(cell))].map((cells) => cells.join(delimiter));
  let text = '';
  for (const [index, line] of lines.entries()) {
    const own = end === 'mixed' ? random.pick(['\n', '\r\n', '\n\n', '\r\n \n']) : end;
    text += index === lines.length - 1 && random.chance(0.2) ? line : `${line}${own}`;
  }
  return {
    bytes: encoded(text, encoding),
    extension: random.pick(['.csv', '.csv', '.tsv', '.txt', '.CSV', '']),
    note: [delimiter, end, quoting, encoding].map((part) => JSON.stringify(part)).join(' '),
  };
}

function quotedCell(random: Random, text: string, delimiter: string, quoting: Style['quoting']): string {
  const whole = `"${text.replaceAll('"', '""')}"`;
  switch (quoting) {
    case 'always':
      return whole;
    case 'never':
      return text;
    case 'needed':
      return text.includes(delimiter) || /["\n\r]/.test(text) ? whole : text;
    case 'tricks':
      if (random.chance(0.95)) return quotedCell(random, text, delimiter, 'needed');
      return random.pick([
        `"${text}`,
        `${text}"`,
        `${text.slice(0, 2)}"${text.slice(2)}`,
        `"${text}"x`,
        `"${text}""`,
        ` "${text}"`,
      ]);
  }
}

const ENCODINGS = ['utf-8 bom', 'utf-16le', 'utf-16be', 'utf-16le bom', 'utf-16be bom', 'latin1'] as const;
export function encoded(text: string, encoding: Style['encoding']): Buffer {
  switch (encoding) {
    case 'utf-8':
      return Buffer.from(text);
    case 'utf-8 bom':
      return Buffer.from(`\ufeff${text}`);
    case 'utf-16le':
      return Buffer.from(text, 'utf16le');
    case 'utf-16le bom':
      return Buffer.from(`\ufeff${text}`, 'utf16le');
    case 'utf-16be':
      return Buffer.from(text, 'utf16le').swap16();
    case 'utf-16be bom':
      return Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
    case 'latin1':
      return Buffer.from(text, 'latin1');
  }
}

const STRAY: readonly (readonly number[])[] = [
  ...[[0x22], [0x22, 0x22], [0x00], [0x0a], [0x0d], [0x0d, 0x0a], [0x2c], [0x09], [0x3b], [0x5c]],
  ...[[0xff], [0xfe, 0xff], [0xff, 0xfe], [0xef, 0xbb, 0xbf], [0x80], [0x81], [0xc3], [0xe2, 0x80, 0xa8]],
  ...[[0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xc0, 0x80], [0x1a], [0x1b, 0x5b, 0x32, 0x4a]],
];

/** Changes some bytes, anywhere; says what it did. */
export function mutateBytes(random: Random, bytes: Buffer): { bytes: Buffer; note: string } {
  let now = bytes;
  const notes: string[] = [];
  for (let count = random.int(1, random.pick([1, 3, 12])); count > 0; count -= 1) {
    // The beginning decides most: encoding, header, delimiter.
    const reach = random.chance(0.3) ? Math.min(now.length, 400) : now.length;
    const at = random.int(0, reach);
    const kind = random.pick(['flip', 'insert', 'insert', 'delete', 'cut', 'repeat'] as const);
    notes.push(`${kind} at ${at}`);
    now = mutatedAt(random, now, at, kind);
  }
  return { bytes: now, note: notes.join(', ') };
}

function mutatedAt(
  random: Random,
  bytes: Buffer,
  at: number,
  kind: 'flip' | 'insert' | 'delete' | 'cut' | 'repeat',
): Buffer {
  const before = bytes.subarray(0, at);
  switch (kind) {
    case 'flip': {
      const copy = Buffer.from(bytes);
      if (at < copy.length) copy[at] = (copy[at] ?? 0) ^ (1 << random.int(0, 7));
      return copy;
    }
    case 'insert':
      return Buffer.concat([before, Buffer.from(random.pick(STRAY)), bytes.subarray(at)]);
    case 'delete':
      return Buffer.concat([before, bytes.subarray(at + random.pick([1, 1, 2, 60]))]);
    case 'cut':
      return random.chance(0.3) ? before : bytes;
    case 'repeat': {
      const part = bytes.subarray(at, at + random.int(1, 200));
      return Buffer.concat([before, part, part, bytes.subarray(at)]);
    }
  }
}
