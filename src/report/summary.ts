import { OUTCOMES } from '../core/outcome.ts';
import type { EntityAccount, RunModel, RunStatus, TotalAccount } from '../reconcile/model.ts';
import { amount, count, duration } from './format.ts';
import { visible } from './html.ts';
import { clip } from './limits.ts';
import { textsOf } from './texts.ts';
import { entityFault, totalFault, verdictOf } from './verdict.ts';

const WIDTH = 100;

/** What `run` prints for people: plain text, at most 100 columns wide, the verdict last. Ends without a newline. */
export function summaryTable(model: RunModel): string {
  return [
    records(model),
    rows(model),
    vanished(model),
    totals(model),
    balances(model),
    issues(model),
    forced(model),
    suspicions(model),
    notChecked(model),
    verdict(model),
  ]
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n');
}

function records({ entities }: RunModel): string[] {
  if (entities.length === 0) return [];
  const head = ['in Gingr', 'lines', 'copies', 'read', ...OUTCOMES];
  const figures = (account: Omit<EntityAccount, 'entity' | 'balanced'>) =>
    [account.lines, account.copies, account.read, ...OUTCOMES.map((outcome) => account[outcome])].map(count);
  const faults = entities.flatMap((account) => {
    const fault = entityFault(account);
    return fault === null ? [] : fold(`!! ${account.entity} does NOT add up: ${fault}`);
  });
  const body = entities.map((account) => [account.entity, ...figures(account)]);
  return [...columns(head, [...body, ['all', ...figures(sumOf(entities))]]), ...faults];
}

function sumOf(entities: readonly EntityAccount[]): Omit<EntityAccount, 'entity' | 'balanced'> {
  const sum = {
    lines: 0,
    copies: 0,
    read: 0,
    inserted: 0,
    updated: 0,
    unchanged: 0,
    merged: 0,
    excluded: 0,
    rejected: 0,
  };
  for (const account of entities) {
    sum.lines += account.lines;
    sum.copies += account.copies;
    sum.read += account.read;
    for (const outcome of OUTCOMES) sum[outcome] += account[outcome];
  }
  return sum;
}

function rows({ tables }: RunModel): string[] {
  if (tables.length === 0) return [];
  const body = tables.map((row) => [
    row.table,
    ...[row.inserted, row.updated, row.unchanged, row.softDeleted].map(count),
  ]);
  return columns(['in Tailtown', 'inserted', 'updated', 'unchanged', 'marked deleted'], body);
}

/** Rows of earlier loads for which this snapshot gives no reason. */
function vanished({ vanished: accounts = [] }: RunModel): string[] {
  const body = accounts.map((account) => [
    `${account.entity}, ${account.why}`,
    ...[account.records, account.softDeleted, account.before, account.gone, account.kept].map(count),
    account.money === null ? '' : amount(account.money),
  ]);
  const head = ['gone from Gingr', 'records', 'marked deleted', 'before', 'by people', 'kept', 'money kept'];
  const broken = accounts.filter(({ balanced }) => !balanced);
  return [...columns(head, body), ...broken.map(({ entity }) => `!! gone ${entity} do NOT add up`)];
}

function totals(model: RunModel): string[] {
  if (model.totals.length === 0) return [];
  const figures = (total: TotalAccount) =>
    [total.source, total.target, total.merged, total.excluded, total.rejected, total.keptByPeople].map(
      amount,
    );
  const head = ['control total', 'source', 'target', 'merged', 'excluded', 'rejected', 'kept by people'];
  const faults = model.totals.flatMap((total) => {
    const fault = totalFault(total);
    return fault === null ? [] : fold(`!! ${total.name} does NOT add up: ${fault}`);
  });
  return [
    ...columns(
      head,
      model.totals.map((total) => [total.name, ...figures(total)]),
    ),
    ...faults,
  ];
}

/** What was not checked stands among the other checks that were not. */
function balances({ balances: account }: RunModel): string[] {
  if (!account || account.notChecked !== null) return [];
  const compared = `balances: ${count(account.owners)} owners compared`;
  if (account.differing === 0) return [`${compared}, all agree`];
  return fold(`${compared}, ${count(account.differing)} differ by ${amount(account.difference)} net`);
}

const RANK = { error: 0, warning: 1, info: 2 } as const;

