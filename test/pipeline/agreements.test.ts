import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Records, recordOf, smallResort } from '../support/resort.ts';
import { person, rowsOf, runOn, testRuns, undo } from '../support/runs.ts';
import { MAPPINGS } from '../support/runtime.ts';

/** Agreements, and what owners signed of them: nothing of it may change on the way. */

const fresh = testRuns();
type Model = Awaited<ReturnType<typeof runOn>>;
const countOf = (model: Model, code: string) => model.issues.find((issue) => issue.code === code)?.count ?? 0;
const account = (model: Model, name: string) => model.entities.find(({ entity }) => entity === name);

/** Blanks at both ends, mark-up, entities, quotes and a line end of Windows: all of it was signed. */
const SIGNED = ' <p>I, "Robin", accept &amp; sign.</p>\r\n\tAll of it; none left out.  ';
const DRAWN = `data:image/png;base64,${'iVBORw0KGgo='.repeat(40)}`;

const signed = (id: string, owner: string, changes: Record<string, string> = {}) => ({
  ...{
    id,
    owner_id: owner,
    agreement_id: '11',
    animal_id: '',
    agreement_text: SIGNED,
    agreement_version: '3',
  },
  ...{
    signed_at: '1709310600',
    signed_by: 'Robin  Example ',
    signature: DRAWN,
    file_url: '',
    ip_address: '192.0.2.7',
  },
  ...changes,
});

const agreementResort = (): Records => ({
  ...smallResort(),
  agreements: [
    {
      id: '11',
      agreement_name: 'Boarding agreement',
      agreement_text: '<p>As it reads today</p>',
      version: '4',
    },
    {
      id: '12',
      agreement_name: 'Boarding agreement',
      agreement_text: '<p>As it reads today</p>',
      version: '4',
    },
    { id: '13', agreement_name: '', agreement_text: 'x', version: '' },
    { id: '14', agreement_name: 'Empty', agreement_text: '', version: '' },
  ],
  owner_agreements: [
    signed('1', '101', { animal_id: '501', agreement_id: '12' }),
    signed('2', '102', {
      ...{ agreement_text: '', signature: '', signed_by: '', agreement_version: '' },
      file_url: 'https://files.example.test/scan.pdf',
    }),
    signed('3', '103', { signed_at: '0', signature: '', signed_by: '', agreement_text: '' }),
    signed('4', '103', { signed_at: '' }),
    signed('5', ''),
    signed('6', '999'),
    signed('7', '103', { agreement_id: '13' }),
  ],
});

const ROWS = `SELECT c."externalId" AS owner, p."externalId" AS pet, t.name, t.content, a."templateVersion" AS version,
  a."agreementText" AS text, a.signature, a."signedBy" AS signer, a."signedAt"::text AS at, a."signatureMethod" AS method,
  a.initials, a."isValid" AS valid, a."ipAddress" AS ip
  FROM service_agreements a JOIN customers c ON c.id = a."customerId" LEFT JOIN pets p ON p.id = a."petId"
  LEFT JOIN service_agreement_templates t ON t.id = a."templateId" ORDER BY 1`;

