import { z } from 'zod';
import type { FunctionCall } from '../core/mapping.ts';
import { isRuleCode } from '../core/rules/index.ts';

/**
 * The words that a mapping file may use: functions, with the shape of their arguments; predicates.ts and steps.ts have the others.
 * transform/functions implements exactly these; the compiler holds the two together.
 */

const rule = z.string().refine(isRuleCode, { error: 'is no rule code' });
export const none = z.strictObject({});

/** A function in an `apply` list: its name, or its name with arguments. */
export const applyItem = z.union([z.string(), z.record(z.string(), z.unknown())]).meta({ id: 'applyItem' });
export const applyList = z.array(applyItem);

export interface Word {
  about: string;
  args: z.ZodType<Record<string, unknown>>;
  /** Argument that a bare value stands for: `{ lookup: genders }` is `{ lookup: { table: genders } }`. */
  shorthand?: string;
  /** How many columns it takes by position, where that is fixed and more than one. */
  columns?: number;
}

export const FUNCTIONS = {
  text: {
    about: 'HTML to text where a known tag or entity is present; else the text byte for byte.',
    args: none,
  },
  trim: { about: 'Without blanks at both ends; an empty text is null.', args: none },
  collapse: { about: 'One line: runs of blanks become one, ends are trimmed.', args: none },
  noValue: { about: 'Null for the words that mean "none" (n/a, none, -, ...).', args: none },
  petName: { about: 'The name as it is, and an issue where it says that the animal has died.', args: none },
  vetName: {
    about: 'The name of a vet on one line; a telephone number is told, and signs alone are no name.',
    args: none,
  },
  without: {
    about: 'All columns but the first as one text, where the first is empty: what else tells records apart.',
    args: none,
  },
  filled: {
    about: 'The nth of several columns that says something.',
    args: z.strictObject({ nth: z.int().min(1) }),
    shorthand: 'nth',
  },
  join: {
    about: 'The columns that are filled, joined.',
    args: z.strictObject({ separator: z.string() }),
    shorthand: 'separator',
  },
  blocks: {
    about:
      'One text of labelled paragraphs; the parts take one column each, or `take`, in order (a `pair` two: question, answer).',
    args: z.strictObject({
      parts: z.array(
        z.strictObject({
          label: z.string().optional(),
          pair: z.boolean().optional(),
          take: z.int().min(1).optional(),
          apply: applyList.optional(),
        }),
      ),
    }),
    shorthand: 'parts',
  },
  required: {
    about: 'Gives the issue named where there is no value.',
    args: z.strictObject({ rule }),
    shorthand: 'rule',
  },
  phone: {
    about: 'North American numbers as 505-555-0142, others as E.164; the unreadable word for word.',
    args: none,
  },
  zip: { about: 'ZIP+4 with its hyphen, Canadian codes with their blank; others as they are.', args: none },
  email: {
    about: 'One address, lower-case; missing, malformed, doubled and placeholder ones each have their rule.',
    args: none,
  },
  address: { about: 'One e-mail address, lower-case; any other text is none.', args: none },
  emailLeftovers: { about: 'What `email` could not use, labelled, for the notes.', args: none },
  boolean: {
    about: 'Yes or no from the closed table of gingr-sources 2.0.',
    args: z.strictObject({ invert: z.boolean().optional() }),
  },
  active: {
    about: 'False when an `off` column says yes or an `on` column says no; true otherwise.',
    args: z.strictObject({ signs: z.array(z.enum(['off', 'on'])) }),
    shorthand: 'signs',
  },
  flags: {
    about:
      'A list with one word per column that speaks: `text` a real text, `yes` a yes; `words` the words of the column itself, parted by commas or semicolons.',
    args: z.strictObject({
      flags: z.array(
        z.union([
          z.strictObject({ when: z.enum(['text', 'yes']), value: z.string() }),
          z.strictObject({ when: z.literal('words') }),
        ]),
      ),
    }),
    shorthand: 'flags',
  },
  integer: { about: 'A whole number, not negative.', args: none },
  weight: { about: 'Pounds; 0 is unknown.', args: none },
  unixInstant: { about: 'Unix seconds (or ISO with offset) to UTC.', args: none },
  unixDate: { about: "The calendar date in the resort's zone, at midnight UTC.", args: none },
  birthday: { about: 'As unixDate; not after `asOf`, not before 1980.', args: none },
  stayStart: { about: 'Start of a stay in the reservation time mode.', args: none },
  stayEnd: { about: 'End of a stay (columns: end, start); must lie after the start.', args: none },
  localInstant: { about: "A resort's wall-clock time in the reservation time mode.", args: none },
  checkOut: { about: 'Check-out (columns: check-out, check-in).', args: none },
  earliestInstant: {
    about:
      'True UTC: the first column (creation), else, as a forced value, the earliest of the others and `asOf`.',
    args: none,
  },
  reservationStatus: {
    about: 'Status from the stamps (columns: cancel, check-out, check-in, confirmed).',
    args: none,
  },
  lookup: {
    about: 'A word through a lookup table; `field` of an entry that is a map.',
    args: z.strictObject({
      table: z.string(),
      field: z.string().optional(),
      unknown: rule.optional(),
      keep: z.boolean().optional(),
      default: z.union([z.string(), z.number(), z.boolean()]).optional(),
    }),
    shorthand: 'table',
  },
  notInLookup: {
    about: 'The word, where the lookup table does not know it.',
    args: z.strictObject({ table: z.string() }),
    shorthand: 'table',
  },
  listLabel: {
    about:
      'Label (or `field`) of an id in a reference list; the second column where the list has none. With `several`, nothing where the list has one entry alone.',
    args: z.strictObject({
      list: z.string(),
      field: z.string().optional(),
      quiet: z.boolean().optional(),
      several: z.boolean().optional(),
    }),
    shorthand: 'list',
  },
  contactMethod: { about: 'Preferred contact from opt-outs (columns: e-mail, SMS).', args: none },
  consent: {
    about:
      'True only where no opt-out column says yes and all are known; of the last columns, `also` many, an empty cell says nothing.',
    args: z.strictObject({ also: z.int().min(1).optional() }),
    shorthand: 'also',
  },
  object: {
    about: 'A JSON object with one key per column; empty ones are left out.',
    args: z.strictObject({ keys: z.array(z.string()) }),
    shorthand: 'keys',
  },
  lodgingKey: { about: 'One key for all spellings of a lodging (columns: area, run).', args: none },
  lodgingName: { about: 'Display name of a lodging (columns: area, run).', args: none },
  lodgingAttributes: {
    about: 'The attributes that Tailtown reads, and the raw labels (columns: area, run).',
    args: none,
  },
  photo: { about: 'A photo URL that is no placeholder.', args: none },
  externalId: {
    about: "The id in Gingr; of another database than `main`, with that database's name: `harbor:101`.",
    args: none,
  },
  money: {
    about: 'An amount, or the sum of several, as decimal text with two decimals; null where all are empty.',
    args: z.strictObject({ negate: z.boolean().optional() }),
  },
  reviewedPrice: {
    about:
      'The amount, else what people reviewed as `price` of the label in a lookup (columns: amount, label).',
    args: z.strictObject({ table: z.string() }),
    shorthand: 'table',
    columns: 2,
  },
  invoiceNumber: { about: 'The number of an invoice in Tailtown, from its id in Gingr.', args: none },
  creditNoteNumber: {
    about: 'The number of the credit note of a returned line (columns: invoice, line).',
    args: none,
    columns: 2,
  },
  taxRate: {
    about: 'Tax as a fraction, six decimals; 0 where there is none (columns: tax, subtotal, discount).',
    args: none,
    columns: 3,
  },
  lineQuantity: {
    about:
      "A whole quantity whose price gives the line's total, else 1 (columns: quantity, unit price, total).",
    args: none,
    columns: 3,
  },
  unitPrice: {
    about: 'The price of one, with `lineQuantity` (columns: quantity, unit price, total).',
    args: none,
    columns: 3,
  },
  lineDescription: {
    about:
      'The description, and the quantity where `lineQuantity` could not keep it (columns: description, quantity, unit price, total).',
    args: none,
    columns: 4,
  },
  nonZero: { about: 'Whether any of the amounts is not 0; null where all are empty.', args: none },
  ifNegative: {
    about: 'The text, where the amount is negative (columns: text, amount).',
    args: none,
    columns: 2,
  },
  wallTime: {
    about: "Date and time by the resort's clock, for texts; an unreadable one word for word.",
    args: none,
  },
  epochMs: { about: 'Milliseconds since 1970 of a moment, as Tailtown orders its wait list by.', args: none },
  booking: {
    about:
      'The booking that a reservation was made in with others: as a column says, or as the id of one of several animals does (columns: booking, id).',
    args: none,
    columns: 2,
  },
  clockTime: {
    about: 'A time of day as `HH:MM`, from `7:15 am`, `19:15` or `19:15:00`.',
    args: none,
  },
  weekdays: {
    about:
      'Days of the week, Sunday 0 to Saturday 6, from a list of their English names and from seven columns that say yes (columns: list, Sunday to Saturday).',
    args: none,
    columns: 8,
  },
  recurrence: {
    about:
      'How often, through a lookup; days of the week alone are every week (columns: frequency, list of days, Sunday to Saturday).',
    args: z.strictObject({ table: z.string() }),
    shorthand: 'table',
    columns: 9,
  },
  waitListStatus: {
    about:
      'CONVERTED where any of the first four stamps (accepted, confirmed, in, out) is filled, CANCELLED where the last is, else ACTIVE.',
    args: none,
    columns: 5,
  },
  receiptDate: {
    about: 'As unixInstant, of a day before 2019-08-01, when Gingr had receipts.',
    args: none,
  },
  difference: { about: 'The first amount less the second; empty is 0.', args: none, columns: 2 },
  dueDate: { about: 'True UTC: the creation of the invoice, as a forced value.', args: none },
  suffix: {
    about: 'A text that is there, with another behind it.',
    args: z.strictObject({ text: z.string() }),
    shorthand: 'text',
  },
  prefix: {
    about: 'A text that is there, with another before it.',
    args: z.strictObject({ text: z.string() }),
    shorthand: 'text',
  },
  icons: {
    about:
      'Icons of a cell by title and group, through a lookup: all of them for derive steps, as lines of text, or the words of customer icons and their notes.',
    args: z.strictObject({
      table: z.string(),
      as: z.enum(['icons', 'text', 'customer', 'customerNotes']).optional(),
    }),
    shorthand: 'table',
  },
  price: { about: 'An amount that a product can cost, as decimal text with two decimals.', args: none },
  stock: { about: 'A whole number of things in stock, which may be below 0.', args: none },
  stockCounted: { about: 'Whether `stock` has a number.', args: none },
  labelKey: { about: 'One key for all spellings of a label: without case and repeated blanks.', args: none },
  pass: {
    about:
      'Credits of a package (columns: quantity, price, credits left, value left): how many were `purchased`, are `left`, were `used`, their `price`, the price of `each`.',
    args: z.strictObject({ as: z.enum(['purchased', 'left', 'used', 'price', 'each']) }),
    shorthand: 'as',
    columns: 4,
  },
  passEnd: {
    about: 'True UTC: when a pass ends; a day without a time holds until it is over.',
    args: none,
  },
  passStatus: {
    about: 'Status of a pass at `asOf` (columns: credits left, end).',
    args: none,
    columns: 2,
  },
  notZero: { about: 'Null where the number is 0, which says that there is no limit.', args: none },
  expiry: {
    about:
      "The day a vaccination expires, in the resort's zone (columns: expiry, formatted expiry, last update).",
    args: none,
    columns: 3,
  },
  addresses: { about: 'Addresses of files in one cell as a JSON array.', args: none },
  addressCount: { about: 'How many addresses of files stand in the cell.', args: none },
  activities: {
    about: 'The things that a cell lists, one by one: a JSON array, lines, or a text parted by semicolons.',
    args: none,
  },
  entryText: {
    about:
      'What the nth of several cells that say something says, 0 for all of them with blanks between: a text, or an object of an answer of the API by its label, its text or its value.',
    args: z.strictObject({ nth: z.int().min(0) }),
    shorthand: 'nth',
  },
  clockTimes: { about: 'Times of the day in a text, as HH:MM.', args: none },
  contentType: {
    about: 'Kind of the content of a file (columns: as stated, then names and addresses by their endings).',
    args: none,
  },
  ifStamped: {
    about: 'The word, where the column holds a date.',
    args: z.strictObject({ word: z.string() }),
    shorthand: 'word',
  },
} as const satisfies Record<string, Word>;

