import { STEP_LABELS } from '../core/labels.ts';
import type { Session } from '../database/session.ts';
import { literal } from '../database/sql.ts';
import { isEstimate } from '../staging/invoice-sums.ts';
import { type Layout, movesHere, partName, type Unit, unitOf } from '../staging/layout.ts';
import { CONTROLS, controlText } from './controls/names.ts';
import type { EntityAccount, FidelityAccount, UnmappedColumn } from './model.ts';
import { idShown } from './shown.ts';

/**
 * The fidelity statement: what was seen in Gingr and has no place of its own in Tailtown, how many, of what value, and
 * where it was kept. Everything is counted in the data of this load; what was not there has no line.
 */
export async function accountFidelity(
  session: Session,
  layout: Layout,
  unmapped: readonly UnmappedColumn[],
  entities: readonly EntityAccount[],
  personal: boolean,
): Promise<FidelityAccount[]> {
  return [
    ...(await records(session, layout, personal)),
    ...(await furtherRows(session, layout)),
    ...(await tipsApart(session, layout)),
    ...(await heldDeposits(session, layout, personal)),
    ...(await labelled(session, layout)),
    ...unread(unmapped, entities),
    ...(await withoutColumn(session, layout)),
    ...(await withoutTable(session, layout)),
  ];
}

/** The amount of money that one line of an entity is about, by its control totals: added, and taken off. */
const VALUES: Readonly<Record<string, { plus: string; minus?: string }>> = {
  invoices: { plus: 'invoices.total' },
  invoice_lines: { plus: 'invoice_lines.amount' },
  reservation_services: { plus: 'reservation_services.cost' },
  payments: { plus: 'payments.received', minus: 'payments.refunds' },
  deposits: { plus: 'deposits.amount' },
  retail_items: { plus: 'retail_items.price' },
  owner_packages: { plus: 'owner_packages.value' },
  store_credits: { plus: 'store_credits.amount' },
  gift_cards: { plus: 'gift_cards.balance' },
  receipts: { plus: 'receipts.total' },
  receipt_lines: { plus: 'receipt_lines.amount' },
  receipt_payments: { plus: 'receipt_payments.received', minus: 'receipt_payments.refunds' },
  subscriptions: { plus: 'subscriptions.price' },
};

/** SQL of a control total of line `l`. */
function control(entity: string, name: string): string {
  const index = CONTROLS[entity]?.controls.findIndex((one) => one.name === name) ?? -1;
  return `coalesce(l.control[${index + 1}], 0)`;
}

function amountOf(entity: string): string {
  const value = VALUES[entity];
  if (!value) return 'NULL::bigint';
  return `${control(entity, value.plus)}${value.minus ? ` - ${control(entity, value.minus)}` : ''}`;
}

/** Rules that leave a record out although Tailtown has a place for it: people decided so. */
const PEOPLE = ['TARGET_ROW_DELETED'];

/** A list without a table here still stands where its labels are. */
const AS_LABELS = { kept: 'labels', where: 'as words on the rows that refer to it' } as const;

/** Where records are that the snapshot is not the only place of. */
const KEPT: Readonly<Record<string, Pick<FidelityAccount, 'kept' | 'where'>>> = {
  REFERENCE_ONLY: AS_LABELS,
  IMMUNIZATION_SUPERSEDED: { kept: 'snapshot', where: 'in the snapshot only' },
  SUBSCRIPTION_ACTIVE: {
    kept: 'snapshot',
    where: 'in the snapshot only; stop each in Gingr at cutover, or its owner is charged twice',
  },
};

/** Records that one line names. */
const NAMED = 1000;

const SNAPSHOT = { kept: 'snapshot', where: 'in the snapshot only' } as const;

