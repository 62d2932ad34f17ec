import type { Step } from '../model/steps.ts';
import { change, load, merge, people, toggle, undo, whole } from '../model/told.ts';
import type { Edit } from './lying-program.ts';

/** What stands before a program lies: a history of the honest one. */
export const STATES = {
  /** One load; since then people edited and deleted, older importers left rows, and Gingr went on. */
  'loaded once': [
    toggle('reservations/903', 'immunizations/3003'),
    load(),
    people(
      'write over what Gingr changes too',
      `UPDATE customers SET city = 'Their Town' WHERE "externalId" = '101'`,
    ),
    people(
      'write over what Gingr leaves',
      `UPDATE customers SET "firstName" = 'Theirs' WHERE "externalId" = '101'`,
    ),
    people('change a stay that goes', `UPDATE reservations SET notes = 'Theirs' WHERE "externalId" = '903'`),
    people(
      'delete a vaccination',
      `DELETE FROM medical_records m USING pets p WHERE p.id = m."petId" AND p."externalId" = '501'`,
    ),
    people(
      'book a stay of their own for a pet that goes',
      `INSERT INTO reservations (id, "tenantId", "customerId", "petId", "serviceId", "startDate", "endDate", "updatedAt")
       SELECT 'theirs', "tenantId", "customerId", "petId", "serviceId", '2026-06-01', '2026-06-02', now()
       FROM reservations WHERE "externalId" = '902'`,
    ),
    people(
      'find two rows that older importers left of one owner',
      `INSERT INTO customers (id, "tenantId", email, "externalId", "firstName", "lastName", "updatedAt")
       SELECT o.id, "tenantId", o.email, o.external_id, 'Older', 'Importer', now() FROM customers,
         (VALUES ('older-1', 'old@example.test', '103'), ('older-2', 'gingr-103@placeholder.com', NULL)) o(id, email, external_id)
       WHERE customers."externalId" = '101'`,
    ),
    change('owners', '101', 'city'),
    toggle(
      'owners/102',
      'owners/103',
      'animals/502',
      'immunizations/3002',
      'reservations/902',
      'reservations/903',
    ),
    toggle('payments/6001', 'payments/6002'),
  ],
  /** Three loads on one another: marked deleted, adopted, come back; since then people edited. */
  'loaded three times': [
    load(),
    people(
      'find a row that an older importer left',
      `INSERT INTO customers (id, "tenantId", email, "externalId", "firstName", "lastName", "updatedAt")
       SELECT 'older', "tenantId", 'old@example.test', '103', 'Older', 'Importer', now() FROM customers WHERE "externalId" = '101'`,
    ),
    change('owners', '101', 'city'),
    toggle('owners/103', 'animals/503', 'reservations/902', 'reservations/903'),
    whole(),
    change('owners', '101', 'first_name'),
    change('animals', '501', 'allergies'),
    toggle('reservations/902', 'payments/6002'),
    whole(),
    people('edit what the last load changed', `UPDATE pets SET name = 'Theirs' WHERE "externalId" = '501'`),
    people(
      'book a stay of their own for a pet that the second load brought',
      `INSERT INTO reservations (id, "tenantId", "customerId", "petId", "serviceId", "startDate", "endDate", "updatedAt")
       SELECT 'theirs', r."tenantId", p."customerId", p.id, "serviceId", '2026-06-01', '2026-06-02', now()
       FROM reservations r, pets p WHERE r."externalId" = '901' AND p."externalId" = '503'`,
    ),
  ],
} satisfies Record<string, Step[]>;

/** A program that lies: in which state, what is done then, and by which words it is caught. */
export interface Lie {
  name: string;
  state: keyof typeof STATES;
  edits: Edit[];
  steps: Step[];
  caught: RegExp;
}

const CHANGES = 'load/changes.ts';
const FATE = 'load/vanished/fate.ts';
const REVERSE = 'rollback/reverse.ts';
const PROOF = 'rollback/proof.ts';
const edit = (file: string, from: string, to: string): Edit => ({ file, from, to });

/** Restores all columns but these, and lets the program's own proof look away. */
const restoresAllBut = (columns: string): Edit[] => [
  edit(
    REVERSE,
    `.filter((column) => column.sql !== '"id"')`,
    `.filter((column) => !/^"(id|${columns})"$/.test(column.sql))`,
  ),
  edit(
    PROOF,
    'columns.map((column) =>',
    `columns.filter((column) => !/^"(${columns})"$/.test(column.sql)).map((column) =>`,
  ),
];

