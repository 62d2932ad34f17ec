import { DATA_CLASSES, type DataClass } from '../core/data-classes.ts';
import { CATALOGUE } from '../gingr/catalogue.ts';
import { sourceClass } from '../gingr/classes.ts';
import { TARGET_CLASSES } from '../tailtown/classes.ts';

/** docs/data-classification.md: every column of both sides by its class. The same catalogues give the same text. */
export function classificationDocument(): string {
  const classes = Object.keys(DATA_CLASSES) as DataClass[];
  const source = Object.values(CATALOGUE).map(
    ({ name, columns }): [string, [string, DataClass | undefined][]] => [
      name,
      columns.map((column) => [column.name, sourceClass(name, column.name)]),
    ],
  );
  const target = Object.entries(TARGET_CLASSES).map(
    ([table, columns]): [string, [string, DataClass | undefined][]] => [table, Object.entries(columns)],
  );
  return `${[
    INTRODUCTION,
    ['| class | holds | logs and default reports show it |', '|---|---|---|']
      .concat(classes.map((name) => `| ${cells(name).join(' | ')} |`))
      .join('\n'),
    AROUND,
    '## Columns of Gingr',
    ...source.map((entry) => section(entry, classes)),
    "## Columns of Tailtown's tables",
    ...target.map((entry) => section(entry, classes)),
  ].join('\n\n')}\n`;
}

const cells = (name: DataClass): string[] => {
  const { title, holds, shown } = DATA_CLASSES[name];
  return [`**${title}**`, holds, shown];
};

const section = (
  [name, columns]: [string, [string, DataClass | undefined][]],
  classes: readonly DataClass[],
): string =>
  [
    `### ${name}`,
    classes
      .flatMap((one) => {
        const names = columns.filter(([, found]) => found === one).map(([column]) => `\`${column}\``);
        return names.length === 0 ? [] : [`- ${DATA_CLASSES[one].title}: ${names.join(', ')}`];
      })
      .join('\n'),
  ].join('\n\n');

const INTRODUCTION = `# Data classification

<!-- Written by \`npm run docs\` from src/gingr/classes.ts and src/tailtown/classes.ts. Change a class there, not here. -->

Every column has one class; a test fails for a column that has none. What logs and reports show follows it.`;

const AROUND = `\`--show-personal-data\` shows all but credentials, in the report of that command alone. A column that is not listed here (one of a
resort's own, say) is masked. The tables \`before_T\`, \`after_T\` and \`base_T\` of the schema \`migration\` hold the columns of their table T
and have their classes; \`issues\`, \`alterations\`, \`outcomes\` and the staging schema hold values of the columns that they name. Where it all lies, and who can read it: [privacy](privacy.md).`;