/** Records that were left out, or folded into a record of another kind, by rule. */
async function records(session: Session, layout: Layout, personal: boolean): Promise<FidelityAccount[]> {
  const values = layout.entities.map(({ entity }, number) => `WHEN ${number} THEN ${amountOf(entity)}`);
  const { rows } = await session.query<{
    entity: number;
    state: string;
    code: string;
    into: number | null;
    count: number;
    cents: string | null;
  }>(`
    SELECT l.entity, l.state, coalesce(l.code, '') AS code, CASE WHEN l.state = 'merged' THEN l.fold_entity END AS into,
      count(*)::int AS count, sum(CASE l.entity ${values.join(' ')} END)::text AS cents
    FROM ${layout.lines} l WHERE l.state = 'excluded' OR (l.state = 'merged' AND l.fold IS NOT NULL)
    GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3`);
  const told = await toldRecords(session, layout, personal);
  return rows.flatMap(({ entity, state, code, into, count, cents }) => {
    const mapping = layout.entities[entity];
    // What labels say of records that did not move is no thing of its own in Gingr.
    if (!mapping || mapping.derivedFrom || PEOPLE.includes(code)) return [];
    const folded = into === null ? undefined : layout.entities[into]?.entity;
    const words = mapping.list && code === 'TARGET_TABLE_ABSENT' ? AS_LABELS : SNAPSHOT;
    const named = told.filter((one) => one.entity === entity && one.code === code);
    const place = folded
      ? { kept: 'other-record' as const, where: `in the record of ${folded} that it belongs to` }
      : words;
    return [
      {
        name: `records/${mapping.entity}/${code}`,
        what: `${mapping.entity}, ${state}`,
        code,
        count,
        value: cents === null ? null : controlText('money', BigInt(cents)),
        ...(KEPT[code] ?? place),
        ...(named.length === 0
          ? {}
          : { records: named.map(({ sourceId, detail }) => ({ sourceId, detail })) }),
      },
    ];
  });
}

/** What the mapping tells of each record that a rule leaves out (`tell`), in the order of the lines. */
async function toldRecords(
  session: Session,
  layout: Layout,
  personal: boolean,
): Promise<{ entity: number; code: string; sourceId: string; detail: string }[]> {
  const numbers = layout.entities.flatMap(({ exclude }, number) =>
    exclude.some(({ tell }) => tell !== undefined) ? [number] : [],
  );
  if (numbers.length === 0) return [];
  const { rows } = await session.query<{ entity: number; code: string; sourceId: string; detail: string }>(`
    SELECT entity, code, source_id AS "sourceId", detail FROM (
      SELECT l.n, l.entity, l.code, l.source_id, i.detail,
        row_number() OVER (PARTITION BY l.entity, l.code ORDER BY l.n) AS place
      FROM ${layout.lines} l JOIN ${layout.issues} i ON i.n = l.n AND i.code = l.code AND i.stage = 'transform'
      WHERE l.entity IN (${numbers.join(', ')}) AND l.state = 'excluded' AND i.detail IS NOT NULL
        AND l.source_id IS NOT NULL) told
    WHERE place <= ${NAMED} ORDER BY n`);
  return rows.map((row) => ({ ...row, sourceId: personal ? row.sourceId : idShown(row.sourceId) }));
}

/** The control total that rows of a further kind hold. */
const FURTHER: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['invoices', 'invoice_line_items'].flatMap((table) => [
      [`invoices/${table}/tip`, 'invoices.tips'],
      [`invoices/${table}/surcharge`, 'invoices.surcharges'],
    ]),
  ),
  'invoice_lines/invoices/return': 'invoice_lines.returns',
  'receipts/payments/receipt': 'receipts.paid',
  'receipts/invoices/carried': 'receipts.carried',
};

/** Facts that Tailtown has no column for and that became rows of another kind, such as credit notes of returns. */
async function furtherRows(session: Session, layout: Layout): Promise<FidelityAccount[]> {
  const found: FidelityAccount[] = [];
  for (const unit of layout.units.filter(({ mapping, part }) => mapping.when !== undefined && part !== '')) {
    const amount = FURTHER[`${unit.entity}/${unit.table}/${unit.part}`] ?? null;
    const { rows } = await session.query<{ count: number; cents: string | null }>(`
      SELECT count(*)::int AS count, ${amount ? `sum(${control(unit.entity, amount)})::text` : 'NULL'} AS cents
      FROM ${unit.staged} s JOIN ${unit.lines} l ON l.n = s._n AND ${movesHere(unit)}`);
    const { count = 0, cents = null } = rows[0] ?? {};
    if (count === 0) continue;
    found.push({
      name: `rows/${unit.table}/${unit.part}`,
      what: `${unit.part} of ${unit.entity}`,
      code: null,
      count,
      value: cents === null ? null : controlText('money', BigInt(cents)),
      kept: 'other-row',
      where: `as rows of ${unit.table} of their own`,
    });
  }
  return found;
}

