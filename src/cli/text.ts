/** Rows as aligned columns, numbers to the right. The first row is the head. Empty without a second row. */
export function columns(rows: readonly (readonly (string | number)[])[]): string {
  const [head] = rows;
  if (!head || rows.length < 2) return '';
  const text = rows.map((row) =>
    row.map((cell) => (typeof cell === 'number' ? cell.toLocaleString('en-US') : visible(cell))),
  );
  const widths = head.map((_, index) => Math.max(...text.map((row) => row[index]?.length ?? 0)));
  const right = head.map((_, index) => rows.slice(1).every((row) => typeof row[index] === 'number'));
  return text
    .map((row) =>
      row
        .map((cell, index) =>
          right[index] ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Paragraphs, one empty line between them, the empty ones left out. */
export const paragraphs = (...blocks: readonly string[]): string =>
  blocks.filter((block) => block !== '').join('\n\n');

/** At most `most` items under a title, and how many more there are; empty without items. */
export function list(title: string, items: readonly string[], most = 20): string {
  if (items.length === 0) return '';
  const more = items.length > most ? [`  ... and ${(items.length - most).toLocaleString('en-US')} more`] : [];
  return [`${title}:`, ...items.slice(0, most).map((item) => `  ${visible(item)}`), ...more].join('\n');
}

/** One line without control characters: a value must not steer the terminal. */
export const visible = (text: string): string => text.replace(/\s/g, ' ').replace(/\p{Cc}/gu, '?');
