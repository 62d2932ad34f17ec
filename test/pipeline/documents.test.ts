import { readFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { picturesOf } from '../../src/gingr/pictures.ts';
import { filesCopy } from '../../src/pipeline/files.ts';
import { type Records, recordOf, smallResort } from '../support/resort.ts';
import { person, rowsOf, runOn, testRuns, undo } from '../support/runs.ts';

/** Files of owners and animals: documents of customers, and the pet's list of vaccination records. */

const fresh = testRuns();
type Model = Awaited<ReturnType<typeof runOn>>;
const countOf = (model: Model, code: string) => model.issues.find((issue) => issue.code === code)?.count ?? 0;
const account = (model: Model, name: string) => model.entities.find(({ entity }) => entity === name);

const file = (id: string, changes: Record<string, string> = {}) => ({
  ...{
    id,
    owner_id: '',
    animal_id: '',
    file_url: `https://files.example.test/${id}.PDF?v=2`,
    file_name: `f${id}.pdf`,
  },
  ...{ title: '', file_category: 'Contract', file_size: '2048', uploaded_at: '1709310600', uploaded_by: '' },
  ...changes,
});

const fileResort = (): Records => ({
  ...smallResort(),
  files: [
    file('1', { animal_id: '501', file_category: 'Vaccination record', uploaded_by: 'Pat Sample' }),
    file('2', {
      animal_id: '501',
      owner_id: '101',
      file_category: 'vaccine  records',
      uploaded_at: '1709310500',
    }),
    file('3', {
      owner_id: '102',
      title: 'Contract 2024',
      file_size: '',
      uploaded_at: '',
      file_url: 'store/3',
      file_name: '',
    }),
    file('4'),
    file('5', { owner_id: '999' }),
    file('6', { owner_id: '101', file_url: ' ' }),
  ],
  owner_agreements: [
    {
      ...{ id: '1', owner_id: '103', signed_at: '1709310600', signed_by: 'Robin Example', signature: '' },
      ...{ agreement_text: '', agreement_name: 'Waiver', file_url: 'https://files.example.test/waiver.jpg' },
    },
  ],
});

const DOCUMENTS = `SELECT c."externalId" AS owner, d.title, d."fileUrl" AS url, d."fileType" AS type, d."fileSize" AS size,
  d.tags, d.description, d.uploaded::text AS at FROM documents d JOIN customers c ON c.id = d."customerId" ORDER BY d."fileUrl"`;
const LISTED = `SELECT "vaccineRecordFiles" AS files FROM pets WHERE "externalId" = '501'`;
const CALLED = ['gingr-2.pdf', 'gingr-1.pdf'];
const namesOf = (rows: Record<string, unknown>[]) =>
  (rows[0]?.['files'] as { filename: string }[] | null)?.map(({ filename }) => filename) ?? null;

describe('files', () => {
  it('are documents of the owner, and vaccination records are listed on their pet', async () => {
    const run = await fresh('postgres');
    const model = await runOn(run, fileResort());
    expect(model.verification).toMatchObject({ different: 0, missing: 0, unexpected: 0 });
    expect(account(model, 'files')).toMatchObject({ read: 6, inserted: 3, rejected: 3, balanced: true });
    const at = '2024-03-01 16:30:00';
    expect(await rowsOf(run, DOCUMENTS)).toEqual(
      [
        {
          ...{
            owner: '101',
            title: 'f1.pdf',
            url: 'https://files.example.test/1.PDF?v=2',
            type: 'application/pdf',
          },
          ...{ size: 2048, tags: ['Vaccination record'], at },
          description: 'Animal in Gingr: 501\n\nUploaded in Gingr by: Pat Sample',
        },
        {
          ...{
            owner: '101',
            title: 'f2.pdf',
            url: 'https://files.example.test/2.PDF?v=2',
            type: 'application/pdf',
          },
          ...{
            size: 2048,
            tags: ['vaccine records'],
            at: '2024-03-01 16:28:20',
            description: 'Animal in Gingr: 501',
          },
        },
        {
          ...{
            owner: '103',
            title: 'Waiver',
            url: 'https://files.example.test/waiver.jpg',
            type: 'image/jpeg',
          },
          ...{ size: 0, tags: [], at, description: 'Signed agreement from Gingr' },
        },
        {
          ...{
            owner: '102',
            title: 'Contract 2024',
            url: 'store/3',
            type: 'application/octet-stream',
            size: 0,
          },
          ...{ tags: ['Contract'], at: '2026-03-01 00:00:00', description: null },
        },
      ].map((row) => (row.url === 'store/3' ? { ...row, at: expect.any(String) } : row)),
    );
    const [{ files } = {}] = await rowsOf(run, LISTED);
    expect(files).toEqual([
      {
        ...{ filename: 'gingr-2.pdf', originalName: 'f2.pdf', mimeType: 'application/pdf', size: 2048 },
        ...{ uploadedAt: '2024-03-01T16:28:20.000Z', gingrUrl: 'https://files.example.test/2.PDF?v=2' },
      },
      {
        ...{ filename: 'gingr-1.pdf', originalName: 'f1.pdf', mimeType: 'application/pdf', size: 2048 },
        ...{ uploadedAt: '2024-03-01T16:30:00.000Z', uploadedBy: 'Pat Sample' },
        gingrUrl: 'https://files.example.test/1.PDF?v=2',
      },
    ]);
    const codes = [
      'DOCUMENT_OWNER_MISSING',
      'DOCUMENT_OWNER_UNKNOWN',
      'DOCUMENT_ADDRESS_MISSING',
      'DOCUMENT_TYPE_UNKNOWN',
    ];
    expect(codes.map((code) => countOf(model, code))).toEqual([1, 1, 1, 1]);
    expect(countOf(model, 'VALUE_SUSPECT')).toBe(0);
    expect(model.forced).toContainEqual({ table: 'documents', column: 'fileSize', count: 2 });
    expect(model.fidelity?.find(({ name }) => name === 'rows/documents/scan')).toMatchObject({ count: 1 });

    const again = await runOn(run, fileResort());
    expect([again.wrote, again.batch?.id]).toEqual([false, model.batch?.id]);
    const undone = await undo(run, model.batch);
    expect(undone.proof).toMatchObject({ different: 0 });
    expect(undone.fingerprint.equal).toBe(true);
    expect(await rowsOf(run, 'SELECT id FROM documents')).toEqual([]);
  });

  it('stay listed on the pet where a later export holds none of them', async () => {
    const run = await fresh('postgres');
    await runOn(run, fileResort());
    const { files: _, ...later } = fileResort();
    recordOf(later, 'animals', '501')['color'] = 'Black';
    const second = await runOn(run, later);
    expect(account(second, 'animals')).toMatchObject({ updated: 1 });
    expect(namesOf(await rowsOf(run, LISTED))).toEqual(CALLED);
    expect((await undo(run, second.batch)).proof).toMatchObject({ different: 0 });
    expect(namesOf(await rowsOf(run, LISTED))).toEqual(CALLED);
  });

  it('have no place where this target lacks the table, and that is said; the pet still lists none', async () => {
    const run = await fresh('postgres');
    await person(run, 'DROP TABLE documents');
    const model = await runOn(run, fileResort());
    expect(account(model, 'files')).toMatchObject({ read: 6, excluded: 6, balanced: true });
    expect(model.fidelity?.map(({ name }) => name)).toContain('records/files/TARGET_TABLE_ABSENT');
    expect(account(model, 'owner_agreements')).toMatchObject({ inserted: 1 });
    expect(model.fidelity?.find(({ name }) => name === 'absent/documents/scan')).toMatchObject({ count: 1 });
    expect(namesOf(await rowsOf(run, LISTED))).toBeNull();
  });

  it('are asked for by `files copy` with the pictures of incidents and report cards, and none is a placeholder for its name', async () => {
    const run = await fresh('postgres');
    const records = fileResort();
    recordOf(records, 'files', '2')['file_url'] = 'https://files.example.test/default.pdf';
    records['incidents'] = [
      {
        ...{
          id: '1',
          animal_id: '501',
          incident_type: 'Injury',
          severity: 'Low',
          incident_date: '1772380800',
        },
        photos: 'https://img.example.test/1.jpg, https://img.example.test/2.jpg',
      },
    ];
    await runOn(run, records);
    const to = await mkdtemp(path.join(tmpdir(), 'tailtown-migrate-photos-'));
    const result = await filesCopy(run.runtime, {
      ...{ to, folder: await mkdtemp(path.join(tmpdir(), 'tailtown-migrate-saved-')), download: false },
      ...{ concurrency: 2, placeholders: [] },
    });
    expect(result).toMatchObject({ copied: 0, placeholders: 0, failed: 7 });
    const { pictures } = JSON.parse(readFileSync(result.manifest, 'utf8')) as {
      pictures: { url: string; records: { entity: string; id: string }[] }[];
    };
    expect(
      pictures.map(({ url, records: [record] }) => `${record?.entity}/${record?.id} ${url}`).sort(),
    ).toEqual([
      'files/1 https://files.example.test/1.PDF?v=2',
      'files/2 https://files.example.test/default.pdf',
      ...['files/4 https://files.example.test/4.PDF?v=2', 'files/5 https://files.example.test/5.PDF?v=2'],
      'incidents/1 https://img.example.test/1.jpg',
      'incidents/1 https://img.example.test/2.jpg',
      'owner_agreements/1 https://files.example.test/waiver.jpg',
    ]);
    expect(picturesOf('https://img.example.test/default.jpg', {})).toEqual([
      { url: 'https://img.example.test/default.jpg', placeholder: true },
    ]);
  });
});
