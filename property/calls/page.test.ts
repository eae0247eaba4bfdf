import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { callTables } from './page.ts';
import { scenarios } from './scenarios/index.ts';

const plain = (row: string): string => row.replaceAll(/\s+/g, ' ').trim();

it('the page on calls lists every rule and every scenario, and no others', async () => {
  const page = await readFile(new URL('../../docs/fuzz-calls.md', import.meta.url), 'utf8');
  const rows = page.split('\n').filter((line) => line.startsWith('| `'));
  // Formatting escapes what Markdown would read.
  const unescape = (row: string) => plain(row).replaceAll(/\\([_*<>[\]])/g, '$1');
  expect(rows.map(unescape)).toEqual(callTables().map(plain));
});

it('names are unique, claims are one line, and the simplest plan is a plan', () => {
  expect(new Set(scenarios.map(({ name }) => name)).size).toBe(scenarios.length);
  const odd = scenarios.filter(
    ({ name, claim, server, plan, simplest }) =>
      !/^[a-z-]+\/[a-z0-9-]+$/.test(name) ||
      ![claim, server].every((text) => /^[^\n]+\.$/.test(text)) ||
      !plan.safeParse(simplest).success,
  );
  expect(odd.map(({ name }) => name)).toEqual([]);
});
