import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const page = readFileSync(new URL('../../docs/invariants.md', import.meta.url), 'utf8');

const block = (language: string, index: number): string => {
  const found = [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))][index]?.[1];
  if (found === undefined) throw new Error(`docs/invariants.md has no block ${index} of ${language}`);
  return found;
};

it.each([0, 1])('has example %i, which prints what the page says', (index) => {
  const code = block('ts', index).replaceAll(
    /'chatkit-harness\/(\w+)'/g,
    (_, room: string) => `'${new URL(`../../${room}/index.ts`, import.meta.url).href}'`,
  );
  const { NODE_OPTIONS: _options, FORCE_COLOR: _color, ...env } = process.env;
  const run = spawnSync(process.execPath, ['--input-type=module-typescript', '-'], {
    input: code,
    encoding: 'utf8',
    env: { ...env, NO_COLOR: '1' },
  });
  expect(run.stderr).toBe('');
  expect(run.stdout).toBe(block('text', index));
});