/** Tips and surcharges that neither the total nor the payments of their invoices show. */
async function tipsApart(session: Session, layout: Layout): Promise<FidelityAccount[]> {
  const { rows } = await session.query<{ count: number; cents: string | null }>(`
    SELECT count(*)::int AS count, sum(${control('invoices', 'invoices.tips')} + ${control('invoices', 'invoices.surcharges')})::text AS cents
    FROM ${layout.lines} l WHERE l.state = 'ready' AND EXISTS (
      SELECT FROM ${layout.issues} i WHERE i.n = l.n AND i.code = 'INVOICE_TIP_APART')`);
  const { count = 0, cents = null } = rows[0] ?? {};
  if (count === 0 || cents === null) return [];
  return [
    {
      ...{ name: 'amounts/invoices/INVOICE_TIP_APART', what: 'tips and surcharges that nothing else shows' },
      ...{ code: 'INVOICE_TIP_APART', count, value: controlText('money', BigInt(cents)) },
      ...{ kept: 'notes', where: 'in invoices.notes, labelled; in no amount' },
    },
  ];
}

/** Money paid ahead, for which Tailtown has no table: how much of it is held, for whom, on which estimate. */
async function heldDeposits(session: Session, layout: Layout, personal: boolean): Promise<FidelityAccount[]> {
  const invoices = unitOf(layout, 'invoices');
  if (!invoices?.columns.some(({ name }) => name === 'complete')) return [];
  const { rows } = await session.query<{ sourceId: string; owner: string; held: string }>(`
    SELECT l.source_id AS "sourceId", s."customerId" AS owner, (-round(s."balanceDue"::numeric * 100))::bigint::text AS held
    FROM ${invoices.staged} s JOIN ${invoices.lines} l ON l.n = s._n AND ${movesHere(invoices)}
    WHERE ${isEstimate('s')} AND s."balanceDue"::numeric < 0 ORDER BY l.n`);
  if (rows.length === 0) return [];
  const shown = (id: string) => (personal ? id : idShown(id));
  return [
    {
      ...{
        name: 'rows/invoices/held',
        what: 'deposits that are held for a stay',
        code: 'INVOICE_ESTIMATE_HELD',
      },
      count: rows.length,
      value: controlText('money', sumOf(rows.map(({ held }) => BigInt(held)))),
      ...{ kept: 'other-row', where: 'as payments on invoices of their estimates, which owe nothing' },
      records: rows.slice(0, NAMED).map(({ sourceId, owner, held }) => ({
        sourceId: shown(sourceId),
        detail: `owners/${shown(owner)} holds ${controlText('money', BigInt(held))}`,
      })),
    },
  ];
}

const sumOf = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n);

/** Values that stand in a text, under a label that says what they are in Gingr. */
async function labelled(session: Session, layout: Layout): Promise<FidelityAccount[]> {
  const found: FidelityAccount[] = [];
  for (const unit of layout.units) {
    const labels = unit.columns.flatMap((column) =>
      labelsOf(unit, column.name).map((label) => ({ label, column })),
    );
    if (labels.length === 0) continue;
    const counts = labels.map(
      ({ label, column }, index) =>
        `count(*) FILTER (WHERE ${starts(`s.${column.sql}`, label)})::int AS c${index}`,
    );
    const { rows } = await session.query<Record<string, number>>(
      `SELECT ${counts.join(', ')} FROM ${unit.staged} s JOIN ${unit.lines} l ON l.n = s._n AND ${movesHere(unit)}
       WHERE ${[...new Set(labels.map(({ column }) => `s.${column.sql} IS NOT NULL`))].join(' OR ')}`,
    );
    for (const [index, { label, column }] of labels.entries()) {
      const count = rows[0]?.[`c${index}`] ?? 0;
      if (count === 0) continue;
      const where = `${unit.table}.${column.name}`;
      found.push({
        ...{
          name: `notes/${where}/${label}`,
          what: `${unit.entity}: ${label}`,
          code: null,
          count,
          value: null,
        },
        ...{ kept: 'notes', where: `in ${where}, labelled` },
      });
    }
  }
  return found;
}

/** Labels of the paragraphs that the mapping puts a column together of. */
function labelsOf(unit: Unit, name: string): string[] {
  const column = unit.columns.find((candidate) => candidate.name === name);
  const blocks = (column?.mapping.apply ?? [])
    .filter((call) => call.name === 'blocks')
    .flatMap(({ args }) => (Array.isArray(args['parts']) ? args['parts'] : []))
    .flatMap((part: { label?: unknown }) =>
      typeof part.label === 'string' && part.label !== '' ? [part.label] : [],
    );
  const steps = new Set(
    unit.columns.flatMap(({ mapping: { source } }) => (source.kind === 'derive' ? [source.step] : [])),
  );
  return [...blocks, ...[...steps].flatMap((step) => STEP_LABELS[step]?.[name] ?? [])];
}

