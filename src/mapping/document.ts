import type {
  ColumnMapping,
  EntityMapping,
  FunctionCall,
  LookupTable,
  Mapping,
  TableMapping,
} from '../core/mapping.ts';
import { ruleOf } from '../core/rules/index.ts';
import { forcedOf, isForcedName } from '../tailtown/forced.ts';
import { DERIVE_STEPS, isDeriveStep } from './steps.ts';
import { FUNCTIONS, type FunctionName, functionWord, isFunctionName } from './vocabulary.ts';

/** docs/mapping.md: field by field, what a mapping makes of Gingr's data, in Markdown. For people to review. */
export function mappingDocument(mapping: Mapping): string {
  return `${[
    INTRODUCTION,
    ...mapping.entities.map(entitySection),
    '## Functions',
    functionTable(mapping),
    '## Lookups',
    'Words are compared without case and with blanks collapsed.',
    ...Object.values(mapping.lookups).map(lookupSection),
  ].join('\n\n')}\n`;
}

const INTRODUCTION = `# Mapping, field by field

<!-- Written by \`tailtown-migrate mapping docs\`. Change the mapping files, not this page. -->

What becomes of each column of Gingr's exports, in the order of the load: reference lists, then parents before children.
The columns of a target table that are not named here are left to Tailtown's own default. "Forced" is a value that
Tailtown insists on and Gingr does not say: each use is marked and counted in the report.`;

function entitySection(mapping: EntityMapping): string {
  const { entity, aliases, tables, list, derivedFrom, exclude, fold, merge, elsewhere } = mapping;
  const parts = [`## ${entity}`];
  if (aliases) {
    const names = Object.entries(aliases).map(([column, headers]) => `- ${codes(headers)}: \`${column}\``);
    parts.push(`More header names of its columns:\n\n${names.join('\n')}`);
  }
  if (list) {
    const extra = list.extra.length > 0 ? `, and with it ${codes(list.extra)}` : '';
    const own = tables.length > 0 ? 'Also a reference list' : 'A reference list, no rows of its own';
    const counted = tables.length > 0 ? '' : ' Its records are counted as excluded.';
    parts.push(`${own}: \`${list.key}\` is looked up and gives \`${list.label}\`${extra}.${counted}`);
  }
  if (derivedFrom) {
    parts.push(
      `Derived: one record per distinct ${codes(derivedFrom.columns)} of ${derivedFrom.entity}. Spellings with the same \`${derivedFrom.key.name}\` are merged ([${derivedFrom.mergeRule}](rules.md#${derivedFrom.mergeRule.toLowerCase()})); a label that only records use which are not moved is excluded ([${derivedFrom.onlyRejectedRule}](rules.md#${derivedFrom.onlyRejectedRule.toLowerCase()})).`,
    );
  }
  if (exclude.length > 0) {
    const rules = exclude.map(
      ({ rule, when }) =>
        `- [${rule}](rules.md#${rule.toLowerCase()}), ${ruleOf(rule).title.toLowerCase()}: \`${when.name}\` of ${codes(when.columns)}`,
    );
    parts.push(`Left out on purpose:\n\n${rules.join('\n')}`);
  }
  if (elsewhere) {
    const { rule, table, when } = elsewhere;
    parts.push(
      `Where \`${when.name}\` holds of ${codes(when.columns)}, the record's own row stands in \`${table}\` and not in the table of the others; a target without that table leaves it out ([${rule}](rules.md#${rule.toLowerCase()})).`,
    );
  }
  if (merge) {
    parts.push(
      `Merged where ${codes(merge.equal)} are equal ([${merge.rule}](rules.md#${merge.rule.toLowerCase()})).`,
    );
  }
  if (fold) {
    const unless = fold.unless === undefined ? '' : `, unless \`${fold.unless}\` has a value`;
    const by = fold.step === undefined ? 'names' : `leads to by \`${fold.step}\``;
    parts.push(
      `Ends merged in the record of ${fold.entity} that ${codes(fold.columns)} ${by} ([${fold.rule}](rules.md#${fold.rule.toLowerCase()}))${unless}.`,
    );
  }
  return [...parts, ...tables.map(tableSection)].join('\n\n');
}

