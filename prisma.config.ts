import { defineConfig } from 'prisma/config';

/** Read by the Prisma CLI only; the program applies its migrations itself (src/database/prepare.ts). */
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
});
