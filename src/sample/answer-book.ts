import { closeSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { RuleCode } from '../core/rules/index.ts';
import {
  ANSWER_KEY,
  ANSWER_KEY_RECORDS,
  type AnswerKeyHeader,
  type FirstOutcome,
  type KeyEntity,
  type KeyGroup,
  type KeyReason,
  type KeyRecord,
  type KeyValue,
} from './answer-key.ts';

/** Above this many the records go to a file of their own. */
const INLINE = 2000;

type Place = Pick<KeyRecord, 'file' | 'line'>;

/** Keeps account of what the generator makes while it makes it; records go to disk, only counts stay in memory. */
export class AnswerBook {
  readonly #entities = new Map<string, KeyEntity>();
  readonly #reasons = new Map<string, KeyReason>();
  readonly #issues = new Map<RuleCode, number>();
  readonly #forced = new Map<string, number>();
  readonly #groups: KeyGroup[] = [];
  readonly #expect: KeyValue[] = [];
  readonly #directory: string;
  readonly #descriptor: number;
  #records: KeyRecord[] = [];
  #spooled = 0;
  #drained = 0;

  constructor(directory: string) {
    this.#directory = directory;
    this.#descriptor = openSync(join(directory, ANSWER_KEY_RECORDS), 'w');
  }

  line(entity: string): void {
    this.#entity(entity).lines += 1;
  }

  /** A line that says the same as another one, or lost against a newer one. */
  copy(entity: string): void {
    this.line(entity);
    this.#entity(entity).copies += 1;
  }

  /** A record that is loaded as it stands, its line included. */
  inserted(entity: string): void {
    this.line(entity);
    this.#entity(entity).inserted += 1;
  }

  /** A record that ends otherwise, its line included; the rule's own issue is counted. */
  ended(
    entity: string,
    id: string | null,
    outcome: FirstOutcome,
    code: RuleCode,
    why: string,
    place?: Place,
  ): void {
    this.#count(entity, outcome, code);
    this.#spool({ entity, id, outcome, code, why, ...place });
  }

  /** A record of a list: it is carried into the records that use it. */
  listed(entity: string): void {
    this.#count(entity, 'excluded', 'REFERENCE_ONLY');
  }

  issue(code: RuleCode, count = 1): void {
    this.#issues.set(code, (this.#issues.get(code) ?? 0) + count);
  }

  /** One use of a forced value, named `table.column`, in a row that is written. */
  forced(...columns: readonly string[]): void {
    for (const column of columns) this.#forced.set(column, (this.#forced.get(column) ?? 0) + 1);
  }

  group(group: KeyGroup): void {
    const account = this.#entity(group.entity);
    const merged = group.ids.length - 1;
    account.lines += group.ids.length;
    account.inserted += 1;
    account.merged += merged;
    if (merged === 0) return;
    this.#reason(group.entity, 'merged', group.code, merged);
    this.issue(group.code, merged);
    this.#groups.push(group);
  }

  expect(entity: string, id: string, table: string, values: Record<string, string | null>): void {
    for (const [column, value] of Object.entries(values))
      this.#expect.push({ entity, id, table, column, value });
  }

  /** Writes the key and gives the paths of its files, relative to the folder. */
  write(about: {
    seed: number | null;
    owners: number;
    timeZone: string;
    notProvoked: AnswerKeyHeader['notProvoked'];
  }) {
    const large = this.#spooled > INLINE;
    if (large) this.#drain(true);
    closeSync(this.#descriptor);
    if (!large) rmSync(join(this.#directory, ANSWER_KEY_RECORDS));
    const key = { ...this.header(about), ...(large ? {} : { records: this.#records }) };
    writeFileSync(join(this.#directory, ANSWER_KEY), layOut(key));
    return large ? [ANSWER_KEY, ANSWER_KEY_RECORDS] : [ANSWER_KEY];
  }

  header(about: Pick<AnswerKeyHeader, 'seed' | 'owners' | 'timeZone' | 'notProvoked'>): AnswerKeyHeader {
    const entities = [...this.#entities.values()];
    for (const account of entities) account.read = account.lines - account.copies;
    const { seed, owners, timeZone, notProvoked } = about;
    return {
      format: 1,
      seed,
      owners,
      timeZone,
      entities,
      reasons: [...this.#reasons.values()],
      issues: [...this.#issues]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([code, count]) => ({ code, count })),
      forced: [...this.#forced]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, count]) => {
          const [table = '', column = ''] = name.split('.');
          return { table, column, count };
        }),
      groups: this.#groups,
      expect: this.#expect,
      notProvoked,
    };
  }

  #count(entity: string, outcome: FirstOutcome, code: RuleCode): void {
    this.line(entity);
    this.#entity(entity)[outcome] += 1;
    this.#reason(entity, outcome, code, 1);
    this.issue(code);
  }

  #reason(entity: string, outcome: FirstOutcome, code: RuleCode, count: number): void {
    const name = `${entity} ${outcome} ${code}`;
    const reason = this.#reasons.get(name) ?? { entity, outcome, code, count: 0 };
    reason.count += count;
    this.#reasons.set(name, reason);
  }

  #entity(entity: string): KeyEntity {
    const found = this.#entities.get(entity);
    if (found) return found;
    const made = { entity, lines: 0, copies: 0, read: 0, inserted: 0, merged: 0, excluded: 0, rejected: 0 };
    this.#entities.set(entity, made);
    return made;
  }

  #spool(record: KeyRecord): void {
    this.#spooled += 1;
    this.#records.push(record);
    if (this.#spooled > INLINE && this.#records.length >= INLINE) this.#drain(false);
  }

  #drain(last: boolean): void {
    const lines = this.#records.map((record) => JSON.stringify(record));
    const opening = this.#drained === 0 ? '[\n' : ',\n';
    const text = (lines.length > 0 ? opening + lines.join(',\n') : '') + (last ? '\n]\n' : '');
    writeSync(this.#descriptor, text);
    this.#drained += lines.length;
    this.#records = [];
  }
}

/** JSON with one line per element, so that a person can read it and a diff shows one record. */
function layOut(key: object): string {
  const parts = Object.entries(key).map(([name, value]) => {
    if (!Array.isArray(value) || value.length === 0) return `  "${name}": ${JSON.stringify(value)}`;
    return `  "${name}": [\n${value.map((item) => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]`;
  });
  return `{\n${parts.join(',\n')}\n}\n`;
}
