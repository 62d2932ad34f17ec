import type { Session } from '../database/session.ts';
import { entityNumber, type Layout, type Unit } from '../staging/layout.ts';
import type { MappedLine } from '../staging/record.ts';
import { ALTERATION_COLUMNS, ISSUE_COLUMNS, LINE_COLUMNS } from '../staging/tables.ts';
import { CopyWriter } from '../staging/writer.ts';

/** What is known of a line apart from its mapping. */
export interface LineFacts {
  file: number | null;
  line: number | null;
  group: string | null;
  control: string | null;
  safety: string | null;
}

/** Numbers the lines and writes each with its rows, issues and alterations. */
export class LineWriter {
  readonly #copy: CopyWriter;
  readonly #layout: Layout;
  readonly #units = new Map<string, { unit: Unit; columns: string[] }>();
  #n = 0;

  constructor(session: Session, layout: Layout) {
    this.#copy = new CopyWriter(session);
    this.#layout = layout;
    for (const unit of layout.units) {
      const columns = ['_n', '_source_id', '_new_id', ...unit.columns.map((column) => column.name)];
      this.#units.set(`${unit.entity}/${unit.table}/${unit.part}`, { unit, columns });
    }
  }

  add(entity: string, mapped: MappedLine, facts: LineFacts): void {
    const n = this.#next();
    const number = String(entityNumber(this.#layout, entity));
    const file = facts.file === null ? null : String(facts.file);
    const line = facts.line === null ? null : String(facts.line);
    const { state, code, sourceId } = mapped;
    this.#copy.add(this.#layout.lines, LINE_COLUMNS, [
      ...[n, number, sourceId, file, line, mapped.content, String(mapped.stamps)],
      ...[facts.group, facts.control, facts.safety, state, code, state, code],
    ]);
    for (const issue of mapped.issues) {
      this.#copy.add(this.#layout.issues, ISSUE_COLUMNS, [
        ...[n, number, file, 'transform', issue.code],
        ...[issue.column ?? null, withoutNul(issue.value), issue.detail ?? null],
      ]);
    }
    if (sourceId === null) return;
    for (const row of mapped.rows) {
      const known = this.#units.get(`${entity}/${row.table}/${row.part}`);
      if (known) this.#copy.add(known.unit.staged, known.columns, [n, sourceId, row.newId, ...row.values]);
    }
    for (const { table, column, kind, before, after } of mapped.alterations) {
      this.#copy.add(this.#layout.alterations, ALTERATION_COLUMNS, [
        n,
        'transform',
        table,
        column,
        kind,
        withoutNul(before),
        withoutNul(after),
      ]);
    }
  }

  addUnreadable(entity: string, file: number, line: number, code: string): void {
    const n = this.#next();
    const number = String(entityNumber(this.#layout, entity));
    this.#copy.add(this.#layout.lines, LINE_COLUMNS, [
      ...[n, number, null, String(file), String(line), null, '0', null, null, null],
      ...['unreadable', code, 'unreadable', code],
    ]);
    this.#copy.add(this.#layout.issues, ISSUE_COLUMNS, [
      n,
      number,
      String(file),
      'transform',
      code,
      null,
      null,
      null,
    ]);
  }

  flush(everything = false): Promise<void> {
    return this.#copy.flush(everything);
  }

  #next(): string {
    this.#n += 1;
    return String(this.#n);
  }
}

const withoutNul = (text: string | null | undefined): string | null =>
  text?.replaceAll('\u0000', '\u2400') ?? null;
