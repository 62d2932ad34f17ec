const NONE: ReadonlySet<string> = new Set();

/** Markup that is already escaped, and the style rules that it needs, each once. Only functions of this file make it. */
export class Html {
  readonly text: string;
  readonly rules: ReadonlySet<string>;
  constructor(text: string, rules = NONE) {
    this.text = text;
    this.rules = rules;
  }
}

export type HtmlValue = Html | string | number | null | undefined | readonly HtmlValue[];

/** Tagged template: every interpolated text is escaped for elements and quoted attributes; `Html` is taken as it is. */
export function html(strings: TemplateStringsArray, ...values: HtmlValue[]): Html {
  const rules = new Set<string>();
  let text = strings[0] ?? '';
  for (const [index, value] of values.entries()) text += render(value, rules) + (strings[index + 1] ?? '');
  return new Html(text, rules.size === 0 ? NONE : rules);
}

/** The markup, which needs these rules as well: text of the program and `cssText`, never anything else. */
export const styled = ({ text, rules }: Html, more: readonly string[]): Html =>
  new Html(text, new Set([...rules, ...more]));

/** A text as a string of a style sheet; no character of it ends the string or the sheet. */
export const cssText = (text: string): string =>
  `"${visible(text).replace(/[^\p{L}\p{N} .,:;()?%/+-]/gu, (character) => `\\${character.codePointAt(0)?.toString(16)} `)}"`;

/** Marks a constant of this program, or what a library drew and escaped, as markup. Never for anything else. */
export const trusted = (constant: string): Html => new Html(constant);

function render(value: HtmlValue, rules: Set<string>): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Html) {
    for (const rule of value.rules) rules.add(rule);
    return value.text;
  }
  if (typeof value === 'object') return value.map((each) => render(each, rules)).join('');
  return escapeText(String(value));
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** Escapes a text; control and text-direction characters become visible, since they could fake what a reader sees. */
export function escapeText(text: string): string {
  return visible(text).replace(/[&<>"'`]/g, (character) => ENTITIES[character] ?? '');
}

const INVISIBLE = /(?![\t\n])[\p{Cc}\p{Bidi_Control}\ufeff]/gu;

/** Replaces control and text-direction characters (tab and newline apart) by their names, such as `[U+202E]`. */
export function visible(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(
      INVISIBLE,
      (character) => `[U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}]`,
    );
}
