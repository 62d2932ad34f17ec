import { describe, expect, it } from 'vitest';
import { FormCounts, formColumn, readForm, withoutSecretFields } from '../../src/gingr/form-data.ts';

const fields = (cell: string | null) => {
  const read = readForm(cell);
  return read && Object.fromEntries(read);
};

describe('custom form fields', () => {
  it('are read from an object, from a text of one, and from a list of names and values', () => {
    const wanted = { 'form_data.gate': 'blue', 'form_data.toys': 'ball, rope' };
    const object = { gate: 'blue', toys: ['ball', '', 'rope'], empty: '', none: null };
    expect(fields(JSON.stringify(object))).toEqual(wanted);
    expect(fields(JSON.stringify(JSON.stringify(object)))).toEqual(wanted);
    const list = [
      { name: 'gate', value: { value: '1', label: 'x' } },
      { label: 'Toys', value: 0 },
    ];
    expect(fields(JSON.stringify(list))).toEqual({ 'form_data.gate': '1', 'form_data.toys': '0' });
    expect(fields('{"a":{"b":1},"yes":true}')).toEqual({ 'form_data.a': '{"b":1}', 'form_data.yes': 'true' });
  });

  it('are none in what PHP writes for nothing', () => {
    for (const cell of [null, '', '  ', '[]', '{}', 'null']) expect(fields(cell), String(cell)).toEqual({});
  });

  it('cannot be read from anything else', () => {
    for (const cell of ['blue', '{"a":', '12', '"blue"', 'true']) expect(fields(cell), cell).toBeNull();
  });

  it('have one name with and without _gingr, and lose no value by it', () => {
    expect(formColumn('Secondary Email_gingr')).toBe('form_data.secondary_email');
    expect(formColumn('form_data.secondary_email')).toBe('form_data.secondary_email');
    expect(fields('{"x":"1","x_gingr":"2","X":"1"}')).toEqual({ 'form_data.x': '1; 2' });
  });

  it('are never stored where their name is that of a secret', () => {
    const cell = '{"portal_password":"x1y2z3","toy":"ball"}';
    expect(withoutSecretFields('owners', cell)).toBe('{"toy":"ball"}');
    for (const sound of ['{"toy":"ball"}', '[]', 'no form'])
      expect(withoutSecretFields('owners', sound)).toBe(sound);
  });

  it('are counted by record, without the ones that are read, and however many there are', () => {
    const counts = new FormCounts(new Set(['form_data.toy']));
    expect(counts.add('{"toy":"ball","bed":"own"}')).toBe(true);
    expect(counts.add('{"bed":"own","bowl":""}')).toBe(true);
    expect(counts.add('nothing')).toBe(false);
    expect(Object.fromEntries(counts.take())).toEqual({ 'form_data.bed': 2 });
    for (let at = 0; at < 1500; at += 1) counts.add(`{"field ${at}":"x"}`);
    const many = counts.take();
    expect(many.size).toBe(1001);
    expect(many.get('form_data....')).toBe(500);
  });
});
