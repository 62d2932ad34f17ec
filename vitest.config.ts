import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/order.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/**/*.crash.ts'],
    globalSetup: ['test/support/global.ts'],
    // The tests never touch the database that a developer works with.
    env: { DATABASE_URL: '' },
    testTimeout: 240_000,
    hookTimeout: 300_000,
    pool: 'forks',
    // A worker keeps the program and the embedded database that it has compiled, from file to file.
    isolate: false,
    // One more than cores: a test waits a third of its time, for servers, kills and timeouts.
    maxWorkers: Math.max(2, availableParallelism()) + 1,
    sequence: { sequencer: LongestFirst },
  },
});