export type FunctionName = keyof typeof FUNCTIONS;
export type FunctionArgs<Name extends FunctionName> = z.infer<(typeof FUNCTIONS)[Name]['args']>;
export const isFunctionName = (text: string): text is FunctionName => Object.hasOwn(FUNCTIONS, text);
export const functionWord = (name: FunctionName): Word => FUNCTIONS[name];

/** How words meet lookup keys: without case, and with blanks collapsed. */
export const lookupKey = (text: string): string => text.trim().replace(/\s+/g, ' ').toLowerCase();

/** An item of an `apply` list as a call: `text`, `{ lookup: genders }` or `{ lookup: { table: genders } }`. */
export function toCall(item: unknown): FunctionCall {
  if (typeof item === 'string') return { name: item, args: {} };
  if (typeof item !== 'object' || item === null) return { name: String(item), args: {} };
  // A call that an earlier reading normalised.
  if ('name' in item && 'args' in item && typeof item.name === 'string') return item as FunctionCall;
  const [[name, args] = ['', {}]] = Object.entries(item);
  return { name, args: argumentsOf(name, args) };
}

function argumentsOf(name: string, args: unknown): Record<string, unknown> {
  if (typeof args === 'object' && args !== null && !Array.isArray(args)) return { ...args };
  const shorthand = isFunctionName(name) ? functionWord(name).shorthand : undefined;
  return args === null || args === undefined ? {} : { [shorthand ?? 'value']: args };
}
