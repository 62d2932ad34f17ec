import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasHtml } from '../../../src/transform/functions/html.ts';
import { isNoValue } from '../../../src/transform/functions/text.ts';
import { apply, codesOf, valueFrom } from '../support.ts';

describe('text: no mark-up, no entity and no word lost (P-NAME-9)', () => {
  test.each([
    ['Bites men<women, use caution', 'Bites men<women, use caution'],
    ['<p>Bites men<women, use caution</p>', 'Bites men<women, use caution'],
    ['<p>weight<5 & age>3</p>', 'weight<5 & age>3'],
    ['a <women> b <b>c</b>', 'a <women> b c'],
    ['<b and >c', '<b and >c'],
    ['<p>No chicken.</p>', 'No chicken.'],
    ['<p>One</p><p>Two</p>', 'One\nTwo'],
    ['One<br>Two<BR/>Three', 'One\nTwo\nThree'],
    ['One\nTwo <b>bold</b>', 'One\nTwo bold'],
    ['One\r\nTwo &amp; three', 'One\r\nTwo & three'],
    ['AT&T &bogus; R&D', 'AT&T &bogus; R&D'],
    ['Don&#39;t &quot;touch&quot; his &lt;ears&gt;', 'Don\'t "touch" his <ears>'],
    ['Caf&eacute; &#x2019;', 'Café ’'],
    ['<h1>Allergic to wheat</h1>', 'Allergic to wheat'],
    ['<table><tr><th>Pill</th><td>twice</td></tr></table>', 'Pill   twice'],
    ['<ol><li>First</li><li>Second</li></ol>', '- First\n- Second'],
    ['<p style="color: red" class=x>Red</p><!-- Word -->', 'Red'],
  ])('%j', (raw, plain) => {
    expect(valueFrom(['text'], raw)).toBe(plain);
  });

  test('a long line is not wrapped', () => {
    const words = 'word '.repeat(100).trim();
    expect(valueFrom(['text'], `<p>${words}</p>`)).toBe(words);
  });

  test.each(['<p></p>', '<p>&nbsp;</p>', '<br>'])('%j holds no text', (raw) => {
    expect(valueFrom(['text'], raw)).toBeNull();
  });

  test('a change is an alteration with the raw text', () => {
    expect(apply(['text'], ['<p>a</p>']).alterations).toEqual([
      { kind: 'reformatted', before: '<p>a</p>', after: 'a' },
    ]);
  });

  test('text without tags or entities is returned byte for byte', () => {
    const anyText = fc.string({ unit: 'binary', minLength: 1 }).filter((text) => !hasHtml(text));
    fc.assert(
      fc.property(anyText, (text) => {
        expect(apply(['text'], [text])).toEqual({ value: text });
      }),
    );
  });

  test('words between tags all arrive, in their order', () => {
    const word = fc
      .stringMatching(/^[a-z<>&]{1,8}$/)
      .filter((text) => !hasHtml(text) && !/^[<>&]*$/.test(text));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), fc.constantFrom('p', 'div', 'b', 'li'), (words, tag) => {
        const html = words.map((each) => `<${tag}>${each}</${tag}>`).join(' ');
        const plain = String(valueFrom(['text'], html)).replace(/[\s-]/g, '');
        expect(plain).toBe(words.join(''));
      }),
    );
  });
});

describe('noValue (P-NAME-5: icons for "none")', () => {
  test.each([
    '',
    ' ',
    'N/A',
    'n/a',
    'nOne',
    'none',
    'NONE.',
    'no',
    'nka',
    'None known',
    '-',
    '.',
    '<p></p>',
    '<p>&nbsp;</p>',
    '<p>none</p>',
  ])('%j says nothing', (raw) => {
    expect(isNoValue(raw)).toBe(true);
    expect(apply(['noValue'], [raw]).value).toBeNull();
  });

  test.each(['no chicken', 'nuts', 'Bee', 'none except bee stings', '0', 'soy', 'No!! chicken'])(
    '%j is a real text',
    (raw) => {
      expect(isNoValue(raw)).toBe(false);
      expect(apply(['noValue'], [raw]).value).toBe(raw);
    },
  );
});

