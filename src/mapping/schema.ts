import { z } from 'zod';
import { PREDICATES } from './predicates.ts';
import { DERIVE_STEPS, FOLD_STEPS } from './steps.ts';
import { applyList, FUNCTIONS, type FunctionName, functionWord } from './vocabulary.ts';

/** The shape of mapping files. zod checks it; what needs the words' meaning is in words.ts. */

const word = z.string().min(1);
const words = z.union([word, z.array(word).min(1)]);
const conflict = z.enum(['target-wins', 'source-wins', 'fail']).meta({
  description: 'What happens where Gingr and people in Tailtown both changed the field since the last load.',
});

const functionNames = Object.keys(FUNCTIONS) as FunctionName[];
const apply = applyList.meta({
  description: 'Functions that the value passes through, in order.',
  items: {
    anyOf: [
      { type: 'string', enum: functionNames },
      {
        type: 'object',
        minProperties: 1,
        maxProperties: 1,
        additionalProperties: false,
        properties: Object.fromEntries(
          functionNames.map((name) => [name, { description: functionWord(name).about }]),
        ),
      },
    ],
  },
});

export const columnSpec = z.strictObject({
  from: words
    .optional()
    .meta({ description: 'Source column, or several that the first function takes together.' }),
  value: z
    .union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.record(z.string(), z.unknown())])
    .optional()
    .meta({ description: 'A constant.' }),
  empty: z
    .literal(true)
    .optional()
    .meta({ description: "Nothing, where Tailtown's own default would say something that Gingr does not." }),
  reference: word
    .optional()
    .meta({ description: 'Entity whose target row the column points to; `from` is its source id.' }),
  required: z
    .boolean()
    .optional()
    .meta({ description: 'Whether the record cannot be without the row referred to.' }),
  missing: word
    .optional()
    .meta({ description: 'Rule that rejects the record where the mandatory reference is empty.' }),
  unknown: word
    .optional()
    .meta({ description: 'Rule that rejects the record where nobody has the id referred to.' }),
  through: word.optional().meta({
    description: 'Reference column of the same table whose row says, where the own columns are empty.',
  }),
  together: word.optional().meta({
    description: 'Rule by which a rejected record rejects the one referred to: they stand or fall as one.',
  }),
  otherwise: word.optional().meta({
    description:
      'Reference column of the same table that stands in where this one leads to no row: a forced value, marked each time.',
  }),
  row: word.optional().meta({ description: "The record's own row in another of its tables (`table/part`)." }),
  derive: word.optional().meta({ description: 'Derive step over staging.', enum: Object.keys(DERIVE_STEPS) }),
  apply: apply.optional(),
  fallback: z
    .union([z.string(), z.number(), z.boolean()])
    .optional()
    .meta({ description: 'Value where the functions give none.' }),
  forced: word.optional().meta({ description: 'Name in tailtown/forced.ts: what Tailtown insists on.' }),
  conflict: conflict.optional(),
  tooLong: z.enum(['truncate', 'reject']).optional(),
});
export type ColumnSpec = z.infer<typeof columnSpec>;

const predicateSpec = z.strictObject({
  predicate: word.meta({ enum: Object.keys(PREDICATES) }),
  columns: z.array(word).min(1),
  args: z.record(z.string(), z.unknown()).optional(),
});
export type PredicateSpec = z.infer<typeof predicateSpec>;

const excludeSpec = predicateSpec.extend({
  tell: z.array(word).min(1).optional().meta({
    description: 'Columns that the fidelity statement tells of each record: ids, amounts and days.',
  }),
});

const columnSpecs = z.record(word, z.union([word, columnSpec]));

