import { describe, expect, it } from 'vitest';
import { cssText, html, styled, trusted } from '../../src/report/html.ts';

describe('html', () => {
  it('escapes what is interpolated, in elements and in quoted attributes', () => {
    const hostile = `</script><img src=x onerror="alert('1')">&\``;
    expect(html`<p title="${hostile}">${hostile}</p>`.text).toBe(`<p title="${ESCAPED}">${ESCAPED}</p>`);
  });

  it('takes markup as it is, lists one after the other, and nothing for null', () => {
    expect(html`${[html`<b>${'<'}</b>`, 'a', 0]}${null}${undefined}${trusted('<hr>')}`.text).toBe(
      '<b>&lt;</b>a0<hr>',
    );
  });

  it('makes control and direction characters visible, keeps newlines', () => {
    expect(html`${'a\u0000\u001b[31m\u202eb\r\nc'}`.text).toBe('a[U+0000][U+001B][31m[U+202E]b\nc');
  });
});

describe('style rules', () => {
  it('come up from the markup that needs them, each once', () => {
    const cell = styled(html`<td>1</td>`, ['a { b: c }']);
    expect([...html`<p>${[cell, html`<i>${cell}</i>`]}</p>`.rules]).toEqual(['a { b: c }']);
    expect(html`<p>${'x'}</p>`.rules.size).toBe(0);
  });

  it('hold a text that ends neither the string nor the sheet', () => {
    expect(cssText('In Gingr (now), 50%')).toBe('"In Gingr (now), 50%"');
    expect(cssText('"; } </style>\\\n')).toBe('"\\22 ; \\7d  \\3c /style\\3e \\5c \\a "');
  });
});

const ESCAPED = '&lt;/script&gt;&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;&#96;';
