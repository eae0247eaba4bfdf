import { statSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const sizeOf = ({ moduleId }: TestSpecification): number => statSync(moduleId).size;

/** Small files first: the first test that fails ends a run, and most mutants fail in tests of fixed examples. */
class SmallFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve(files.toSorted((a, b) => sizeOf(a) - sizeOf(b)));
  }
}

export default defineConfig({
  test: {
    // Stryker's own option for this would leave every mutant of a module's top level alive (stryker-js issue 6144).
    include: (process.env['MUTATION_TESTS'] ?? '').split(' '),
    setupFiles: ['scripts/mutation/fixed-seed.ts'],
    sequence: { sequencer: SmallFirst },
    testTimeout: 20_000,
  },
});