describe('signed agreements', () => {
  it('arrive byte for byte; no text is read into a scan', async () => {
    const run = await fresh('postgres');
    const model = await runOn(run, agreementResort());
    expect(model.verification).toMatchObject({ different: 0, missing: 0, unexpected: 0, safetyDifferent: 0 });
    const full = { text: SIGNED, signature: DRAWN, signer: 'Robin  Example ', method: null, ip: '192.0.2.7' };
    const rest = { at: '2024-03-01 16:30:00', initials: [], valid: true };
    const linked = { name: 'Boarding agreement', content: '<p>As it reads today</p>' };
    expect(await rowsOf(run, ROWS)).toEqual([
      { owner: '101', pet: '501', ...linked, version: 3, ...full, ...rest },
      {
        ...{ owner: '102', pet: null, ...linked, version: null, ...rest, ip: '192.0.2.7' },
        ...{ text: '', signature: '', signer: '', method: 'paper' },
      },
      { owner: '103', pet: null, name: null, content: null, version: 3, ...full, ...rest },
    ]);
    expect(account(model, 'owner_agreements')).toMatchObject({
      ...{ read: 7, inserted: 3, excluded: 1, rejected: 3, balanced: true },
    });
    expect(account(model, 'agreements')).toMatchObject({ read: 4, inserted: 1, merged: 1, rejected: 2 });
    const codes = [
      ...[
        'AGREEMENT_UNSIGNED',
        'AGREEMENT_DATE_MISSING',
        'AGREEMENT_OWNER_MISSING',
        'AGREEMENT_OWNER_UNKNOWN',
      ],
      ...[
        'AGREEMENT_TEXT_UNKNOWN',
        'AGREEMENT_SIGNATURE_ABSENT',
        'AGREEMENT_SIGNER_UNKNOWN',
        'AGREEMENT_TWIN',
      ],
      ...['AGREEMENT_NAME_MISSING', 'AGREEMENT_TEXT_MISSING', 'OPTIONAL_REFERENCE_UNKNOWN'],
    ];
    expect(codes.map((code) => countOf(model, code))).toEqual(codes.map(() => 1));
    expect(countOf(model, 'VALUE_SUSPECT')).toBe(0);
    expect(model.forced).toContainEqual({ table: 'service_agreements', column: 'agreementText', count: 1 });
    expect(
      model.alterations.filter(({ table, kind }) => /agreement/.test(table) && kind !== 'forced'),
    ).toEqual([]);
    expect(model.fidelity?.map(({ name }) => name)).toContain('records/owner_agreements/AGREEMENT_UNSIGNED');

    const again = await runOn(run, agreementResort());
    expect([again.wrote, again.batch?.id]).toEqual([false, model.batch?.id]);
    const undone = await undo(run, model.batch);
    expect(undone.proof).toMatchObject({ different: 0 });
    expect(undone.fingerprint.equal).toBe(true);
    expect(
      await rowsOf(run, 'SELECT id FROM service_agreements UNION SELECT id FROM service_agreement_templates'),
    ).toEqual([]);
  });

  it('keep what was signed when the agreement is worded anew, and a template of people their words', async () => {
    const run = await fresh('postgres');
    const first = await runOn(run, smallResort());
    const tenant = run.runtime.settings.tenant.id;
    await person(
      run,
      `INSERT INTO service_agreement_templates (id, "tenantId", name, content, "updatedAt")
       VALUES ('t-1', '${tenant}', 'Boarding agreement', 'What people wrote in Tailtown', now())`,
    );
    const model = await runOn(run, agreementResort());
    expect(countOf(model, 'TARGET_CONFLICT_KEPT')).toBeGreaterThan(0);
    expect((await rowsOf(run, ROWS)).map(({ content, text }) => [content, text])[0]).toEqual([
      'What people wrote in Tailtown',
      SIGNED,
    ]);
    const later = agreementResort();
    recordOf(later, 'agreements', '11')['agreement_text'] = 'New words';
    recordOf(later, 'agreements', '12')['agreement_text'] = 'New words';
    const second = await runOn(run, later);
    expect(account(second, 'owner_agreements')).toMatchObject({ unchanged: 3, updated: 0 });
    expect((await rowsOf(run, ROWS))[0]).toMatchObject({
      content: 'What people wrote in Tailtown',
      text: SIGNED,
    });
    for (const batch of [second.batch, model.batch, first.batch]) await undo(run, batch);
    expect(await rowsOf(run, 'SELECT content FROM service_agreement_templates')).toEqual([
      { content: 'What people wrote in Tailtown' },
    ]);
  });

  it('are rejected where a mapping would tidy what was signed', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'tailtown-migrate-overlay-'));
    await writeFile(
      path.join(folder, 'signed.yaml'),
      'entity: owner_agreements\ntables:\n  service_agreements:\n    columns:\n      signedBy: { from: signed_by, apply: [collapse], forced: agreementSigner }\n',
    );
    const run = await fresh('postgres', { mappingFolders: [MAPPINGS, folder] });
    const model = await runOn(run, agreementResort());
    expect(countOf(model, 'SAFETY_FACT_LOST')).toBe(2);
    expect(account(model, 'owner_agreements')).toMatchObject({ inserted: 1, rejected: 5, balanced: true });
  });

  it('have no place where this target lacks the tables, and that is said', async () => {
    const run = await fresh('postgres');
    await person(run, 'DROP TABLE service_agreements; DROP TABLE service_agreement_templates CASCADE');
    const model = await runOn(run, agreementResort());
    expect(account(model, 'owner_agreements')).toMatchObject({ read: 7, excluded: 7, balanced: true });
    expect(account(model, 'agreements')).toMatchObject({ read: 4, excluded: 4, balanced: true });
    expect(model.fidelity?.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'records/agreements/TARGET_TABLE_ABSENT',
        'records/owner_agreements/TARGET_TABLE_ABSENT',
      ]),
    );
    expect(account(model, 'owners')).toMatchObject({ inserted: 3 });
  });
});
