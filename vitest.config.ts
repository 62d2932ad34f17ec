import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/**/*.crash.ts'],
    globalSetup: ['test/support/global.ts'],
    // The tests never touch the database that a developer works with.
    env: { DATABASE_URL: '' },
    testTimeout: 120_000,
    hookTimeout: 180_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
