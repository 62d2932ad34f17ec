import { entityNumber, type Layout, partName, type Unit } from '../staging/layout.ts';
import type { MappedLine } from '../staging/record.ts';
import { ALTERATION_COLUMNS, ISSUE_COLUMNS, LINE_COLUMNS, READING_COLUMNS } from '../staging/tables.ts';
import type { RowSink } from '../staging/writer.ts';

/** What is known of a line apart from its mapping. */
export interface LineFacts {
  file: number | null;
  line: number | null;
  group: string | null;
  control: string | null;
  safety: string | null;
  /** What detectors hold against the target over all records (reconcile/traits.ts). */
  trait: string | null;
  /** Gingr's id of the location that the record belongs to, where its line says one. */
  location: string | null;
  /** What the front desk asks of it (reconcile/desk.ts). */
  desk: string | null;
  /** What was read of the line again; empty for most lines. */
  readings: readonly { place: number; said: string }[];
}

/** Numbers the lines, the first after `before`, and writes each with its rows, issues and alterations. */
export class LineWriter {
  readonly #copy: RowSink;
  readonly #layout: Layout;
  readonly #units = new Map<string, { unit: Unit; columns: string[] }>();
  /** Tables that this target lacks and in which some records of an entity have a further row. */
  readonly #absent = new Set<string>();
  #n: number;

  constructor(copy: RowSink, layout: Layout, before = 0) {
    this.#copy = copy;
    this.#layout = layout;
    this.#n = before;
    for (const unit of layout.units) {
      const columns = ['_n', '_source_id', '_new_id', ...unit.columns.map((column) => column.name)];
      this.#units.set(`${unit.entity}/${unit.table}/${unit.part}`, { unit, columns });
    }
    for (const { entity, tables } of layout.entities)
      for (const { table, part, primary, when } of tables)
        if (!primary && when !== undefined && !layout.shape.tables[table])
          this.#absent.add(`${entity}/${table}/${part}`);
  }

  add(entity: string, mapped: MappedLine, facts: LineFacts): void {
    const n = this.#next();
    const number = String(entityNumber(this.#layout, entity));
    const file = facts.file === null ? null : String(facts.file);
    const line = facts.line === null ? null : String(facts.line);
    const { state, code, sourceId } = mapped;
    const { group, control, safety, trait, location, desk } = facts;
    const own = [n, number, sourceId, file, line, mapped.content, String(mapped.stamps), group];
    own.push(control, safety, trait, location, desk, state, code, state, code, ...this.#fold(mapped.fold));
    this.#copy.add(this.#layout.lines, LINE_COLUMNS, own);
    for (const issue of mapped.issues) {
      this.#copy.add(this.#layout.issues, ISSUE_COLUMNS, [
        ...[n, number, file, 'transform', issue.code],
        ...[issue.column ?? null, withoutNul(issue.value), issue.detail ?? null],
      ]);
    }
    for (const { place, said } of facts.readings) {
      this.#copy.add(this.#layout.readings, READING_COLUMNS, [n, number, String(place), said]);
    }
    if (sourceId === null) return;
    for (const row of mapped.rows) {
      const key = `${entity}/${row.table}/${row.part}`;
      const known = this.#units.get(key);
      if (known) this.#copy.add(known.unit.staged, known.columns, [n, sourceId, row.newId, ...row.values]);
      // Nothing else knows later that the record would have had this row.
      else if (state === 'ready' && this.#absent.has(key)) {
        this.#copy.add(this.#layout.issues, ISSUE_COLUMNS, [
          ...[n, number, file, 'transform', 'TARGET_TABLE_ABSENT'],
          ...[null, null, partName(row)],
        ]);
      }
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
      ...[n, number, null, String(file), String(line), null, '0', null, null, null, null, null, null],
      ...['unreadable', code, 'unreadable', code, null, null, null],
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

  #fold(fold: MappedLine['fold']): (string | null)[] {
    if (fold === null) return NO_FOLD;
    return [String(entityNumber(this.#layout, fold.entity)), fold.id, fold.rule];
  }

  #next(): string {
    this.#n += 1;
    return String(this.#n);
  }
}

const NO_FOLD = [null, null, null];

const withoutNul = (text: string | null | undefined): string | null =>
  text?.replaceAll('\u0000', '\u2400') ?? null;