describe('trim and collapse', () => {
  test('blanks at the ends go, and that is told', () => {
    expect(apply(['trim'], [' Ann & Bob '])).toEqual({
      value: 'Ann & Bob',
      alterations: [{ kind: 'trimmed', before: ' Ann & Bob ', after: 'Ann & Bob' }],
    });
    expect(apply(['trim'], ['Ann  Bob'])).toEqual({ value: 'Ann  Bob' });
    expect(valueFrom(['trim'], '   ')).toBeNull();
  });

  test('runs of blanks become one', () => {
    expect(valueFrom(['collapse'], 'Day Camp | Long Day  - Dog  (Trial Only) ')).toBe(
      'Day Camp | Long Day - Dog (Trial Only)',
    );
  });
});

describe('filled, join, blocks, object', () => {
  test('the nth column that says something, and later findings blame it', () => {
    expect(valueFrom([{ filled: 1 }], null, 'home')).toBe('home');
    expect(valueFrom([{ filled: 2 }], 'cell', 'home')).toBe('home');
    expect(valueFrom([{ filled: 2 }], null, 'home')).toBeNull();
    expect(valueFrom([{ filled: 1 }], 'none', 'home')).toBe('home');
    expect(apply([{ filled: 1 }, 'phone'], [null, 'call me']).picked).toBe(1);
    expect(apply([{ filled: 1 }, 'phone'], [null, 'call me']).issues).toMatchObject([
      { code: 'PHONE_UNREADABLE', input: 1 },
    ]);
  });

  test('join leaves out what is empty', () => {
    expect(valueFrom([{ join: ', ' }], '1 Elm St', '  ')).toBe('1 Elm St');
    expect(valueFrom([{ join: ', ' }], '1 Elm St ', 'Apt 2')).toBe('1 Elm St, Apt 2');
    expect(valueFrom([{ join: ', ' }], null, null)).toBeNull();
  });

  test('labelled paragraphs; a question stands with its answer (P-NAME-9, P-G-16)', () => {
    const parts = [
      { apply: ['text'] },
      { label: 'Services' },
      { pair: true },
      { pair: true },
      { pair: true },
    ];
    const input = ['<p>Note</p>', 'Bath', 'Own bed?', 'yes', 'Not answered', null, null, 'no question'];
    expect(valueFrom([{ blocks: parts }], ...input)).toBe(
      'Note\n\nServices: Bath\n\nOwn bed? yes\n\nno question',
    );
    expect(valueFrom([{ blocks: parts }], ...input.map(() => null))).toBeNull();
  });

  test('an object of what is filled', () => {
    expect(valueFrom([{ object: ['notes'] }], 'short cut')).toEqual({ notes: 'short cut' });
    expect(valueFrom([{ object: ['notes'] }], null)).toBeNull();
  });
});

test('required gives its issue for a blank text', () => {
  expect(codesOf(apply([{ required: 'SERVICE_NAME_MISSING' }], [' ']))).toEqual(['SERVICE_NAME_MISSING']);
  expect(apply([{ required: 'SERVICE_NAME_MISSING' }], ['Bath'])).toEqual({ value: 'Bath' });
});

test.each([
  ['DECEASED Rex', ['ANIMAL_PERHAPS_DECEASED']],
  ['Rex (passed away 2020)', ['ANIMAL_PERHAPS_DECEASED']],
  ['Rip', []],
  ['Rex (aggressive)', []],
])('petName %j', (name, codes) => {
  const result = apply(['petName'], [name]);
  expect(result.value).toBe(name);
  expect(codesOf(result)).toEqual(codes);
});