/** Whether a paragraph of a text begins with the label, as the function `blocks` writes it. */
function starts(text: string, label: string): string {
  const title = `${label}${/[:?.!]$/.test(label) ? '' : ':'} `;
  return `(starts_with(${text}, ${literal(title)}) OR position(E'\\n\\n' || ${literal(title)} IN ${text}) > 0)`;
}

/** Columns that no mapping reads and control totals do: their amounts are compared, though they have no place. */
const COMPARED = ['owners.current_balance', 'deposits.paid_amount', 'payments.location_id'];

/** Columns of Gingr that no mapping reads: cells of all lines, since copies are found behind the counting. */
function unread(unmapped: readonly UnmappedColumn[], entities: readonly EntityAccount[]): FidelityAccount[] {
  const copied = (entity: string) => entities.some((one) => one.entity === entity && one.copies > 0);
  return [...unmapped]
    .filter(({ filled }) => filled > 0)
    .sort((a, b) => Number(b.own) - Number(a.own))
    .map(({ entity, column, filled, own, sum }) => {
      const what = `${entity}.${column}`;
      const place = own
        ? `in the snapshot${COMPARED.includes(what) ? '; control totals compare it' : ' only'}`
        : 'in the snapshot; it repeats other files or describes the export';
      return {
        ...{ name: `column/${what}`, what, code: null, count: filled, value: sum },
        kept: own ? 'snapshot' : 'repeated',
        where: copied(entity) ? `${place} (copies of lines counted too)` : place,
      };
    });
}

/** Values that the mapping made for columns that this target does not have. */
async function withoutColumn(session: Session, layout: Layout): Promise<FidelityAccount[]> {
  const found: FidelityAccount[] = [];
  for (const unit of layout.units) {
    const absent = unit.columns.filter(
      ({ targetType, mapping }) => targetType === null && !mapping.stagedOnly,
    );
    if (absent.length === 0) continue;
    const { rows } = await session.query<Record<string, number>>(
      `SELECT ${absent.map(({ sql }, index) => `count(s.${sql})::int AS c${index}`).join(', ')}
       FROM ${unit.staged} s JOIN ${unit.lines} l ON l.n = s._n AND ${movesHere(unit)}`,
    );
    for (const [index, { name }] of absent.entries()) {
      const count = rows[0]?.[`c${index}`] ?? 0;
      if (count === 0) continue;
      found.push({
        ...{
          name: `absent/${unit.table}.${name}`,
          what: `${unit.entity}: ${name}`,
          code: 'TARGET_COLUMN_ABSENT',
        },
        ...{ count, value: null, ...SNAPSHOT },
      });
    }
  }
  return found;
}

/** What further rows of moved records say that stands on the records' own rows too. */
const ON_OWN_ROW: Readonly<Record<string, Pick<FidelityAccount, 'kept' | 'where'>>> = {
  check_ins: { kept: 'other-record', where: 'as the times on the rows of reservations' },
};

/** Further rows of moved records, for tables that this target does not have; the records' own are told by rule. */
async function withoutTable(session: Session, layout: Layout): Promise<FidelityAccount[]> {
  const found: FidelityAccount[] = [];
  for (const [number, { entity, tables }] of layout.entities.entries()) {
    for (const { table, part, primary, when } of tables) {
      if (primary || layout.shape.tables[table]) continue;
      const name = partName({ table, part });
      // Of a row that not every record has, each line that would have it says so (transform/line-writer.ts).
      const said =
        when === undefined
          ? ''
          : `AND EXISTS (SELECT FROM ${layout.issues} i WHERE i.n = l.n AND i.stage = 'transform'
               AND i.code = 'TARGET_TABLE_ABSENT' AND i.detail = ${literal(name)})`;
      const { rows } = await session.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM ${layout.lines} l WHERE l.entity = ${number} AND l.state = 'ready' ${said}`,
      );
      const count = rows[0]?.count ?? 0;
      if (count === 0) continue;
      found.push({
        ...{ name: `absent/${name}`, what: `${entity}: ${table}`, code: 'TARGET_TABLE_ABSENT' },
        ...{ count, value: null, ...SNAPSHOT, ...ON_OWN_ROW[table] },
      });
    }
  }
  return found;
}
