/** Licences under which anything may be used and passed on. */
export const PERMISSIVE = [
  ...['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0', 'Unlicense'],
  ...['MIT OR Apache-2.0', 'MIT and ISC', 'CC0-1.0', 'MIT-0'],
] as const;

/** Packages under another licence, each with why that is fine. None of them is changed or compiled in. */
export const EXCEPTIONS: Readonly<Record<string, { licence: string; why: string }>> = {
  elkjs: { licence: 'EPL-2.0', why: "part of Prisma's command line, which only `npm ci` runs" },
  'axe-core': { licence: 'MPL-2.0', why: 'tests of the report only' },
  lightningcss: { licence: 'MPL-2.0', why: 'part of the test runner' },
  'seq-queue': { licence: 'none given', why: 'MIT by its own text; the package declares it in an old form' },
};

interface Locked {
  name: string;
  version: string;
  licence: string;
  /** Only for working on this program. */
  dev: boolean;
}

/** The packages of a package-lock.json, one line for each name and version. */
export function lockedPackages(lock: string): Locked[] {
  const { packages }: { packages: Record<string, { version: string; license?: string; dev?: boolean }> } =
    JSON.parse(lock);
  const found = new Map<string, Locked>();
  for (const [at, { version, license = 'none given', dev = false }] of Object.entries(packages)) {
    const name = at.replace(/^.*node_modules\//, '');
    if (at === '') continue;
    const known = found.get(`${name}@${version}`);
    found.set(`${name}@${version}`, { name, version, licence: license, dev: dev && (known?.dev ?? true) });
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** Why a package may not be used, or null. */
export function objection({ name, licence }: Locked): string | null {
  if ((PERMISSIVE as readonly string[]).includes(licence)) return null;
  // A package of a platform is the same as the one that brings it.
  const [, exception] =
    Object.entries(EXCEPTIONS).find(([of]) => name === of || name.startsWith(`${of}-`)) ?? [];
  return exception?.licence === licence ? null : `${name}: ${licence}`;
}

/** docs/licences.md: every package of the lock file by licence. */
export function licencesDocument(lock: string): string {
  const packages = lockedPackages(lock);
  const licences = [...new Set(packages.map(({ licence }) => licence))].sort();
  const listed = (of: Locked[]) => of.map(({ name, version }) => `${name} ${version}`).join(', ');
  return `${[
    INTRODUCTION,
    ...licences.map((licence) => {
      const mine = packages.filter((one) => one.licence === licence);
      const [used, dev] = [mine.filter((one) => !one.dev), mine.filter((one) => one.dev)];
      return [
        `## ${licence}`,
        ...(used.length > 0 ? [listed(used)] : []),
        ...(dev.length > 0 ? [`*For working on this program only:* ${listed(dev)}`] : []),
      ].join('\n\n');
    }),
    '## Exceptions',
    Object.entries(EXCEPTIONS)
      .map(([name, { licence, why }]) => `- ${name} (${licence}): ${why}`)
      .join('\n'),
  ].join('\n\n')}\n`;
}

const INTRODUCTION = `# Licences of the dependencies

<!-- Written by \`npm run docs\` from package-lock.json. -->

Every package that \`npm ci\` may install, those of other platforms too. A test fails for a licence that is not on the list in
src/pipeline/licences.ts. \`npm run sbom\` writes the same as a software bill of materials (CycloneDX).`;
