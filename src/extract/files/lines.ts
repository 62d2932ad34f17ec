import { isAscii, isUtf8 } from 'node:buffer';
import { StringDecoder } from 'node:string_decoder';
import type { RuleCode } from '../../core/rules/index.ts';
import { byteOrderMark, decodeWindows1252, type Encoding, isWindows1252 } from './encoding.ts';

/** Whole physical lines, decoded; the last line of a file may lack its newline. */
export interface TextBlock {
  text: string;
  /** What is wrong with single lines of the block, by their offset in it. */
  marks: ReadonlyMap<number, LineMark>;
}

export type LineMark = Extract<RuleCode, 'FILE_LINE_UNDECODABLE' | 'FILE_LINE_TOO_LONG'>;

/** Longest line, and longest record, in characters; beyond it a quote counts as never closed. */
export const LINE_LIMIT = 1 << 20;
/** What is kept of a line beyond the limit. */
const KEPT_OF_LONG = 64 * 1024;
const NEWLINE = 0x0a;
const NO_MARKS: ReadonlyMap<number, LineMark> = new Map();

/**
 * Cuts bytes into blocks of whole physical lines and decodes them. Bytes that are no text mark their line and show
 * as U+FFFD in it; a U+FFFD that stands in the file itself is left alone. Memory is bounded by the chunk size and
 * the line limit.
 */
export async function* textBlocks(
  chunks: AsyncIterable<Buffer>,
  encoding: Encoding,
): AsyncGenerator<TextBlock> {
  const content = withoutMark(chunks);
  if (encoding === 'utf-16le' || encoding === 'utf-16be') yield* utf16Blocks(content, encoding);
  else for await (const block of byteBlocks(content)) yield decoded(block.bytes, block.long, encoding);
}

/** Blocks of whole lines as bytes; `long` says that the block is the kept beginning of one overlong line. */
export async function* byteBlocks(
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<{ bytes: Buffer; long: boolean }> {
  let rest: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    const first = chunk.indexOf(NEWLINE);
    if (first === -1) {
      if (size <= LINE_LIMIT) rest.push(chunk);
      size += chunk.length;
      continue;
    }
    let begin = 0;
    if (size + first > LINE_LIMIT) {
      yield { bytes: overlong([...rest, chunk.subarray(0, first)]), long: true };
      rest = [];
      begin = first + 1;
    }
    const end = chunk.lastIndexOf(NEWLINE) + 1;
    if (end > begin) yield { bytes: Buffer.concat([...rest, chunk.subarray(begin, end)]), long: false };
    rest = [chunk.subarray(end)];
    size = chunk.length - end;
  }
  if (size > LINE_LIMIT) yield { bytes: overlong(rest), long: true };
  else if (size > 0) yield { bytes: Buffer.concat(rest), long: false };
}

const overlong = (parts: readonly Buffer[]): Buffer =>
  Buffer.concat([Buffer.concat(parts).subarray(0, KEPT_OF_LONG), Buffer.from('\n')]);

function decoded(bytes: Buffer, long: boolean, encoding: 'utf-8' | 'windows-1252'): TextBlock {
  const decode = encoding === 'utf-8' ? (part: Buffer) => part.toString('utf8') : decodeWindows1252;
  const isText = encoding === 'utf-8' ? isUtf8 : isWindows1252;
  if (long) return { text: decode(bytes), marks: new Map([[0, 'FILE_LINE_TOO_LONG']]) };
  if (isAscii(bytes)) return { text: bytes.toString('latin1'), marks: NO_MARKS };
  if (isText(bytes)) return { text: decode(bytes), marks: NO_MARKS };
  const marks = new Map<number, LineMark>();
  let text = '';
  let offset = 0;
  for (let at = 0; at < bytes.length; offset += 1) {
    const newline = bytes.indexOf(NEWLINE, at);
    const line = bytes.subarray(at, newline === -1 ? bytes.length : newline + 1);
    if (!isText(line)) marks.set(offset, 'FILE_LINE_UNDECODABLE');
    text += decode(line);
    at += line.length;
  }
  return { text, marks };
}

async function* utf16Blocks(
  chunks: AsyncIterable<Buffer>,
  encoding: 'utf-16le' | 'utf-16be',
): AsyncGenerator<TextBlock> {
  const decoder = new StringDecoder('utf16le');
  let odd: Buffer = Buffer.alloc(0);
  let rest = '';
  let skipping = false;
  for await (const chunk of chunks) {
    const bytes = Buffer.concat([odd, chunk]);
    const even = bytes.length & ~1;
    odd = bytes.subarray(even);
    const pair = bytes.subarray(0, even);
    rest += decoder.write(encoding === 'utf-16be' ? Buffer.from(pair).swap16() : pair);
    const first = rest.indexOf('\n');
    if (skipping && first === -1) rest = '';
    if (skipping && first !== -1) {
      rest = rest.slice(first + 1);
      skipping = false;
    } else if (first > LINE_LIMIT || (first === -1 && rest.length > LINE_LIMIT)) {
      yield { text: `${rest.slice(0, KEPT_OF_LONG)}\n`, marks: new Map([[0, 'FILE_LINE_TOO_LONG']]) };
      skipping = first === -1;
      rest = skipping ? '' : rest.slice(first + 1);
    }
    const end = rest.lastIndexOf('\n') + 1;
    if (end > 0) yield utf16Block(rest.slice(0, end));
    rest = rest.slice(end);
  }
  // Half a character at the end is shown as a lone surrogate, which marks its line below.
  rest += decoder.end() + (odd.length > 0 ? '\ud800' : '');
  if (rest !== '' && !skipping) yield utf16Block(rest);
}

const LONE_SURROGATE = /\p{Surrogate}/gu;

function utf16Block(text: string): TextBlock {
  if (text.search(LONE_SURROGATE) === -1) return { text, marks: NO_MARKS };
  const marks = new Map<number, LineMark>();
  const lines = text.split('\n');
  for (const [offset, line] of lines.entries()) {
    if (line.search(LONE_SURROGATE) !== -1) marks.set(offset, 'FILE_LINE_UNDECODABLE');
  }
  return { text: text.replace(LONE_SURROGATE, '\ufffd'), marks };
}

async function* withoutMark(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let head: Buffer | null = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (head === null) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < 3) continue;
    yield head.subarray(byteOrderMark(head)?.length ?? 0);
    head = null;
  }
  if (head !== null && head.length > 0) yield head.subarray(byteOrderMark(head)?.length ?? 0);
}
