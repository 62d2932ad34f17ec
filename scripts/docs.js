// npm run docs: writes everything in the repository that is generated from it. Commit what it changes.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
// The documents describe src/, so dist/ must be what src/ says.
const { status } = spawnSync(process.execPath, ['scripts/prepare.js'], { cwd: root, stdio: 'inherit' });
if (status === 0) {
  const { writeDocuments } = await import(new URL('../dist/cli/documents.js', import.meta.url).href);
  for (const name of await writeDocuments(root)) process.stdout.write(`${name}\n`);
} else process.exitCode = status ?? 1;
