import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{support,schema,generators,property,server,load,scripts}/**/*.test.ts'],
    // Two cores are all that may be assumed; tests that measure time run apart from the rest.
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});
