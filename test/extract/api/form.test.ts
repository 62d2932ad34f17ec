import { describe, expect, it } from 'vitest';
import { formFields } from '../../../src/extract/api/form.ts';
import { served, taken } from './support.ts';

describe('the fields of a form', () => {
  it('are found in a list and in an object by their names, and their choices are none', () => {
    const choices = [{ label: 'Left', value: '1' }];
    expect(
      formFields({ fields: [{ label: 'Hip', name: 'hip', type: 'select', choices }] }, 'animal_form'),
    ).toEqual([
      { form: 'animal_form', label: 'Hip', name: 'hip', type: 'select', choices: JSON.stringify(choices) },
    ]);
    expect(formFields({ fields: { hip: { label: 'Hip', type: 'select', choices } } }, 'animal_form')).toEqual(
      [{ form: 'animal_form', label: 'Hip', name: 'hip', type: 'select', choices: JSON.stringify(choices) }],
    );
    expect(formFields({ fields: [] }, 'animal_form')).toEqual([]);
  });

  it('are records of the snapshot, each form with its own', async () => {
    const found = await taken(await served({ data: {} }));
    expect((await found.lines('form_fields')).map(({ form, name, label }) => [form, name, label])).toEqual([
      ['owner_form', 'favourite_treat_gingr', 'Favourite treat'],
      ['animal_form', 'favourite_treat_gingr', 'Favourite treat'],
    ]);
  });
});
