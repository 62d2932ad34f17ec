const SPECIAL = /[\\\n\r\t]/;
const ALL_SPECIAL = /[\\\n\r\t]/g;

const ESCAPED: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** One line of COPY's text format, newline included; null is `\N`. */
export function copyLine(values: readonly (string | null)[]): string {
  let line = '';
  for (let index = 0; index < values.length; index += 1) {
    if (index > 0) line += '\t';
    const value = values[index];
    if (value === null || value === undefined) line += '\\N';
    else line += SPECIAL.test(value) ? value.replace(ALL_SPECIAL, escapeCharacter) : value;
  }
  return `${line}\n`;
}

const escapeCharacter = (character: string): string => ESCAPED[character] ?? character;
