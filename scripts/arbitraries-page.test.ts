import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import * as arbitraries from '../generators/arbitraries/index.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = await readFile(path.join(root, 'docs/arbitraries.md'), 'utf8');
const examples = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, text]) => text ?? '');
const own: Readonly<Record<string, string>> = {
  'chatkit-harness/arbitraries': path.join(root, 'generators/arbitraries/index.ts'),
  'chatkit-harness/schema': path.join(root, 'schema/index.ts'),
};

/** Runs the examples as tests of a project of their own. */
async function runTests(
  texts: readonly string[],
): Promise<{ passed: number; failed: number; output: string }> {
  const dir = await mkdtemp(path.join(tmpdir(), 'arbitraries-page-'));
  try {
    await symlink(path.join(root, 'node_modules'), path.join(dir, 'node_modules'));
    for (const [index, text] of texts.entries()) {
      const code = text.replaceAll(/'(chatkit-harness\/\w+)'/g, (whole, name: string) =>
        own[name] === undefined ? whole : `'${own[name]}'`,
      );
      await writeFile(path.join(dir, `example-${index}.test.ts`), code);
    }
    const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
    const file = path.join(dir, 'report.json');
    const args = ['run', '--root', dir, '--reporter', 'json', '--outputFile', file, '--maxWorkers', '1'];
    // A test that fails ends it with 1; the report tells which.
    await promisify(execFile)(process.execPath, [vitest, ...args], { cwd: dir }).catch(() => undefined);
    const output = await readFile(file, 'utf8');
    const report = JSON.parse(output) as { numPassedTests: number; numFailedTests: number };
    return { passed: report.numPassedTests, failed: report.numFailedTests, output };
  } finally {
    await rm(dir, { recursive: true });
  }
}

it('shows tests that pass', async () => {
  const { passed, failed } = await runTests(examples);
  expect([passed, failed, examples.length]).toEqual([4, 0, 4]);
}, 60_000);

it('shows what a reader of 32 bits fails with', async () => {
  const counterexample = /^Counterexample: .*$/m.exec(page)?.[0] ?? '';
  const [first = ''] = examples;
  const broken = first
    .replace(
      'JSON.parse(text) as { created_at: number };',
      '({ created_at: JSON.parse(text).created_at | 0 });',
    )
    .replace(/^ {4}\}\),\n {2}\);$/m, '    }),\n    { seed: 7 },\n  );');
  expect(broken).not.toBe(first);
  const { failed, output } = await runTests([broken]);
  expect(failed).toBe(1);
  expect(output.replaceAll('\\"', '"')).toContain(counterexample.replaceAll('\\"', '"'));
}, 60_000);

it('names every function, and nothing that is not there', () => {
  const named = [...page.matchAll(/^\| `(\w+)\(/gm)].map(([, name]) => name);
  expect(new Set(named)).toEqual(new Set(Object.keys(arbitraries)));
});
