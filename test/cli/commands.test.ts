import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Api } from '../../src/cli/io.ts';
import type { RehearseResult, RollbackResult, RunResult } from '../../src/pipeline/results.ts';
import { model } from '../report/fixture.ts';
import { run, TENANT } from './support.ts';

const report = { html: 'reports/a/index.html', json: 'reports/a/report.json' };
const result = (change: Partial<RunResult> = {}): RunResult => ({ ...model(), report, ...change });

describe('run', () => {
  it('hands the paths and the settings of its flags on', async () => {
    const seen: unknown[] = [];
    const runAll: Api['runAll'] = async (rt, o) => {
      seen.push(
        o.from,
        rt.settings.fileEntities,
        rt.settings.complete,
        rt.settings.asOf,
        rt.settings.tenant.id,
      );
      return result();
    };
    const argv =
      'run --from a b --as lijst.csv=breeds --as x.csv=vets --complete owners --as-of 2026-01-15 --tenant t2';
    const { cwd } = await run(argv.split(' '), { api: { runAll } });
    expect(seen).toEqual([
      [path.join(cwd, 'a'), path.join(cwd, 'b')],
      { 'lijst.csv': 'breeds', 'x.csv': 'vets' },
      ['owners'],
      '2026-01-15T12:00:00.000Z',
      't2',
    ]);
  });

  it.each([
    ['ok', {}, 0],
    ['attention', {}, 3],
    ['refused', {}, 4],
    ['failed', {}, 1],
    ['failed', { different: 1 }, 5],
    // The verdict comes from the figures, whatever the status claims.
    ['ok', { missing: 2 }, 5],
  ] as const)('with status %s and %j exits %d, the same with --json', async (status, figures, expected) => {
    const runAll = async () => result({ status, verification: { ...model().verification, ...figures } });
    const text = await run(['run', '--from', 'x'], { api: { runAll } });
    const json = await run(['run', '--from', 'x', '--json'], { api: { runAll } });
    expect([text.exit, json.exit]).toEqual([expected, expected]);
    expect(text.stdout).toContain('Report: reports/a/index.html');
    expect(json.json()).toMatchObject({ command: 'run', status: expected === 5 ? 'failed' : status, report });
  });

  it('works for the tenant that the target names by its subdomain', async () => {
    const seen: string[] = [];
    const resolveTenant: Api['resolveTenant'] = async (settings) => ({
      ...{ ...settings, tenant: { ...settings.tenant, id: `id of ${settings.tenant.id}` } },
    });
    const status: Api['status'] = async ({ settings }) => {
      seen.push(settings.tenant.id);
      throw new Error('seen');
    };
    await run(['status', '--tenant', 'harbor'], { api: { resolveTenant, status } });
    expect(seen).toEqual(['id of harbor']);
  });

  it('keeps progress and messages away from the result', async () => {
    const runAll: Api['runAll'] = async (rt) => {
      rt.progress.stage('extract');
      rt.progress.update({ entity: 'owners', count: 5, unit: 'lines' });
      return result();
    };
    const plain = await run(['run', '--from', 'x'], { api: { runAll } });
    expect(plain.stderr).toMatch(/^extract: done in .* \(owners 5 lines\)\n$/);
    const terminal = await run(['run', '--from', 'x'], { api: { runAll }, tty: true });
    expect(terminal.stderr).toContain('\u001b[2K');
    expect(`${plain.stdout}${terminal.stdout}`).not.toContain('\u001b');
    for (const still of [{ argv: ['--json'] }, { env: { NO_COLOR: '1' } }, { env: { CI: 'true' } }]) {
      const said = await run(['run', '--from', 'x', ...(still.argv ?? [])], {
        api: { runAll },
        tty: true,
        env: still.env ?? {},
      });
      expect(said.stderr).not.toContain('\u001b');
    }
    expect((await run(['run', '--from', 'x', '--quiet'], { api: { runAll } })).stderr).toBe('');
  });
});

