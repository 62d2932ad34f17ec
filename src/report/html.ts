/** Markup that is already escaped. Only `html` and `trusted` make it. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type HtmlValue = Html | string | number | null | undefined | readonly HtmlValue[];

/** Tagged template: every interpolated text is escaped for elements and quoted attributes; `Html` is taken as it is. */
export function html(strings: TemplateStringsArray, ...values: HtmlValue[]): Html {
  let text = strings[0] ?? '';
  for (const [index, value] of values.entries()) text += render(value) + (strings[index + 1] ?? '');
  return new Html(text);
}

/** Marks a constant of this program, or what a library drew and escaped, as markup. Never for anything else. */
export const trusted = (constant: string): Html => new Html(constant);

function render(value: HtmlValue): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'object') return value.map(render).join('');
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