const LATER: Pick<Lie, 'state' | 'steps'> = { state: 'loaded once', steps: [whole()] };
const TAKEN_BACK: Pick<Lie, 'state' | 'steps'> = { state: 'loaded three times', steps: [undo(1)] };

export const LIES: readonly Lie[] = [
  {
    ...{ name: "overwrites people's edits", ...LATER, caught: /^promise 1 or 7: city of owners\/101/ },
    edits: [edit(CHANGES, `column.conflict === 'source-wins' ? want : stands;`, 'want;')],
  },
  {
    ...{
      name: 'overwrites what Gingr did not change',
      ...LATER,
      caught: /^promise 1 or 7: firstName of owners\/101/,
    },
    edits: [
      edit(
        CHANGES,
        `\${want} IS NOT DISTINCT FROM b.\${column.sql} THEN \${stands}`,
        `\${want} IS NOT DISTINCT FROM b.\${column.sql} THEN \${want}`,
      ),
    ],
  },
  {
    ...{
      name: 'recreates rows that people deleted',
      ...LATER,
      caught: /^promise 7: the load created medical_records/,
    },
    edits: [
      edit(
        'load/plan.ts',
        `CASE WHEN x.target_id IS NULL THEN 'new'`,
        `CASE WHEN x.target_id IS NULL OR NOT EXISTS (SELECT FROM \${unit.target} t WHERE \${rowId(unit)} = x.target_id) THEN 'new'`,
      ),
      // Its entry is there already.
      edit(
        'load/write.ts',
        `WHERE p.how <> 'known' ORDER BY p.source_id`,
        `WHERE p.how <> 'known' ON CONFLICT DO NOTHING`,
      ),
    ],
  },
  {
    ...{ name: 'adopts one of several rows by chance', ...LATER, caught: /^promise 7: .*customers\/older/ },
    edits: [edit('load/adopt.ts', 'WHERE rows > 1 OR records > 1', 'WHERE false')],
  },
  {
    ...{
      name: 'takes a part of an export for all of it',
      ...LATER,
      caught: /^promise 7: the load changed .*deletedAt/,
    },
    edits: [edit('load/vanished/find.ts', `.join(', ')})\` : null;`, `.join(', ')})\` : 'true';`)],
    steps: [load({ vanished: 'soft-delete' })],
  },
  {
    ...{
      name: 'marks deleted what nobody asked for',
      ...LATER,
      caught: /^promise 7: the load changed .*deletedAt/,
    },
    edits: [edit(FATE, "policy === 'keep' ? ", "policy === 'never' ? ")],
    steps: [whole({ vanished: 'keep' })],
  },
  {
    ...{
      name: 'marks deleted what people edited',
      ...LATER,
      caught: /^promise 7: the load changed .*deletedAt.* of reservations/,
    },
    edits: [edit(FATE, 'await keepEdited(session, layout, unit, index);', ';')],
  },
  {
    ...{
      name: 'marks deleted what people refer to',
      ...LATER,
      caught: /^promise 7: the load changed .*deletedAt.* of (pets|customers)/,
    },
    edits: [edit(FATE, 'await keepNeeded(session, layout, units);', '')],
  },
  {
    ...{
      name: 'marks money deleted',
      ...LATER,
      caught: /^promise 7: the load changed .*deletedAt.* of payments/,
    },
    edits: [edit(FATE, 'if (money.length > 0)', 'if (false)')],
  },
  {
    ...{ name: 'removes what it should mark', ...LATER, caught: /^promise 2: the load failed/ },
    edits: [
      edit(
        'load/amend.ts',
        `\`UPDATE \${unit.target} t SET \${assignments.join(', ')} FROM \${values} a WHERE`,
        `\`DELETE FROM \${unit.target} t USING \${values} a WHERE`,
      ),
    ],
  },
  {
    ...{ name: 'keeps what a dry run wrote', ...LATER, caught: /^the dry run: it wrote/ },
    edits: [
      edit(
        'load/index.ts',
        "settled(checked, input.dryRun ? 'dry-run' : 'written')",
        "settled(checked, 'written')",
      ),
    ],
    steps: [whole({ dry: true })],
  },
  {
    ...{
      name: 'forgets what Gingr said last',
      state: 'loaded once',
      caught: /^promise 1 or 7: allergies of animals\/501/,
    },
    edits: [
      edit(
        'load/write.ts',
        `UPDATE migration.crosswalk x SET base_batch = \${batch.id} FROM \${unit.plan} p`,
        `UPDATE migration.crosswalk x SET base_batch = x.base_batch FROM \${unit.plan} p`,
      ),
    ],
    steps: [change('animals', '501', 'allergies'), load(), change('animals', '501', 'allergies'), load()],
  },
  {
    ...{
      name: 'leaves the children of a merged owner behind',
      state: 'loaded once',
      caught: /^promise 7: customerId of/,
    },
    edits: [
      edit(
        'load/vanished/merged.ts',
        `WHERE NOT EXISTS (SELECT FROM \${unit.plan}`,
        `WHERE false AND NOT EXISTS (SELECT FROM \${unit.plan}`,
      ),
    ],
    steps: [toggle('owners/102'), merge(0, 0), load()],
  },
  {
    ...{ name: 'leaves deleted what is back', state: 'loaded once', caught: /^promise/ },
    edits: [edit('load/vanished/revive.ts', 'WHERE s.deleted AND (', 'WHERE false AND (')],
    steps: [whole(), toggle('reservations/902'), whole()],
  },
  {
    ...{ name: 'drops one batch of those it takes back together', ...TAKEN_BACK, caught: /^promise [36]/ },
    edits: [edit('rollback/index.ts', 'return [...newer, batch];', 'return [...newer.slice(1), batch];')],
  },
  {
    ...{ name: 'takes back from under a newer batch', ...TAKEN_BACK, caught: /^promise 6: an older batch/ },
    edits: [edit('rollback/index.ts', 'newer.length > 0 && !input.through', 'false')],
  },
  {
    ...{
      name: 'restores all but the audit columns',
      ...TAKEN_BACK,
      caught: /^promise 6: .* differs in .*updatedAt/,
    },
    edits: restoresAllBut('updatedAt|updatedBy|migrationBatchId'),
  },
  {
    ...{
      name: 'leaves what it restores unproven',
      ...TAKEN_BACK,
      caught: /rows would not equal their before-images/,
    },
    edits: restoresAllBut('updatedAt').slice(0, 1),
  },
  {
    ...{
      name: 'forgets to revive what it marked deleted',
      ...TAKEN_BACK,
      caught: /^promise 6: reservations.* differs/,
    },
    edits: restoresAllBut('deletedAt|status|isActive|cancelReason'),
  },
  {
    ...{
      name: "restores over people's edits",
      ...TAKEN_BACK,
      caught: /^promise 6: pets.* differs in .*name/,
    },
    edits: [
      edit(
        REVERSE,
        `AND (t.id IS NULL OR \${differs.map(({ sql }) => sql).join(' OR ')})`,
        'AND t.id IS NULL',
      ),
    ],
  },
  {
    ...{ name: 'deletes what people refer to', ...TAKEN_BACK, caught: /^promise 6: the rollback deleted/ },
    edits: [edit(REVERSE, 'for (const key of keys)', 'for (const key of [])')],
  },
  {
    ...{
      name: 'takes what it adopted for its own',
      ...TAKEN_BACK,
      caught: /^promise 6: .*customers\/older/,
    },
    edits: [
      edit(
        'rollback/work.ts',
        "CASE WHEN b.id IS NULL THEN 'insert'",
        "CASE WHEN to_jsonb(b) ->> 'migrationBatchId' IS NULL THEN 'insert'",
      ),
    ],
  },
  {
    ...{ name: 'takes back in a dry run', ...TAKEN_BACK, caught: /^the dry run: it wrote/ },
    edits: [edit('rollback/index.ts', 'if (input.dryRun)', 'if (false)')],
    steps: [undo(1, true)],
  },
  {
    ...{
      name: 'goes on from what Gingr said in a batch that was taken back',
      state: 'loaded three times',
      caught: /^promise 1 or 7/,
    },
    edits: [
      edit(
        'rollback/ledger.ts',
        `WHERE y.base_batch = \${batch.id} GROUP BY 1, 2`,
        'WHERE false GROUP BY 1, 2',
      ),
    ],
    steps: [undo(1), load()],
  },
];
