// A mapping thread from the sources: what src/transform/chunks/worker.ts is where the program is compiled.
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const worker = new URL('../../src/transform/chunks/worker.ts', import.meta.url);
await runnerImport(fileURLToPath(worker), { configFile: false, logLevel: 'error' });
