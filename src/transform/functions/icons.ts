import type { LookupTable } from '../../core/mapping.ts';
import { type FunctionArgs, lookupKey } from '../../mapping/vocabulary.ts';
import { type CellIcon, readIconCell } from './icon-cell.ts';
import type { Makers, Step, StepEnvironment, StepIssue } from './step.ts';

/**
 * An icon with what the reviewed lookup makes of it, as derive steps read it. `unknown` says that the lookup has no
 * entry for its title: `safety` where the title speaks of safety, `other` for the rest.
 */
interface MappedIcon {
  title: string;
  group?: string;
  content?: string;
  color?: string;
  icon?: string;
  flag?: string;
  requirement?: string;
  playgroup?: string;
  customer?: string;
  unknown?: 'safety' | 'other';
  bare?: true;
  unreadable?: true;
}

/** Words of a title that a person's or an animal's safety may hang on. Better one too many: a person then looks. */
const SAFETY_SENSE =
  /\b(?:bit(?:e|es|er|ers|ing|ten)|snap(?:s|ped|py)?|nip(?:s|ped|py)?|aggress\w*|attack\w*|fight\w*|fought|reactiv\w*|muzzle\w*|guard(?:s|er|ing)|seiz\w*|epilep\w*|convuls\w*|allerg\w*|anaphyl\w*|epi-?pen|medic\w*|meds?|pills?|insulin|diabet\w*|inject\w*|inhaler|asthma\w*|heart|cardiac|blind|deaf|surg\w*|toxic|poison\w*|contagi\w*|infect\w*|quarantine\w*|parvo\w*|escap\w*|runner|runs? away|bolt(?:s|er|ing)?|jump(?:s|er)|climb(?:s|er)|flight risk|danger\w*|caution\w*|warn\w*|alert|emergency|hazard\w*|bloat|chok\w*|heat|stop|banned|do not|don['’]?t|dnb|never|cannot|must not|no (?:book\w*|contact|treats|food|males?|females?|men|women|kids|children|dogs|cats|pets))\b/i;

const FIELDS = ['icon', 'flag', 'requirement', 'playgroup', 'customer'] as const;

/** Maps the icons of a cell by title and group; what Gingr computes by itself is no data (gingr-sources.md 2.11). */
function mapper(table: LookupTable | undefined): (cell: string) => MappedIcon[] {
  const entries = new Map(
    Object.entries(table?.entries ?? {}).map(([key, entry]) => [lookupKey(key), entry] as const),
  );
  const entryOf = ({ title, group }: CellIcon): object | null => {
    const byGroup = group === null ? undefined : entries.get(lookupKey(`${title} (${group})`));
    const entry = byGroup ?? entries.get(lookupKey(title));
    return typeof entry === 'object' && entry !== null ? entry : null;
  };
  const mapped = (found: CellIcon): MappedIcon | null => {
    const { title, group, content, color, system, bare, unreadable } = found;
    if (system === true) return null;
    const entry = unreadable ? null : entryOf(found);
    const computed = entry !== null && Reflect.get(entry, 'system') === true;
    if (computed && system === null && group === null) return null;
    const icon: MappedIcon = { title };
    if (group !== null) icon.group = group;
    if (content !== null) icon.content = content;
    if (color !== null) icon.color = color;
    if (bare) icon.bare = true;
    if (unreadable) icon.unreadable = true;
    if (entry === null || computed) icon.unknown = SAFETY_SENSE.test(title) ? 'safety' : 'other';
    for (const field of FIELDS) {
      const value: unknown = entry === null ? undefined : Reflect.get(entry, field);
      if (typeof value === 'string') icon[field] = value;
    }
    return icon;
  };
  // The same cells stand in many lines: a stay repeats its animal's on every day.
  const known = new Map<string, MappedIcon[]>();
  return (cell) => {
    const before = known.get(cell);
    if (before !== undefined) return before;
    const icons = readIconCell(cell).flatMap((found) => mapped(found) ?? []);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(cell, icons);
    return icons;
  };
}

const MOST_KNOWN = 1000;

/** `Title (Group): content`, word for word. */
export const iconLine = ({ title, group, content }: MappedIcon): string =>
  `${title}${group === undefined ? '' : ` (${group})`}${content === undefined ? '' : `: ${content}`}`;

const labelOf = ({ title, group }: MappedIcon): string => iconLine({ title, ...(group ? { group } : {}) });

/** What is told of an icon that the lookup does not know. Titles of templates are named; free words are a value, masked. */
function issueOf(icon: MappedIcon): StepIssue | null {
  if (icon.unknown === undefined) return null;
  const other = icon.unreadable ? 'ICONS_UNREADABLE' : 'ICON_UNMAPPED';
  const issue: StepIssue = {
    code: icon.unknown === 'safety' ? 'ICON_SAFETY_UNMAPPED' : other,
    value: icon.title,
  };
  if (!icon.unreadable && !icon.bare) issue.detail = labelOf(icon);
  return issue;
}

function icons({ table, as = 'icons' }: FunctionArgs<'icons'>, { lookups }: StepEnvironment): Step {
  const map = mapper(lookups[table]);
  const texts = new WeakMap<MappedIcon[], string>();
  const textOf = (found: MappedIcon[]): string => {
    const text = texts.get(found) ?? JSON.stringify([...found].sort(byLine));
    texts.set(found, text);
    return text;
  };
  return ([cell = null]) => {
    const found = cell === null ? [] : map(cell);
    if (found.length === 0) return { value: null };
    switch (as) {
      case 'icons':
        return { value: textOf(found) };
      case 'text':
        return { value: found.map(iconLine).join('\n') };
      case 'customer': {
        const words = [...new Set(found.flatMap(({ customer }) => customer ?? []))];
        const issues = found.map(issueOf).filter((issue) => issue !== null);
        return { value: words.length === 0 ? null : JSON.stringify(words), issues };
      }
      case 'customerNotes': {
        const notes = new Map<string, string[]>();
        for (const { customer, content } of found) {
          if (customer === undefined || content === undefined) continue;
          notes.set(customer, [...(notes.get(customer) ?? []), content]);
        }
        if (notes.size === 0) return { value: null };
        return { value: Object.fromEntries([...notes].map(([word, texts]) => [word, texts.join('\n')])) };
      }
    }
  };
}

/** One order for the same icons, whatever order a cell has them in. */
const byLine = (one: MappedIcon, other: MappedIcon): number => {
  const [left, right] = [iconLine(one), iconLine(other)];
  return left < right ? -1 : Number(left > right);
};

export const iconFunctions: Makers<'icons'> = { icons };
