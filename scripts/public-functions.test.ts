import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as arbitraries from '../generators/arbitraries/index.ts';
import * as generators from '../generators/index.ts';
import * as schema from '../schema/index.ts';
import { publicFunctions } from './testing/public-functions.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const rooms = ['schema', 'generators', 'generators/arbitraries', 'property', 'server', 'load'] as const;
const functions = publicFunctions(root, rooms);

describe.each(rooms)('%s', (room) => {
  const all = functions[room] ?? [];

  it('has functions, and each says what it does', () => {
    expect(all.length).toBeGreaterThan(4);
    const silent = all.filter(({ description }) => description.length < 15);
    expect(silent.map(({ name, file }) => `${file}: ${name} has no docstring`)).toEqual([]);
  });
});

const made = [...(functions['generators'] ?? []), ...(functions['generators/arbitraries'] ?? [])];

it('shows an example of every function of the generators', () => {
  const without = made.filter(({ examples }) => examples.length === 0);
  expect(without.map(({ name, file }) => `${file}: ${name} has no @example`)).toEqual([]);
  const unchecked = made.filter(({ examples }) => !examples.some((text) => text.includes('; // => ')));
  expect(unchecked.map(({ name, file }) => `${file}: the example of ${name} yields nothing`)).toEqual([]);
});

it('tests every function of the generators', () => {
  const tests = globSync('{generators,property,server,load,scripts}/**/*.test.ts', { cwd: root })
    .filter((file) => !file.endsWith('public-functions.test.ts'))
    .map((file) => readFileSync(path.join(root, file), 'utf8'))
    .join('\n');
  // A factory is tested by its shape's name, too: all of them are, by one loop over `factories`.
  const exported = new Map<string, unknown>(Object.entries(generators));
  const byShape = new Set<unknown>(Object.values(generators.factories));
  const untested = made.filter(
    ({ name }) => !new RegExp(`\\b${name}\\b`).test(tests) && !byShape.has(exported.get(name)),
  );
  expect(untested.map(({ name, file }) => `${file}: ${name} is in no test`)).toEqual([]);
});

/**
 * An example as a module. What it names of ours is imported; a line that ends in `// => value` must yield that.
 */
function moduleOf(example: string): string {
  const importsOf = (room: string, exported: object): string => {
    const used = Object.keys(exported).filter((name) =>
      new RegExp(`(?<!(?<!\\.\\.)\\.)(?<!\\w)${name}\\b`).test(example),
    );
    const file = pathToFileURL(path.join(root, room, 'index.ts')).href;
    return used.length === 0 ? '' : `import { ${used.join(', ')} } from '${file}';\n`;
  };
  const own = new Set([...Object.keys(generators), ...Object.keys(arbitraries)]);
  const others = Object.fromEntries(Object.entries(schema).filter(([name]) => !own.has(name)));
  // Packages are found from here, not from where the module lies.
  const imports = [...example.matchAll(/^import (.*) from '([^']+)';$/gm)]
    .map(([, names, from]) => `import ${names} from '${import.meta.resolve(from ?? '')}';\n`)
    .join('');
  const code = example
    .replaceAll(/^import .*$/gm, '')
    .replaceAll(
      /^(.*); \/\/ => (.*)$/gm,
      (_, expression: string, value: string) => `__check(${expression}, ${JSON.stringify(value)});`,
    );
  return `${imports}${importsOf('generators', generators)}${importsOf('generators/arbitraries', arbitraries)}${importsOf('schema', others)}import { inspect } from 'node:util';
export const yielded: [string, string][] = [];
const __check = (value: unknown, wanted: string) => void yielded.push([inspect(value, { depth: 9, breakLength: Infinity }), wanted]);
{
${code}
}
`;
}

const runner = `
const results = {};
for (const file of process.argv.slice(2)) {
  try { results[file] = (await import(file)).yielded; } catch (error) { results[file] = String(error?.stack ?? error); }
}
process.stdout.write(JSON.stringify(results));
`;

describe('the examples run', () => {
  const examples = made.flatMap(({ name, examples }) =>
    examples.map((text, index) => [`${name} ${index + 1}`, text] as const),
  );
  let results: Record<string, unknown> = {};
  let dir: string;
  const fileOf = (name: string): string => path.join(dir, `${name.replace(' ', '-')}.ts`);

  beforeAll(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'examples-'));
    for (const [name, text] of examples) await writeFile(fileOf(name), moduleOf(text));
    await writeFile(path.join(dir, 'run.mjs'), runner);
    const args = [path.join(dir, 'run.mjs'), ...examples.map(([name]) => fileOf(name))];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: dir });
    results = JSON.parse(stdout) as Record<string, unknown>;
  }, 60_000);
  afterAll(() => rm(dir, { recursive: true }));

  it.each(examples)('%s', (name, text) => {
    const result = results[fileOf(name)];
    // An example that throws leaves its stack instead.
    expect(result).toBeInstanceOf(Array);
    const yielded = result as [string, string][];
    expect(yielded.map(([got]) => got)).toEqual(yielded.map(([, wanted]) => wanted));
    expect(yielded.length).toBe(text.split('\n').filter((line) => line.includes('; // => ')).length);
  });
});
