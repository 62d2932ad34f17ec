// npm run demo: migrates samples/resort into an embedded database and holds the outcome to the sample's answer key.
import { existsSync } from 'node:fs';

const compiled = new URL('../dist/cli/demo.js', import.meta.url);
if (existsSync(compiled)) {
  const { runDemo } = await import(compiled.href);
  process.exitCode = await runDemo();
} else {
  process.stderr.write('Not compiled yet. Run `npm ci`, or `npm run build` where that was done already.\n');
  process.exitCode = 2;
}
