import { describe, expect, it } from 'vitest';
import { html, trusted } from '../../src/report/html.ts';

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

const ESCAPED = '&lt;/script&gt;&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;&#96;';
