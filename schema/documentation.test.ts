import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { operationIds, operations } from './operations.ts';
import { shapeNames } from './shapes.ts';

const page = readFileSync(new URL('../docs/contract.md', import.meta.url), 'utf8');

const block = (language: string): string => {
  const found = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'ms').exec(page)?.[1];
  if (found === undefined) throw new Error(`docs/contract.md has no block of ${language}`);
  return found;
};

it('has an example that prints what the page says', () => {
  const url = new URL('index.ts', import.meta.url).href;
  const code = block('ts').replaceAll("'chatkit-harness/schema'", `'${url}'`);
  const { NODE_OPTIONS: _options, FORCE_COLOR: _color, ...env } = process.env;
  const run = spawnSync(process.execPath, ['--input-type=module-typescript', '-'], {
    input: code,
    encoding: 'utf8',
    env: { ...env, NO_COLOR: '1' },
  });
  expect(run.stderr).toBe('');
  expect(run.stdout).toBe(block('text'));
});

it('names every shape and every operation', () => {
  expect(shapeNames.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  const rows = operationIds.filter((id) => {
    const { method, path } = operations[id];
    return !new RegExp(`\`${id}\` *\\| \`${method} ${path.replaceAll(/[{}]/g, '\\$&')}\``).test(page);
  });
  expect(rows).toEqual([]);
});
