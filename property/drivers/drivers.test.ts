import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('.', import.meta.url));
const sources = (await readdir(root, { recursive: true })).filter(
  (file) =>
    /\.(go|py|rb|ts)$/.test(file) && !file.endsWith('.test.ts') && !/node_modules|by.?hand/.test(file),
);
const read = (file: string) => readFile(path.join(root, file), 'utf8');
const fuzzed = new Set(['go', 'python', 'ruby', 'typescript']);

it('there is a driver for bytes and one for calls in each language', () => {
  expect(sources.filter((file) => fuzzed.has(file.split('/')[0] ?? '')).toSorted()).toEqual([
    'go/call/main.go',
    'go/driver.go',
    'python/call.py',
    'python/driver.py',
    'ruby/call.rb',
    'ruby/driver.rb',
    'typescript/call.ts',
    'typescript/driver.ts',
  ]);
});

it.each(sources)('%s has fewer than 150 lines, none above 120 characters', async (file) => {
  const lines = (await read(file)).trimEnd().split('\n');
  expect(lines.length).toBeLessThan(150);
  expect(lines.filter((line) => line.length > 120)).toEqual([]);
});

it('names in Go the version that is built', async () => {
  const built = / github\.com\/openai\/openai-go\/v3 v(\S+)/.exec(` ${await read('go/go.mod')}`)?.[1];
  expect(await read('go/driver.go')).toContain(`"version": "${built}"`);
});
