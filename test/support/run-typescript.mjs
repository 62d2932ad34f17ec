// Runs a TypeScript file in a process of its own: node run-typescript.mjs FILE ARGUMENTS...
import { runnerImport } from 'vite';

const [file] = process.argv.splice(2, 1);
await runnerImport(file, { configFile: false, logLevel: 'error' });
