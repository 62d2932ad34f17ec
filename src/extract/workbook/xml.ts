import { SaxesParser } from 'saxes';
import { messageOf } from '../../core/errors.ts';
import { damaged, oversized, WorkbookProblem } from './problem.ts';

/** What is heard of a part. Names come without their prefix: programs differ in it. */
export interface Handlers {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  close(name: string): void;
  /** May come in several pieces. */
  text(text: string): void;
}

/** Characters that are parsed at once: what one piece can make of references to long texts stays small. */
const PIECE = 8 * 1024;
/** A tag, text or comment longer than this is no workbook's; the parser would keep it all. */
const LONGEST = 4 * 1024 ** 2;
const DEEPEST = 64;

/**
 * Parses a part strictly, giving way after each piece. Document types are refused, so no entity but XML's own five and
 * character references can mean anything. Throws WorkbookProblem.
 */
export async function* parseXml(
  chunks: AsyncIterable<Buffer>,
  part: string,
  handlers: Handlers,
): AsyncGenerator<void> {
  const parser = new SaxesParser<{ xmlns: false; position: false }>({ xmlns: false, position: false });
  let since = 0;
  let depth = 0;
  const heard = () => {
    since = 0;
  };
  parser.on('error', (error) => {
    throw damaged(`its part ${part} is no XML (${error.message})`, error);
  });
  parser.on('doctype', () => {
    throw damaged(`its part ${part} declares a document type, as no workbook does`);
  });
  parser.on('opentag', ({ name, attributes }) => {
    heard();
    depth += 1;
    if (depth > DEEPEST) throw oversized(`its part ${part} is nested more than ${DEEPEST} deep`);
    handlers.open(localName(name), attributes);
  });
  parser.on('closetag', ({ name }) => {
    heard();
    depth -= 1;
    handlers.close(localName(name));
  });
  for (const kind of ['text', 'cdata'] as const) {
    parser.on(kind, (text) => {
      heard();
      handlers.text(text);
    });
  }
  parser.on('comment', heard);
  parser.on('processinginstruction', heard);

  const write = (text: string) => {
    since += text.length;
    parser.write(text);
    if (since > LONGEST) throw oversized(`its part ${part} has a text or a tag without an end`);
  };
  let decode: ((chunk?: Buffer) => string) | null = null;
  for await (const chunk of chunks) {
    decode ??= decoderFor(chunk, part);
    const text = decode(chunk);
    for (let at = 0; at < text.length; at += PIECE) {
      write(text.slice(at, at + PIECE));
      yield;
    }
  }
  write(decode?.() ?? '');
  parser.close();
  yield;
}

/** Reads a small part to its end. */
export async function readXml(
  chunks: AsyncIterable<Buffer>,
  part: string,
  handlers: Partial<Handlers>,
): Promise<void> {
  const nothing = () => {};
  const all = { open: nothing, close: nothing, text: nothing, ...handlers };
  for await (const _ of parseXml(chunks, part, all)) void _;
}

/** The value of an attribute whose prefix is up to the program that wrote it, such as `r:id`. */
export const prefixed = (attributes: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.entries(attributes).find(([key]) => key.endsWith(`:${name}`))?.[1];

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

/** UTF-8, or UTF-16 by its mark; the parts of a workbook are nothing else (ECMA-376 part 2, 8.1.4). */
function decoderFor(head: Buffer, part: string): (chunk?: Buffer) => string {
  const [first, second] = head;
  const little = first === 0xff && second === 0xfe;
  const big = first === 0xfe && second === 0xff;
  const decoder = new TextDecoder(little ? 'utf-16le' : big ? 'utf-16be' : 'utf-8', { fatal: true });
  return (chunk) => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
    } catch (cause) {
      if (cause instanceof WorkbookProblem) throw cause;
      throw damaged(`its part ${part} has bytes that are no text (${messageOf(cause)})`, cause);
    }
  };
}
