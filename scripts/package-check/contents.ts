import { scenarioNames } from '../../load/k6/plan/settings.ts';

/** Files that must be in the package, besides what was compiled. */
const wanted = [
  'package.json',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  'openapi.yaml',
  'bin/chatkit-harness.js',
  'dist/generators/story/printed.json',
  'fixtures/manifest.json',
  'fixtures/manifest.schema.json',
  'fixtures/README.md',
  'docs/fixtures.md',
];

/** What may be in it. The words and the printed texts are data that the generators read. */
const allowed =
  /^(package\.json|README\.md|CHANGELOG\.md|LICENSE|openapi\.yaml|docs\/.*\.(md|schema\.json)|docs\/examples\/.*\.yml|deploy\/.*\.(yaml|json)|fixtures\/.*\.(json|md)|bin\/.*\.js|dist\/.*\.(js|d\.ts)|dist\/generators\/vocabulary\/words\/.*\.json|dist\/generators\/story\/printed\.json)$/;

/** What only a checkout needs. */
const unwanted =
  /\.test(-d)?\.|(^|\/)testing\/|^dist\/scripts\/(package-check|bench-(server|data|engines)|k6\/|million|mutation|openapi|start)/;

/**
 * What is wrong with the list of files of a package.
 * @param files paths within the package.
 * @param folders what the package exports, from `dist` on: `schema`, `generators/arbitraries`, …
 */
export function contentProblems(files: readonly string[], folders: readonly string[]): string[] {
  const compiled = [
    ...folders.map((name) => `${name}/index`),
    'scripts/cli',
    'scripts/bench/embedded-worker',
    'scripts/merge/judge-worker',
  ];
  const needed = [
    ...wanted,
    ...scenarioNames.map((name) => `dist/load/k6/${name}.js`),
    ...compiled.flatMap((name) => [`dist/${name}.js`, `dist/${name}.d.ts`]),
  ];
  return [
    ...needed.filter((file) => !files.includes(file)).map((file) => `${file} is missing`),
    ...files
      .filter((file) => !allowed.test(file) || unwanted.test(file))
      .map((file) => `${file} does not belong into the package`),
  ];
}
