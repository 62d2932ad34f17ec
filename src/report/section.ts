import { type Html, type HtmlValue, html } from './html.ts';

/** One section of the page, reachable by its id from the list of contents. */
export function section(id: string, title: string, intro: HtmlValue, body: HtmlValue): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${intro === null ? null : html`<p class="intro">${intro}</p>`}
${body}
</section>
`;
}

export const nothing = (text: string): Html => html`<p class="nothing">${text}</p>`;

/** A state in a symbol and in words, so that colour is never the only sign. */
export function badge(kind: 'good' | 'warn' | 'bad' | 'info' | 'unknown', words: string): Html {
  return html`<span class="badge ${kind}"><span aria-hidden="true">${SYMBOLS[kind]}</span> ${words}</span>`;
}

export const SYMBOLS = { good: '✓', warn: '▲', bad: '✗', info: 'i', unknown: '?' } as const;

/** A raw value of the data, set apart from the program's own words. */
export function value(text: string | null | undefined): Html {
  if (text === null || text === undefined) return html`<span class="zero">none</span>`;
  return text === '' ? html`<span class="zero">empty</span>` : html`<code class="value">${text}</code>`;
}