describe('rollback', () => {
  const done: RollbackResult = {
    ...{ batch: 'b1', dryRun: false, status: 'attention' },
    buckets: { reversed: 10, kept: 1, blocked: 0, failed: 0 },
    kept: [{ table: 'customers', id: 'c1', why: 'a person changed phone' }],
    blocked: [],
    proof: { rows: 10, equal: 10, different: 0 },
    fingerprint: { before: 'aaa', after: 'bbb', equal: false },
  };
  const asking = (change: Partial<RollbackResult> = {}) => {
    const asked: unknown[] = [];
    const rollback: Api['rollback'] = async (_, o) => {
      asked.push(o);
      return { ...done, ...change };
    };
    return { asked, api: { rollback } };
  };

  it.each([
    ['without a terminal', [], {}],
    ['with another id', ['--confirm', 'b2'], {}],
    ['with --no-input on a terminal', ['--no-input'], { tty: true, input: 'b1\n' }],
    ['with a wrong answer', [], { tty: true, input: 'b2\n' }],
    ['with no answer', [], { tty: true, input: '' }],
  ])('does nothing %s', async (_, flags, around) => {
    const { asked, api } = asking();
    const said = await run(['rollback', 'b1', ...flags], { ...around, api });
    expect([said.exit, asked]).toEqual([2, []]);
    expect(said.stderr).toContain('CONFIRMATION_NEEDED');
    expect(said.stderr).toContain('--confirm b1');
  });

  it.each([
    ['with --confirm', ['--confirm', 'b1'], {}, { batch: 'b1', dryRun: false, through: false }],
    [
      'with the answer',
      ['--through'],
      { tty: true, input: 'b1\n' },
      { batch: 'b1', dryRun: false, through: true },
    ],
    ['as a dry run, unasked', ['--dry-run'], {}, { batch: 'b1', dryRun: true, through: false }],
  ])('goes on %s', async (_, flags, around, expected) => {
    const { asked, api } = asking();
    const said = await run(['rollback', 'b1', ...flags], { ...around, api });
    expect([said.exit, asked]).toEqual([3, [expected]]);
    expect(said.stdout).toContain('customers c1: a person changed phone');
  });

  it('tells a comparison that failed from other failures', async () => {
    const flags = ['rollback', 'b1', '--confirm', 'b1', '--json'];
    const different = { status: 'failed', proof: { rows: 10, equal: 9, different: 1 } } as const;
    const compared = await run(flags, { api: asking(different).api });
    expect([compared.exit, compared.json()]).toEqual([5, { command: 'rollback', ...done, ...different }]);
    expect((await run(flags, { api: asking({ status: 'failed' }).api })).exit).toBe(1);
  });
});

