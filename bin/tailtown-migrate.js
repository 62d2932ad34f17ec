#!/usr/bin/env node
import { existsSync } from 'node:fs';

const NEEDED = [20, 19];
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const main = new URL('../dist/cli/main.js', import.meta.url);

if (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1])) {
  stop(`tailtown-migrate needs Node ${NEEDED.join('.')} or later; this is ${process.versions.node}.`);
} else if (!existsSync(main)) {
  stop('tailtown-migrate is not compiled yet. Run `npm ci`, or `npm run build` where that was done already.');
} else {
  import(main.href).then(
    ({ runProcess }) => runProcess(),
    // A package that is missing, most of all: the installation is not whole.
    (error) => stop(`tailtown-migrate could not start: ${error.message}\nRun \`npm ci\`, then try again.`, 1),
  );
}

function stop(message, status = 2) {
  process.stderr.write(`${message}\n`);
  process.exitCode = status;
}