function issues(model: RunModel): string[] {
  if (model.issues.length === 0) return [];
  const sorted = [...model.issues].sort((a, b) => RANK[a.severity] - RANK[b.severity] || b.count - a.count);
  const figures = Math.max(...sorted.map((issue) => count(issue.count).length));
  const codes = Math.min(40, Math.max(...sorted.map((issue) => issue.code.length)));
  return sorted.map((issue) => {
    const code = clip(plain(issue.code), codes).padEnd(codes);
    return clip(
      `${issue.severity.padEnd(7)}  ${count(issue.count).padStart(figures)}  ${code}  ${plain(textsOf(issue.code).title)}`,
      WIDTH,
    );
  });
}

function forced(model: RunModel): string[] {
  return columns(
    ['forced value', 'rows'],
    model.forced.map((row) => [`${row.table}.${row.column}`, count(row.count)]),
  );
}

/** Only what was found and what could not be looked at; the report says of each detector what it looked at. */
function suspicions({ suspicions: accounts }: RunModel): string[] {
  if (accounts.length === 0) return [];
  const looked = accounts.filter(({ looked: { count: all } }) => all > 0);
  const told = accounts.filter(({ found }) => found > 0);
  const names = accounts.filter((account) => !looked.includes(account)).map(({ name }) => name);
  return [
    `suspicions: ${count(looked.length)} detectors looked, ${count(told.length)} found something`,
    ...told.map(({ name, found }) =>
      clip(`suspect  ${count(found)}  ${name}  ${plain(textsOf(name).title)}`, WIDTH),
    ),
    ...(names.length > 0 ? fold(`not looked: ${names.join(', ')}`) : []),
  ];
}

function notChecked({ verification }: RunModel): string[] {
  return verification.notChecked.flatMap(({ check, why }) => fold(`NOT CHECKED  ${check}: ${why}`));
}

const WORDS: Record<RunStatus, string> = {
  ok: 'OK',
  attention: 'ATTENTION',
  refused: 'REFUSED',
  failed: 'FAILED',
};

function verdict(model: RunModel): string[] {
  const { status, faults } = verdictOf(model);
  const { compared, different, missing, unexpected } = model.verification;
  const all = Object.values(model.durationsMs).reduce((sum, milliseconds) => sum + milliseconds, 0);
  return [
    `compared ${count(compared)} values: ${count(different)} different, ${count(missing)} rows missing, ${count(unexpected)} unexpected`,
    `took ${duration(all)}`,
    ...faults.filter((fault) => fault.anchor === 'verification').flatMap((fault) => fold(`!! ${fault.text}`)),
    ...`${model.dryRun ? 'DRY RUN  ' : ''}${WORDS[status]}  ${model.headline}`.split('\n').flatMap(fold),
  ];
}

/**
 * Aligned columns: the first one left, the others right. Thousands separators go first where a line would be too
 * wide, then the end of the names.
 */
function columns(head: readonly string[], body: readonly string[][]): string[] {
  if (body.length === 0) return [];
  const lines = [[...head], ...body.map((line) => line.map(plain))];
  const wide = aligned(lines, 2);
  if (Math.max(...wide.map((line) => line.length)) <= WIDTH) return wide;
  return aligned(
    lines.map(([name = '', ...figures]) => [name, ...figures.map((text) => text.replaceAll(',', ''))]),
    1,
  );
}

function aligned(lines: readonly string[][], gap: number): string[] {
  const widths = (lines[0] ?? []).map((_, index) =>
    Math.max(...lines.map((line) => line[index]?.length ?? 0)),
  );
  const figures = widths.slice(1).reduce((sum, width) => sum + width + gap, 0);
  const names = gap === 1 ? Math.max(8, Math.min(widths[0] ?? 0, WIDTH - figures)) : (widths[0] ?? 0);
  return lines.map(([name = '', ...cells]) => {
    const padded = cells.map((text, index) => ' '.repeat(gap) + text.padStart(widths[index + 1] ?? 0));
    const line = clip(name, names).padEnd(names) + padded.join('');
    return gap === 1 ? clip(line, WIDTH) : line;
  });
}

/** Breaks a sentence into lines of at most 100 columns, the later ones indented. */
function fold(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of plain(text).split(' ').flatMap(pieces)) {
    if (line !== '' && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = `   ${word}`;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

const pieces = (word: string): string[] => word.match(/.{1,90}/gu) ?? [''];

/** One line without control characters: a value must not steer the terminal. */
const plain = (text: string): string => visible(text.replace(/\s/g, ' '));
