import { chmodSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { libpqEnvironment, needsRoots, trustedRoots } from '../../src/database/libpq.ts';
import { findTools, runTool } from '../../src/database/tools.ts';
import { folderWith } from '../support/folders.ts';
import { toolsFolder } from '../support/tools.ts';

const URL_TEXT = 'postgresql://mover:se%40cret@db.example.test:6432/tailtown';

it('carries login, place and care about TLS over in variables alone', () => {
  expect(libpqEnvironment({ url: URL_TEXT }, null)).toMatchObject({
    ...{ PGHOST: 'db.example.test', PGPORT: '6432', PGUSER: 'mover' },
    ...{ PGPASSWORD: 'se@cret', PGDATABASE: 'tailtown' },
  });
  // Another machine gets a checked certificate, whatever `sslmode` says; libpq's own `require` would check nothing.
  for (const mode of ['', '?sslmode=prefer', '?sslmode=require', '?sslmode=verify-full']) {
    const url = `${URL_TEXT}${mode}`;
    expect(needsRoots({ url })).toBe(true);
    expect(libpqEnvironment({ url }, '/roots.pem')).toMatchObject({
      ...{ PGSSLMODE: 'verify-full', PGSSLROOTCERT: '/roots.pem' },
    });
  }
  const own = { url: URL_TEXT, tls: { ca: 'own.pem', insecure: null } };
  expect(needsRoots(own)).toBe(false);
  expect(libpqEnvironment(own, null)).toMatchObject({ PGSSLMODE: 'verify-full', PGSSLROOTCERT: 'own.pem' });
  const insecure = { url: URL_TEXT, tls: { ca: null, insecure: 'inside a tunnel' } };
  expect(libpqEnvironment(insecure, null)).toMatchObject({ PGSSLMODE: 'require' });
  const socket = libpqEnvironment({ url: 'postgresql://u@/d?host=/run/postgresql' }, null);
  expect(socket).toMatchObject({ PGHOST: '/run/postgresql', PGSSLMODE: 'disable' });
  expect(trustedRoots()).toContain('BEGIN CERTIFICATE');
});

it('says what is missing, and that a pg_dump is older than the server', async () => {
  await expect(findTools(folderWith(), 150_000)).rejects.toMatchObject({
    ...{ code: 'BACKUP_TOOL_MISSING', exit: 4 },
  });
  await expect(findTools(toolsFolder(), 990_000)).rejects.toMatchObject({
    ...{ code: 'BACKUP_TOOL_OLD', exit: 4 },
  });
  expect((await findTools(toolsFolder(), 90_000)).version).toMatch(/^\d+/);
});

it('tells the first error of a tool, and no row that stands behind it', async () => {
  const folder = folderWith({
    tool: '#!/bin/sh\necho "tool: warning: old" >&2; echo "tool: error: COPY failed" >&2; echo "DETAIL:  Key (email)=(owner101@example.test)" >&2; exit 3\n',
  });
  chmodSync(path.join(folder, 'tool'), 0o755);
  const failure = await runTool(path.join(folder, 'tool'), []).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'BACKUP_TOOL_FAILED', message: 'tool ended with 3: COPY failed' });
  expect(JSON.stringify(failure)).not.toContain('owner101');
  expect(await readdir(folder)).toEqual(['tool']);
  expect(readFileSync(path.join(folder, 'tool'), 'utf8')).toContain('error');
});
