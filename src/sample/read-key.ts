import { createReadStream } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { ANSWER_KEY_RECORDS, type AnswerKey, type AnswerKeyHeader, type KeyRecord } from './answer-key.ts';

/** Reads `answer-key.json`, and its records from the file beside it where they were too many. */
export async function readAnswerKey(path: string): Promise<AnswerKey> {
  const key = JSON.parse(await readFile(path, 'utf8')) as AnswerKeyHeader & { records?: KeyRecord[] };
  const { records: inline, ...header } = key;
  if (inline) return { ...header, records: () => fromMemory(inline) };
  const beside = join(dirname(path), ANSWER_KEY_RECORDS);
  await access(beside);
  return { ...header, records: () => fromFile(beside) };
}

async function* fromMemory(records: readonly KeyRecord[]): AsyncGenerator<KeyRecord> {
  yield* records;
}

async function* fromFile(path: string): AsyncGenerator<KeyRecord> {
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    if (line.startsWith('{')) yield JSON.parse(line.replace(/,$/, '')) as KeyRecord;
  }
}
