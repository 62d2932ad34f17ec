import { MigrateError } from '../../src/core/errors.ts';
import { extractFiles } from '../../src/extract/index.ts';
import { openSnapshot } from '../../src/snapshot/read.ts';
import { settingsOf } from '../extract/support.ts';

/** Extracts argv[2] into the workspace argv[3], and says what it took: one line of JSON (`Measured` of giants.ts). */
const [folder = '', workspace = ''] = process.argv.slice(2);
const megabytes = () => Math.round(process.resourceUsage().maxRSS / 1024);
const before = megabytes();
const began = performance.now();
const said = await extracted().catch((error: unknown) => {
  if (error instanceof MigrateError) return { code: error.code, message: error.message };
  throw error;
});
const seconds = (performance.now() - began) / 1000;
process.stdout.write(`${JSON.stringify({ peak: megabytes(), before, seconds, said })}\n`);

async function extracted() {
  const { manifest } = await extractFiles({
    ...{ paths: [folder], settings: settingsOf(workspace), timeZone: 'America/Denver', toolVersion: '0' },
  });
  const snapshot = await openSnapshot(workspace, manifest.id);
  const codes: Record<string, number> = {};
  for await (const batch of snapshot.readUnreadable('owners')) {
    for (const { code } of batch) codes[code] = (codes[code] ?? 0) + 1;
  }
  const owners = manifest.entities.find(({ entity }) => entity === 'owners');
  return { lines: owners?.lines ?? 0, unreadable: owners?.unreadable ?? 0, codes };
}
