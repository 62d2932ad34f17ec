import type { Session } from '../database/session.ts';
import type { Part, Sums } from './balance-total.ts';

/** Sums of an entity's control totals per part and group, as queries find them. */
export class Parts {
  readonly #length: number;
  readonly #parts = new Map<string, Map<string, bigint[]>>();

  constructor(length: number) {
    this.#length = length;
  }

  /**
   * Adds what a query finds. It gets a maker of its columns, one sum per total of the expression for its index, and
   * must also give `part` (a line state, `target` or `kept`) and `grouped`.
   */
  async add(
    session: Session,
    query: (sums: (expression: (index: number) => string) => string) => string,
  ): Promise<void> {
    const indexes = Array.from({ length: this.#length }, (_, index) => index);
    const { rows } = await session.query<Record<string, string | null>>(
      query((expression) =>
        indexes.map((index) => `sum(${expression(index)})::text AS s${index}`).join(', '),
      ),
    );
    for (const row of rows) {
      const part = row['part'] ?? '';
      const group = row['grouped'] ?? '';
      const groups = this.#parts.get(part) ?? new Map<string, bigint[]>();
      this.#parts.set(part, groups);
      const before = groups.get(group);
      groups.set(
        group,
        indexes.map((index) => (before?.[index] ?? 0n) + BigInt(row[`s${index}`] ?? '0')),
      );
    }
  }

  of(index: number): Record<Part, Sums> {
    const sums = (part: string): Sums =>
      new Map([...(this.#parts.get(part) ?? [])].map(([group, values]) => [group, values[index] ?? 0n]));
    return {
      ...{ copies: sums('copy'), merged: sums('merged'), excluded: sums('excluded') },
      ...{ rejected: sums('rejected'), kept: sums('kept'), target: sums('target') },
    };
  }
}