describe('the other commands', () => {
  it('print their part as text and as one JSON document', async () => {
    const api: Partial<Api> = {
      status: async () => ({
        batches: [
          {
            id: 'b1',
            state: 'verified',
            target: 'embedded',
            snapshot: 's1',
            mapping: 'm1',
            at: '2026-01-15 10:00',
            purged: null,
          },
        ],
        open: null,
        rehearsal: {
          ...{ at: '2026-01-15 11:00:00', verdict: 'proven', target: 'staging', snapshot: 's1' },
          batches: { first: 'b0', again: 'b1' },
          ...{ records: 3, reversed: 4, differences: [], durationsMs: { load: 1500, rollback: 500 } },
          fingerprints: { before: 'f', rolledBack: 'f' },
        },
        next: 'tailtown-migrate verify --batch b1',
      }),
      doctor: async () => ({
        checks: [
          {
            ...{ name: 'node', ok: true, state: 'ok', expected: '20.19', actual: '20.20', remedy: '' },
            ...{ override: null, overridden: null },
          },
          {
            ...{ name: 'tables', ok: false, state: 'failed', expected: 'customers', actual: 'none' },
            ...{ remedy: 'Run prepare.', override: null, overridden: null },
          },
        ],
      }),
      explain: async (_, { what, id }) => ({
        title: `${what}/${id}`,
        sections: [{ title: 'Source', lines: [{ key: 'file', value: 'a.csv\u001b[31m' }] }],
      }),
      prepare: async (_, o) => ({
        statements: [{ sql: 'ALTER TABLE a', why: 'provenance' }],
        forOwner: [{ sql: 'CREATE INDEX b', why: 'speed' }],
        applied: !o.dryRun,
      }),
      report: async () => report,
      filesCopy: async (_, { to }) => ({
        ...{ snapshot: 's1', manifest: path.join(to, 'manifest.json') },
        ...{ copied: 2, placeholders: 1, failed: 1, kept: 1, bytes: 70 },
        failures: [{ reason: 'gone', count: 1 }],
      }),
      rejectsExport: async (_, { out }) => ({
        files: [{ path: path.join(out, 'owners.csv'), records: 2 }],
        mended: [{ batch: 'b-2', records: 1 }],
      }),
      signOff: async (_, { batch, name, accept, reason, acceptFile }) => ({
        ...{
          batch,
          name,
          signed: accept.length === 2,
          at: null,
          file: accept.length === 2 ? 'signed.json' : null,
        },
        hashes: { snapshot: 's1', mapping: 'm1', report: 'r1' },
        accepted: accept.map((code) => ({
          code,
          name,
          reason: reason ?? '',
          at: '2026-03-02T10:00:00.000Z',
          upTo: null,
        })),
        open:
          accept.length === 2
            ? []
            : [
                {
                  ...{ code: 'customers.email', kind: 'forced', count: 3 },
                  why: acceptFile
                    ? `its reason is empty in ${path.basename(acceptFile)}`
                    : 'nobody accepted it',
                },
              ],
        unneeded: acceptFile ? ['services.price'] : [],
        report,
      }),
      writeExceptions: async (_, { batch, file }) => ({ batch, file, exceptions: 160, open: 2 }),
      rejectsReplay: async (_, { files }) => ({
        ...{ of: 'b1', given: 3, mended: files.length, waiting: 1, along: 4 },
        run: result({ status: 'ok', command: 'rejects replay' }),
      }),
      sample: async (_, { seed, owners }) => ({ files: [`${seed}-${owners}`] }),
      mappingCheck: async () => ({
        ...{
          ok: false,
          mapping: 'm1',
          unmappedColumns: [{ entity: 'owners', column: 'fax', filled: 3 }],
          unfilledColumns: [],
          notChecked: [],
        },
        problems: [
          {
            file: 'owners.yaml',
            line: 3,
            column: 5,
            message: 'Unknown function trm.',
            hint: 'Did you mean trim?',
          },
        ],
      }),
    };
    const cases: [string, number, string][] = [
      ['status', 0, 'Next: tailtown-migrate verify --batch b1'],
      [
        'status',
        0,
        'Rehearsed: 2026-01-15 11:00:00 UTC in staging, snapshot s1: PROVEN, load 1.5 s, rollback 500 ms',
      ],
      ['doctor', 4, 'what to do: Run prepare.'],
      ['explain owners 7', 0, 'a.csv?[31m'],
      ['prepare --dry-run', 0, '-- provenance\nALTER TABLE a;'],
      ['prepare --dry-run', 0, 'nothing depends on it but speed:\n-- speed\nCREATE INDEX b;'],
      ['report', 0, 'Report: reports/a/index.html'],
      ['rejects export --out out', 0, 'owners.csv  2 records'],
      [
        'rejects replay a.csv b.csv',
        0,
        '2 of 3 records were mended, 1 waited for them, 4 of earlier batches came along; they belong to batch b1.',
      ],
      ['signoff b1 --name R --accept X --accept customers.email --reason seen', 0, 'Signed by R: batch b1'],
      ['signoff b1 --name R', 3, 'NOT SIGNED: one exception is open.'],
      [
        'signoff b1 --name R --accept-file a.csv',
        3,
        'customers.email: forced, 3; its reason is empty in a.csv',
      ],
      ['signoff b1 --name R --accept-file a.csv', 3, 'No exceptions of this batch:\n  services.price'],
      ['signoff b1 --write-exceptions a.csv', 0, '160 exceptions, 2 of them open'],
      [
        'files copy --to photos',
        3,
        '2 copied (70 bytes in the folder; 1 of an earlier run), 1 placeholders, 1 failed.',
      ],
      ['sample --seed 7 --owners 9', 0, '7-9'],
      ['mapping check', 2, 'owners.yaml:3:5 Unknown function trm. Did you mean trim?'],
    ];
    for (const [line, exit, text] of cases) {
      const said = await run(line.split(' '), { api });
      expect([line, said.exit, said.stderr]).toEqual([line, exit, '']);
      expect(said.stdout).toContain(text);
      const json = await run([...line.split(' '), '--json'], { api });
      expect(json.exit).toBe(exit);
      expect(line.startsWith(String(json.json()['command']))).toBe(true);
      expect(json.json()['status']).toBe(exit === 0 ? 'ok' : exit === 3 ? 'attention' : 'refused');
    }
  });

  it('need no tenant for sample and mapping check, and need one otherwise', async () => {
    const files = {};
    const sample: Api['sample'] = async () => ({ files: ['a'] });
    expect((await run(['sample'], { files, api: { sample } })).exit).toBe(0);
    const said = await run(['status'], { files });
    expect([said.exit, said.stderr]).toEqual([2, expect.stringContaining('No tenant is given.')]);
  });

  it('hand --batch, --snapshot and --dry-run on', async () => {
    const seen: unknown[] = [];
    const api: Partial<Api> = {
      load: async (rt, o) => {
        seen.push(o, rt.settings.tenant.id);
        return result({ command: 'load', dryRun: o.dryRun });
      },
      report: async (_, o) => {
        seen.push(o);
        return report;
      },
    };
    await run(['load', '--dry-run', '--snapshot', 's1'], { api });
    await run(['--batch', 'b7', 'report'], { api });
    await run(['report', '--compare', 'b6'], { api });
    expect(seen).toEqual([{ snapshot: 's1', dryRun: true }, TENANT, { batch: 'b7' }, { compare: 'b6' }]);
  });
});

