import { defineConfig } from 'vitest/config';

/** Tests that start real k6; `npm run k6:build` makes it. One at a time: each measures. */
export default defineConfig({
  test: {
    include: ['scripts/k6/real/*.k6.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
