import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { knownFile, languages, readFindingsPage } from './read-page.ts';

const root = new URL('../../', import.meta.url);
const read = (file: string) => readFile(new URL(file, root), 'utf8');
const listed = await readFindingsPage(new URL('docs/findings.md', root));
const idsOf = (mode: string, language: string) =>
  listed.filter((each) => each.mode === mode && each.language === language).map(({ id }) => id);

async function knownIds(mode: 'parse' | 'call', language: string): Promise<string[]> {
  const lines = (await read(knownFile({ mode, language }))).split('\n');
  return lines
    .filter((line) => line.startsWith('{'))
    .map((line) => (JSON.parse(line) as { id?: string }).id ?? `no id: ${line.slice(0, 80)}`);
}

const programs = {
  typescript: 'property/drivers/typescript/by-hand.ts',
  python: 'property/drivers/python/by_hand.py',
  go: 'property/drivers/go/byhand/main.go',
  ruby: 'property/drivers/ruby/by_hand.rb',
};

it('lists more than sixty findings', () => {
  expect(new Set(listed.map(({ language }) => language))).toEqual(new Set(languages));
  expect(listed.length).toBeGreaterThan(60);
});

describe.each(languages)('%s', (language) => {
  it.each(language === 'ruby' ? (['call'] as const) : (['parse', 'call'] as const))(
    'the page lists each known deviation of mode %s, once, and nothing else',
    async (mode) => {
      expect(idsOf(mode, language).toSorted()).toEqual((await knownIds(mode, language)).toSorted());
    },
  );

  it('the program that needs no code of this project shows each of them, and no others', async () => {
    const text = await read(programs[language]);
    const shown = [...text.matchAll(/^\s*(?:\{|\{".*?\}, \{)?['"]([a-z0-9-]+)['"](?:: [[(]| => \[|, )/gm)];
    const ids = new Set([...idsOf('parse', language), ...idsOf('call', language)]);
    expect([...ids].filter((id) => !text.includes(`'${id}'`) && !text.includes(`"${id}"`))).toEqual([]);
    expect(shown.map(([, id = '']) => id).filter((id) => !ids.has(id))).toEqual([]);
  });
});