describe('rehearse', () => {
  const proven: RehearseResult = {
    ...{ status: 'ok', verdict: 'proven', repeated: false, snapshot: 's1', mapping: 'm1', target: 'staging' },
    ...{ records: 3, rows: { inserted: 4, updated: 1 }, verified: true, verifiedAgain: true },
    buckets: { reversed: 5, kept: 0, blocked: 0, failed: 0 },
    compared: { rows: 5, equal: 5, different: 0 },
    ...{ batches: { first: 'b0', again: 'b1' }, differences: [], kept: [], blocked: [] },
    fingerprints: { before: 'aaa', loaded: 'bbb', rolledBack: 'aaa' },
    durationsMs: { load: 1500, rollback: 500 },
    ...{ loaded: model({ status: 'ok' }), report },
  };
  const rehearsing = (change: Partial<RehearseResult> = {}) => ({
    rehearse: async () => ({ ...proven, ...change }),
  });

  it('prints what each step took, and the proof', async () => {
    const said = await run(['rehearse', '--from', 'x'], { api: rehearsing() });
    for (const line of [/load and compare +1\.5 s/, /verify again +not measured/])
      expect(said.stdout).toMatch(line);
    expect(said.stdout).toContain('taken back: 5 reversed, 0 kept, 0 blocked, 0 failed');
    expect(said.stdout).toContain('PROVEN: after the rollback');
    const json = await run(['rehearse', '--from', 'x', '--json'], { api: rehearsing() });
    const { loaded: _, ...told } = proven;
    expect(json.json()).toMatchObject({ command: 'rehearse', ...told });
  });

  it.each([
    ['proven', {}, 0],
    [
      'proven, with more rejects than accepted',
      { status: 'attention', loaded: model({ status: 'attention' }) },
      3,
    ],
    ['different', { status: 'failed', verdict: 'different', differences: ['1 row.'] }, 5],
    ['refused', { status: 'refused', verdict: 'refused', loaded: model({ status: 'refused' }) }, 4],
    ['failed', { status: 'failed', verdict: 'failed', loaded: model({ status: 'failed' }) }, 1],
  ] satisfies [string, Partial<RehearseResult>, number][])(
    '%s: its own exit status',
    async (_, change, exit) => {
      const said = await run(['rehearse', '--from', 'x'], {
        api: rehearsing(change),
      });
      expect(said.exit).toBe(exit);
    },
  );
});

it('prepare tells its statements before it does the first', async () => {
  const order: string[] = [];
  const prepare: Api['prepare'] = async (_, { announce }) => {
    const statements = [{ sql: 'ALTER TABLE a', why: 'provenance' }];
    announce?.(statements);
    order.push('done');
    return { statements, forOwner: [], applied: true };
  };
  const said = await run(['prepare'], { api: { prepare } });
  expect(order).toEqual(['done']);
  expect(said.stderr).toContain('-- provenance\nALTER TABLE a;');
  expect(said.stdout).toBe('Done: 1 statements.\n');
});
