import { hash } from 'node:crypto';
import { createReadStream, writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import type { RuleCode } from '../core/rules/index.ts';
import { MAIN } from './catalogue.ts';
import { decimal } from './money/cents.ts';

/** How a sample must end at a first load into an empty target, known from how it was made. */

export const ANSWER_KEY = 'answer-key.json';

/** What a first load can make of a record. */
export type KeyOutcome = 'inserted' | 'merged' | 'excluded' | 'rejected';

/** How a record ends that is not loaded. */
export type EndedOutcome = Exclude<KeyOutcome, 'inserted'>;

export interface KeyEntity extends Record<KeyOutcome, number> {
  entity: string;
  lines: number;
  copies: number;
  /** lines - copies, and the sum of the four outcomes. */
  read: number;
}

/** A record with an id that does not simply end inserted; `code` is the rule that decided it. */
export interface KeyRecord {
  entity: string;
  id: string;
  outcome: KeyOutcome;
  code: RuleCode | null;
  why: string;
}

export type KeyValue = string | number | boolean | null | string[] | KeyValue[] | { [key: string]: KeyValue };

/** A value in the record's row of the target; timestamps are `YYYY-MM-DD HH:mm:ss` as the column has them. */
export interface KeyExpectation {
  entity: string;
  id: string;
  table: string;
  /** Which of the record's rows in the table, where it has several. */
  part?: string;
  column: string;
  value: KeyValue;
  why: string;
}

/** One control total, as decimal text: source = the other four. */
export interface KeyTotal {
  name: string;
  source: string;
  target: string;
  merged: string;
  excluded: string;
  rejected: string;
}

/** One line of the fidelity statement. */
export interface KeyFidelity {
  name: string;
  count: number;
  /** Decimal text; null where it is about no money. */
  value: string | null;
  why: string;
}

/** What the owners that are moved owe: by Gingr's own balances, and by the invoices and payments that are moved. */
export interface KeyBalances {
  owners: number;
  differing: number;
  gingr: string;
  tailtown: string;
  /** Deposits that are held for a stay, beside what is owed; and those that were forfeited, which are no sale of Gingr's. */
  held: string;
  forfeited: string;
}

export interface AnswerKey {
  /** Null for a resort that was written by hand. */
  seed: number | null;
  entities: KeyEntity[];
  /** Issues that count, by code: of excluded and merged records only the rule that did so. */
  issues: Record<string, number>;
  /** Uses of forced values in rows that are written. */
  forced: { table: string; column: string; count: number }[];
  totals: KeyTotal[];
  balances: KeyBalances;
  /** What has no place of its own in Tailtown, by its name in the fidelity statement; a generated resort's key has none. */
  fidelity?: KeyFidelity[];
  records: KeyRecord[];
  /** False where there are more than the key lists. */
  recordsComplete: boolean;
  expect: KeyExpectation[];
}

/** More records than this are counted and not listed, so that the key of a large sample can be read at once. */
export const MOST_RECORDS = 5_000;

/** How a record without an id is named: by a hash of what tells it from others, since that may be names of people. */
export const keyedId = (...parts: readonly string[]): string =>
  hash('sha256', JSON.stringify(parts), 'hex').slice(0, 24);

/** Keeps account of what is written while it is written; memory does not grow with the number of records. */
export class KeyBuilder {
  readonly #entities = new Map<string, KeyEntity>();
  readonly #issues = new Map<string, number>();
  readonly #forced = new Map<string, { table: string; column: string; count: number }>();
  readonly #totals = new Map<string, { decimals: boolean } & Record<KeyOutcome, bigint>>();
  readonly #owing = { owners: 0, differing: 0, gingr: 0n, tailtown: 0n, held: 0n };
  #forfeited = 0n;
  readonly #records: KeyRecord[] = [];
  readonly #expect: KeyExpectation[] = [];
  readonly #fidelity: KeyFidelity[] = [];
  #complete = true;

  /** Which of a chain's Gingr databases this is; its name stands in what must be unique in the target. */
  readonly database: string;

  constructor(database = MAIN) {
    this.database = database;
  }

  /** What stands in the target's number of the invoice of this id. */
  numberOf(id: string): string {
    return this.database === MAIN ? `GINGR-${id}` : `GINGR-${this.database}-${id}`;
  }

  /** One more line of a record that is counted already: it says the same, or it lost against a newer one. */
  copy(entity: string): void {
    const account = this.#entity(entity);
    account.lines += 1;
    account.copies += 1;
  }

  /** A record that is loaded, its one line included unless `lines` says how many there are. */
  inserted(entity: string, lines = 1): void {
    this.#read(entity, lines, 'inserted');
  }

  /** A record that ends otherwise, its lines and the issue of the rule included. Without an id it is only counted. */
  ended(
    entity: string,
    id: string | null,
    outcome: EndedOutcome,
    code: RuleCode,
    why: string,
    lines = 1,
  ): void {
    this.#read(entity, lines, outcome);
    this.issue(code);
    if (id !== null) this.record({ entity, id, outcome, code, why });
  }

  /** A record that is folded into another one, which then says what it said: its outcome tells, and no issue. */
  folded(entity: string, id: string | null, code: RuleCode, why: string): void {
    this.#read(entity, 1, 'merged');
    if (id !== null) this.record({ entity, id, outcome: 'merged', code, why });
  }

  /** A record of a reference list: it is carried into the records that use it, and not named one by one. */
  listed(entity: string): void {
    this.ended(entity, null, 'excluded', 'REFERENCE_ONLY', '');
  }

  /** Names a record that was counted elsewhere. */
  record(record: KeyRecord): void {
    if (this.#records.length < MOST_RECORDS) this.#records.push(record);
    else this.#complete = false;
  }

  issue(code: RuleCode, count = 1): void {
    if (count > 0) this.#issues.set(code, (this.#issues.get(code) ?? 0) + count);
  }

  forced(table: string, column: string, count = 1): void {
    if (count === 0) return;
    const name = `${table}.${column}`;
    const known = this.#forced.get(name) ?? { table, column, count: 0 };
    known.count += count;
    this.#forced.set(name, known);
  }

  /** What a record adds to a control total of money, in cents. */
  total(name: string, outcome: KeyOutcome, amount: bigint): void {
    this.#total(name, true)[outcome] += amount;
  }

  /** A record that a control total counts, or so many things of it. */
  counted(name: string, outcome: KeyOutcome, things = 1n): void {
    this.#total(name, false)[outcome] += things;
  }

  /** What an owner who is moved owes, in cents: in Gingr's own words, and by the invoices and payments that are moved. */
  owes(gingr: bigint, tailtown: bigint): void {
    this.#owing.owners += 1;
    this.#owing.gingr += gingr;
    this.#owing.tailtown += tailtown;
    if (gingr === tailtown) return;
    this.#owing.differing += 1;
    this.issue('OWNER_BALANCE_DIFFERS');
  }

  /** What an estimate holds of its owner's money, and what was forfeited of it, in cents. */
  holds(held: bigint, forfeited: bigint): void {
    this.#owing.held += held;
    this.#forfeited += forfeited;
  }

  /** What columns of the record's row must hold; `table/part` where the record has several rows in the table. */
  expect(entity: string, id: string, table: string, values: Record<string, KeyValue>, why: string): void {
    const [name = '', part] = table.split('/');
    const row = { entity, id, table: name, ...(part === undefined ? {} : { part }) };
    for (const [column, value] of Object.entries(values)) {
      if (this.#expect.length < MOST_RECORDS) this.#expect.push({ ...row, column, value, why });
    }
  }

  /** A line that the fidelity statement must have. */
  hasNoPlace(line: KeyFidelity): void {
    this.#fidelity.push(line);
  }

  build(seed: number | null): AnswerKey {
    const byName = <T>(entries: Iterable<[string, T]>) => [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      seed,
      entities: byName(this.#entities).map(([, account]) => account),
      issues: Object.fromEntries(byName(this.#issues)),
      forced: byName(this.#forced).map(([, use]) => use),
      totals: byName(this.#totals).map(([name, { decimals, ...parts }]): KeyTotal => {
        const text = (amount: bigint) => (decimals ? decimal(amount) : String(amount));
        const { inserted, merged, excluded, rejected } = parts;
        return {
          name,
          source: text(inserted + merged + excluded + rejected),
          target: text(inserted),
          ...{ merged: text(merged), excluded: text(excluded), rejected: text(rejected) },
        };
      }),
      balances: {
        ...this.#owing,
        gingr: decimal(this.#owing.gingr),
        tailtown: decimal(this.#owing.tailtown),
        held: decimal(this.#owing.held),
        forfeited: decimal(this.#forfeited),
      },
      ...(this.#fidelity.length === 0 ? {} : { fidelity: this.#fidelity }),
      records: this.#records,
      recordsComplete: this.#complete,
      expect: this.#expect,
    };
  }

  #total(name: string, decimals: boolean): Record<KeyOutcome, bigint> {
    const found = this.#totals.get(name);
    if (found) return found;
    const made = { decimals, inserted: 0n, merged: 0n, excluded: 0n, rejected: 0n };
    this.#totals.set(name, made);
    return made;
  }

  #read(entity: string, lines: number, outcome: KeyOutcome): void {
    const account = this.#entity(entity);
    account.lines += lines;
    account.copies += lines - 1;
    account.read += 1;
    account[outcome] += 1;
  }

  #entity(entity: string): KeyEntity {
    const found = this.#entities.get(entity);
    if (found) return found;
    const made = { entity, lines: 0, copies: 0, read: 0, inserted: 0, merged: 0, excluded: 0, rejected: 0 };
    this.#entities.set(entity, made);
    return made;
  }
}

/** Writes the key with one record on a line, so that a person can read it and a diff shows one record. */
export function writeKey(path: string, key: AnswerKey): void {
  const parts = Object.entries(key).map(([name, value]) => {
    if (!Array.isArray(value) || value.length === 0) return `  "${name}": ${JSON.stringify(value)}`;
    return `  "${name}": [\n${value.map((item) => `    ${JSON.stringify(item)}`).join(',\n')}\n  ]`;
  });
  writeFileSync(path, `{\n${parts.join(',\n')}\n}\n`);
}

/** Reads `answer-key.json`. */
export async function readKey(path: string): Promise<AnswerKey> {
  return JSON.parse(await text(createReadStream(path))) as AnswerKey;
}
