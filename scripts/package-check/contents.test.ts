import { expect, it } from 'vitest';
import { contentProblems } from './contents.ts';

const good = [
  'package.json',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  'openapi.yaml',
  'bin/chatkit-harness.js',
  'docs/fixtures.md',
  'docs/driver-protocol.schema.json',
  'docs/examples/fuzz-workflow.yml',
  'deploy/generate-job.yaml',
  'fixtures/manifest.json',
  'fixtures/manifest.schema.json',
  'fixtures/README.md',
  'fixtures/accept/thread/titled.json',
  'dist/generators/story/printed.json',
  'dist/generators/vocabulary/words/pt_BR.json',
  ...['smoke', 'limit', 'burst', 'journey', 'soak', 'breakpoint'].map((name) => `dist/load/k6/${name}.js`),
  ...[
    'schema/index',
    'scripts/cli',
    'scripts/bench/embedded-worker',
    'scripts/merge/judge-worker',
    'support/random',
  ].flatMap((name) => [`dist/${name}.js`, `dist/${name}.d.ts`]),
];

it('finds nothing wrong with a whole package', () => {
  expect(contentProblems(good, ['schema'])).toEqual([]);
});

it('names what is missing', () => {
  const files = good.filter((file) => file !== 'CHANGELOG.md' && file !== 'dist/scripts/cli.js');
  expect(contentProblems(files, ['schema', 'load'])).toEqual([
    'CHANGELOG.md is missing',
    'dist/load/index.js is missing',
    'dist/load/index.d.ts is missing',
    'dist/scripts/cli.js is missing',
  ]);
});

it.each([
  'dist/schema/reading.test.js',
  'dist/generators/widgets/types.test-d.d.ts',
  'dist/load/engine/testing/laws.js',
  'dist/scripts/package-check/contents.js',
  'schema/index.ts',
  'dist/package.json',
  'dist/generators/vocabulary/pt_BR.json',
  'dist/schema/index.js.map',
  'docs/draft.txt',
  'docs/draft.json',
  'docs/draft.yml',
  'fixtures/run.py',
  'deploy/run.sh',
])('refuses %s', (file) => {
  expect(contentProblems([...good, file], ['schema'])).toEqual([`${file} does not belong into the package`]);
});
