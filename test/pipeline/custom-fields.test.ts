import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { recordOf, smallResort } from '../support/resort.ts';
import { rowsOf, runOn, testRuns, undo } from '../support/runs.ts';
import { MAPPINGS } from '../support/runtime.ts';

const fresh = testRuns();

const OVERLAY = `entity: owners
extraColumns: [How did you hear]
tables:
  customers:
    columns:
      tags:
        from: [banned, form_data.interests, How did you hear]
        apply: [{ flags: [{ when: yes, value: Banned in Gingr }, { when: words }, { when: words }] }]
      referralSource: { from: [source, form_data.referred_by_gingr], apply: [{ filled: 1 }, text] }
`;

function resortWithForms() {
  const records = smallResort();
  Object.assign(recordOf(records, 'owners', '101'), {
    form_data: '{"interests":["Agility","Swimming"],"referred_by":"Clinic","gate_colour":"blue"}',
    'How did you hear': 'Neighbour; Agility',
  });
  Object.assign(recordOf(records, 'owners', '102'), {
    form_data: JSON.stringify(
      JSON.stringify({
        secondary_email_gingr: 'second@example.test',
        gate_colour: 'green',
        portal_password: 'x1y2z3',
      }),
    ),
    secondary_email: 'other@example.test',
  });
  Object.assign(recordOf(records, 'owners', '103'), { form_data: 'not a form' });
  Object.assign(recordOf(records, 'animals', '501'), { form_data: '[]' });
  Object.assign(recordOf(records, 'animals', '502'), { form_data: '{"favourite_toy":"ball"}' });
  return records;
}

describe('custom fields', () => {
  it('go to columns, tags and labelled notes as the mapping says, and the others are named with their number', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'tailtown-migrate-overlay-'));
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'owners.yaml'), OVERLAY);
    const run = await fresh('postgres', { mappingFolders: [MAPPINGS, folder] });
    const records = resortWithForms();
    const model = await runOn(run, records);
    expect(model.status).toBe('ok');
    expect(
      await rowsOf(
        run,
        `SELECT tags, "referralSource" AS referral, notes FROM customers ORDER BY "externalId"`,
      ),
    ).toEqual([
      { tags: ['Agility', 'Swimming', 'Neighbour'], referral: 'Clinic', notes: 'Calls ahead' },
      {
        ...{ tags: [], referral: null },
        notes: 'Calls ahead\n\nSecond e-mail: other@example.test, second@example.test',
      },
      { tags: [], referral: null, notes: 'Calls ahead' },
    ]);
    const unread = model.fidelity?.filter(({ name }) => name.includes('form_data')) ?? [];
    expect(unread.map(({ what, count, kept }) => ({ what, count, kept }))).toEqual([
      { what: 'owners.form_data', count: 1, kept: 'snapshot' },
      { what: 'owners.form_data.gate_colour', count: 2, kept: 'snapshot' },
      { what: 'animals.form_data.favourite_toy', count: 1, kept: 'snapshot' },
    ]);
    expect(model.issues).toContainEqual(expect.objectContaining({ code: 'FORM_DATA_UNREADABLE', count: 1 }));
    expect(JSON.stringify(model)).not.toContain('x1y2z3');

    expect((await runOn(run, records)).batch?.id).toBe(model.batch?.id);
    await undo(run, model.batch);
    expect(await rowsOf(run, 'SELECT count(*)::int AS n FROM customers')).toEqual([{ n: 0 }]);
  });
});