const tableSpec = z.strictObject({
  primary: z
    .boolean()
    .optional()
    .meta({ description: "Whether the record's outcome is told by this table." }),
  recognise: z.array(z.array(word).min(1)).optional().meta({
    description: 'How a row that is already in Tailtown is recognised: columns that must all be equal.',
  }),
  leftovers: z
    .record(word, z.array(z.string().includes('{id}', 'has no {id}')).min(1))
    .optional()
    .meta({
      description:
        "What older importers wrote into a column; {id} is the record's external id. A row that has it is the record's, and where the column is no key, Gingr's value replaces it.",
    }),
  conflict: conflict.optional(),
  when: predicateSpec.optional().meta({ description: 'A second row stands only where this holds.' }),
  columns: columnSpecs.meta({ description: 'Target column: where its value comes from.' }),
  staged: columnSpecs
    .optional()
    .meta({ description: 'Values that derive steps read and that no column of the target holds.' }),
});
export type TableSpec = z.infer<typeof tableSpec>;

const functionCall = z.union([word, z.record(z.string(), z.unknown())]);

export const entityFile = z
  .strictObject({
    entity: word.meta({ description: "Gingr's word for the records, such as owners." }),
    about: z.string().optional(),
    extraColumns: z.array(word).optional().meta({
      description: 'Columns of this resort that the catalogue does not know, such as custom fields.',
    }),
    aliases: z.record(word, z.array(word).min(1)).optional().meta({
      description: "Header names of this resort's exports, by the column of the catalogue that they are.",
    }),
    list: z
      .strictObject({ key: word, label: word, extra: z.array(word).optional() })
      .optional()
      .meta({
        description: 'For a reference list: it has no rows of its own, other records carry its labels.',
      }),
    derivedFrom: z
      .strictObject({
        entity: word,
        table: word,
        column: word,
        columns: z.array(word).min(1),
        key: functionCall,
        mergeRule: word,
        onlyRejectedRule: word,
      })
      .optional()
      .meta({ description: 'For an entity without a file: whose references make its records.' }),
    exclude: z
      .record(word, excludeSpec)
      .optional()
      .meta({ description: 'Rules that leave records out on purpose, by code.' }),
    elsewhere: z.strictObject({ rule: word, table: word, when: predicateSpec }).optional().meta({
      description:
        "Where the predicate holds, the record's own row stands in this other table of it; without that table the rule leaves it out.",
    }),
    merge: z
      .strictObject({ rule: word, equal: z.array(word).min(1), prefer: z.array(word).optional() })
      .optional()
      .meta({
        description: 'Records that are one where these columns are equal, target columns or staged ones.',
      }),
    fold: z
      .strictObject({
        rule: word,
        reference: word,
        from: words,
        missing: word,
        unknown: word,
        apply: z
          .array(applyList)
          .optional()
          .meta({ description: 'For each column of `from` the functions that it passes through.' }),
        step: word
          .optional()
          .meta({ description: 'Step that finds the record by the columns.', enum: Object.keys(FOLD_STEPS) }),
        unless: word.optional().meta({ description: 'Column of the primary table that keeps the row.' }),
      })
      .optional()
      .meta({ description: 'Records without a row of their own: they end merged in another record.' }),
    tables: z
      .record(word, tableSpec)
      .optional()
      .meta({ description: 'Target tables; `table/part` for several rows in one.' }),
  })
  .meta({ title: 'Entity' });
export type EntityFile = z.infer<typeof entityFile>;

export const lookupFile = z
  .strictObject({
    lookup: word.meta({ description: 'Name by which functions call the table.' }),
    about: z.string().optional(),
    entries: z.record(
      z.string(),
      z.union([
        z.string(),
        z.number(),
        z.boolean(),
        z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
      ]),
    ),
  })
  .meta({ title: 'Lookup table' });
export type LookupFile = z.infer<typeof lookupFile>;

/** JSON Schema for editors, made from the schemas above; committed as mappings/gingr/mapping.schema.json. */
export function mappingJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(z.union([entityFile, lookupFile]), { io: 'input' });
  return { ...schema, title: 'tailtown-migrate mapping file' };
}
