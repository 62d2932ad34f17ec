import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../../src/core/version.ts';
import { EXCEPTIONS, lockedPackages, objection } from '../../src/pipeline/licences.ts';

const read = (name: string) => readFileSync(path.join(PACKAGE_ROOT, name), 'utf8');
const lock = read('package-lock.json');
const packages = lockedPackages(lock);

describe('the packages that this program is made of', () => {
  it('are pinned, each to one version, without an address of a registry', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
      'dependencies' | 'devDependencies',
      Record<string, string>
    >;
    const asked = Object.entries({ ...dependencies, ...devDependencies });
    expect(asked.filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))).toEqual([]);
    expect(
      asked.filter(
        ([name, version]) => !packages.some((one) => one.name === name && one.version === version),
      ),
    ).toEqual([]);
    expect(lock).not.toMatch(/"resolved"/);
  });

  it('have licences that let them be used', () => {
    expect(packages.length).toBeGreaterThan(300);
    expect(packages.flatMap((one) => objection(one) ?? [])).toEqual([]);
    const foreign = { name: 'x', version: '1.0.0', dev: false };
    expect(objection({ ...foreign, licence: 'GPL-3.0' })).toBe('x: GPL-3.0');
    expect(objection({ ...foreign, licence: 'none given' })).toBe('x: none given');
    expect(objection({ ...foreign, name: 'elkjs', licence: 'GPL-3.0' })).toBe('elkjs: GPL-3.0');
    expect(Object.keys(EXCEPTIONS).filter((name) => !packages.some((one) => one.name === name))).toEqual([]);
  });

  it('stand in the bill of materials, all of them', { timeout: 400_000 }, () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const [program = '', ...args] = scripts['sbom']?.split(' ') ?? [];
    const bill = JSON.parse(
      execFileSync(program, args, { cwd: PACKAGE_ROOT, encoding: 'utf8', maxBuffer: 64 * 1024 ** 2 }),
    ) as { components: { name: string; version: string; group?: string }[] };
    const named = new Set(
      bill.components.map(({ group, name, version }) => `${group ? `${group}/` : ''}${name}@${version}`),
    );
    expect(
      packages.map(({ name, version }) => `${name}@${version}`).filter((one) => !named.has(one)),
    ).toEqual([]);
  });
});
