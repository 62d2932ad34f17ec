import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { envExample, variablesTable } from '../core/config/environment.ts';
import { keysTable } from '../core/config/keys.ts';
import { rulesDocument } from '../core/rules/document.ts';
import { PACKAGE_ROOT } from '../core/version.ts';
import { mappingDocument } from '../mapping/document.ts';
import { readMapping } from '../mapping/read.ts';
import { mappingJsonSchema } from '../mapping/schema.ts';
import type { Aftermath } from '../reconcile/aftermath.ts';
import type { RunModel } from '../reconcile/model.ts';
import { reportHash } from '../reconcile/report-hash.ts';
import { writeReport } from '../report/write.ts';
import { capacityDocument } from './capacity-document.ts';
import { classificationDocument } from './classification.ts';
import { demo, demoSettings } from './demo.ts';
import { licencesDocument } from './licences.ts';
import type { Runtime } from './runtime.ts';

/**
 * Everything in the repository that is generated from it, by path relative to its root: rules, mapping with its
 * JSON Schema, and the example report, which a run of `samples/resort` makes. The same sources give the same texts.
 */
export async function documents(world: Omit<Runtime, 'settings'>): Promise<Map<string, string>> {
  const mapping = await readMapping([path.join(PACKAGE_ROOT, 'mappings', 'gingr')]);
  return new Map([
    ['docs/rules.md', rulesDocument()],
    ['docs/capacity.md', capacityDocument()],
    ['docs/configuration.md', await configurationPage()],
    ['.env.example', envExample()],
    [
      'docs/licences.md',
      licencesDocument(await readFile(path.join(PACKAGE_ROOT, 'package-lock.json'), 'utf8')),
    ],
    ['docs/data-classification.md', classificationDocument()],
    ['docs/mapping.md', mappingDocument(mapping)],
    ['mappings/gingr/mapping.schema.json', `${JSON.stringify(mappingJsonSchema(), null, 2)}\n`],
    ...(await exampleReport(world)),
  ]);
}

/** The page as it is, with the tables that are written from the code. */
async function configurationPage(): Promise<string> {
  const page = await readFile(path.join(PACKAGE_ROOT, 'docs', 'configuration.md'), 'utf8');
  const tables = [keysTable(), variablesTable()];
  return page.replace(
    /(<!-- Written by [^>]*-->\n)[\s\S]*?(<!-- End of what is written\. -->)/g,
    (_, before: string, after: string) => `${before}\n${tables.shift() ?? ''}\n\n${after}`,
  );
}

async function exampleReport(world: Omit<Runtime, 'settings'>): Promise<[string, string][]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tailtown-migrate-example-'));
  try {
    const settings = demoSettings({
      workspace: path.join(folder, 'workspace'),
      reports: path.join(folder, 'reports'),
    });
    const { run } = await demo({ ...world, settings });
    // What was written, not what the run printed: the spot checks are filled in there. Hash and clock come again below.
    const { after, ...written }: RunModel & { after: Aftermath } = JSON.parse(
      await readFile(run.report.json, 'utf8'),
    );
    const model = withoutClock(written);
    const example = path.join(folder, 'example');
    await mkdir(example);
    await writeReport(model, example, { ...after, downloads: [], hash: reportHash(model) });
    const names = (await readdir(example)).sort();
    return await Promise.all(
      names.map(
        async (name): Promise<[string, string]> => [
          `reports/example/${name}`,
          await readFile(path.join(example, name), 'utf8'),
        ],
      ),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What differs between two equal runs: how long they took, and the fingerprints, which cover the time of the load. */
const withoutClock = (model: RunModel): RunModel => ({ ...model, durationsMs: {}, fingerprints: null });