function tableSection({
  table,
  part,
  primary,
  recognise,
  leftovers = {},
  columns,
  when,
}: TableMapping): string {
  const known =
    recognise.length > 0
      ? `A row that is already in Tailtown is recognised by ${recognise.map((key) => codes(key)).join(', else by ')}.`
      : 'A row that is already in Tailtown is recognised by its id only.';
  const older = Object.entries(leftovers)
    .map(([column, texts]) => ` What older importers wrote into \`${column}\` is known too: ${codes(texts)}.`)
    .join('');
  const rows = columns.map(
    (column) =>
      `| ${column.stagedOnly ? `(for derive steps) ` : ''}\`${column.column}\` | ${origin(column)} | ${column.apply.map(call).join(', ')} | ${silence(column)} |`,
  );
  return [
    `### \`${table}\`${part === '' ? '' : ` (${part})`}`,
    `${primary ? "The record's own row. " : 'A second row beside it'}${primary ? '' : when ? `, only where \`${when.name}\` holds of ${codes(when.columns)}. ` : '. '}${known}${older}`,
    ['| Tailtown | from Gingr | through | where Gingr is silent |', '|---|---|---|---|', ...rows].join('\n'),
  ].join('\n\n');
}

function origin({ source }: ColumnMapping): string {
  switch (source.kind) {
    case 'from':
      return source.columns.length === 0 ? 'nothing' : codes(source.columns);
    case 'value':
      if (source.value === null) return 'nothing';
      return `always \`${cell(JSON.stringify(source.value))}\``;
    case 'row':
      return `the record's own row in \`${source.table}\`${source.part === '' ? '' : ` (${source.part})`}`;
    case 'reference': {
      if (source.value !== undefined) return `the row \`${cell(source.value)}\` of ${source.entity}`;
      const named = `the row of ${source.entity} that ${codes(source.columns)} name${source.columns.length === 1 ? 's' : ''}`;
      if (source.otherwise !== undefined) return `${named}, else that of \`${source.otherwise}\``;
      if (source.through === undefined) return named;
      const through = `that of the row which \`${source.through}\` leads to`;
      return source.columns.length === 0 ? through : `${named}, else ${through}`;
    }
    case 'derive':
      return `step \`${source.step}\`, starting from ${codes(source.columns)}${isDeriveStep(source.step) ? `: ${cell(DERIVE_STEPS[source.step].about)}` : ''}`;
  }
}

function silence({ source, fallback, forced, tooLong }: ColumnMapping): string {
  const says: string[] = [];
  if (source.kind === 'reference') {
    const rules = [source.missing, source.unknown].filter((rule) => rule !== undefined);
    const named = rules.map((rule) => `[${rule}](rules.md#${rule.toLowerCase()})`).join(', ');
    if (source.together !== undefined) {
      const rule = `[${source.together}](rules.md#${source.together.toLowerCase()})`;
      says.push(`stands or falls with it: ${rule}`);
    }
    if (source.otherwise === undefined)
      says.push(source.required ? `rejected${named === '' ? '' : `: ${named}`}` : 'empty, with a warning');
  }
  if (fallback !== undefined) says.push(`\`${cell(String(fallback))}\``);
  if (forced !== undefined && isForcedName(forced)) says.push(`forced: ${cell(forcedOf(forced).why)}`);
  if (tooLong === 'reject') says.push('rejected where it is too long');
  return says.join('; ');
}

/** A call as the mapping files write it. */
function call({ name, args }: FunctionCall): string {
  const entries = Object.entries(args);
  if (entries.length === 0) return `\`${name}\``;
  if (name === 'blocks' && Array.isArray(args['parts'])) {
    const labels = args['parts'].map((part: { label?: string; pair?: boolean }) =>
      part.pair === true ? 'question: answer' : (part.label ?? 'the text itself'),
    );
    return `\`blocks\` (${cell(labels.join('; '))})`;
  }
  return `\`${name}\` (${cell(entries.map(([key, value]) => `${key}: ${plain(value)}`).join(', '))})`;
}

function functionTable({ entities }: Mapping): string {
  const used = new Set<string>();
  for (const { apply } of entities.flatMap((entity) => entity.tables.flatMap((table) => table.columns))) {
    collect(apply, used);
  }
  const rows = (Object.keys(FUNCTIONS) as FunctionName[])
    .filter((name) => used.has(name))
    .map((name) => `| \`${name}\` | ${cell(functionWord(name).about)} |`);
  return ['| name | what it does |', '|---|---|', ...rows].join('\n');
}

/** Names of all functions that are called, those within the parts of `blocks` too. */
function collect(value: unknown, into: Set<string>): void {
  if (typeof value === 'string' && isFunctionName(value)) into.add(value);
  if (Array.isArray(value)) for (const item of value) collect(item, into);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      if (isFunctionName(key)) into.add(key);
      collect(inner, into);
    }
  }
}

function lookupSection({ name, entries }: LookupTable): string {
  const words = new Map<string, string[]>();
  for (const [word, value] of Object.entries(entries))
    words.set(plain(value), [...(words.get(plain(value)) ?? []), word]);
  const rows = [...words].map(([value, names]) => `| ${cell(names.join(', '))} | ${cell(value)} |`);
  const body =
    rows.length === 0
      ? 'Empty: every word is unknown until a resort adds its own.'
      : ['| Gingr | Tailtown |', '|---|---|', ...rows].join('\n');
  return `### ${name}\n\n${body}`;
}

const plain = (value: unknown): string =>
  Array.isArray(value)
    ? value.map(plain).join(' / ')
    : typeof value === 'object' && value !== null
      ? Object.entries(value)
          .map(([key, inner]) => `${key} ${plain(inner)}`)
          .join(', ')
      : typeof value === 'string' && value.trim() !== value
        ? JSON.stringify(value)
        : String(value);

const codes = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

/** Text within a cell of a Markdown table. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/\s+/g, ' ').trim();
