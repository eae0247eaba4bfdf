import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { fullNameIn, isLocale, locales } from './locales.ts';
import { poolNames, vocabulary } from './pools.ts';

it.each(locales)('has pools of distinct words, read once: %s', (locale) => {
  const words = vocabulary(locale);
  expect(vocabulary(locale)).toBe(words);
  expect(words.locale).toBe(locale);
  const pools = Object.values(words).filter((pool): pool is readonly string[] => Array.isArray(pool));
  expect(pools.length).toBe(poolNames.length);
  for (const pool of pools) {
    expect(pool.length).toBeGreaterThanOrEqual(10);
    expect(new Set(pool).size).toBe(pool.length);
    // A word is pasted into JSON as it is, and a sentence around it must not get a hole.
    expect(pool.filter((word) => JSON.stringify(word) !== `"${word}"`)).toEqual([]);
    expect(pool.every((word) => word !== '' && word === word.trim() && !/ {2}|undefined/.test(word))).toBe(
      true,
    );
  }
});

it('takes names and places from the locale, and what it has no data for in English', () => {
  const { cities, firstNames, products } = vocabulary('ja');
  expect(cities.every((city) => /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(city))).toBe(
    true,
  );
  expect(firstNames).not.toEqual(vocabulary().firstNames);
  expect(products.every((product) => /[a-z]/.test(product))).toBe(true);
});

it('writes full names as the locale does', () => {
  expect(fullNameIn('en', 'Ada', 'Lovelace')).toBe('Ada Lovelace');
  expect(fullNameIn('ja', '秀樹', '相沢')).toBe('相沢 秀樹');
  expect(fullNameIn('zh_CN', '国英', '赖')).toBe('赖国英');
});

it('knows only its own locales', () => {
  expect(['en', 'zh_TW', 'xx', 'constructor', 7].map(isLocale)).toEqual([true, true, false, false, false]);
});

it('reads a locale only when it is wanted, and never loads faker', () => {
  const script = `import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    const read = [];
    const { readFileSync } = fs;
    fs.readFileSync = (file, ...rest) => {
      if (/words.[a-zA-Z_]+.json$/.test(String(file))) read.push(/[a-zA-Z_]+(?=.json$)/.exec(String(file))[0]);
      return readFileSync(file, ...rest);
    };
    syncBuiltinESMExports();
    const { threadAt } = await import('./generators/dataset/thread.ts');
    threadAt({}, 1);
    threadAt({ locales: ['ja'] }, 1);
    console.log(read.join(), Object.keys(process.getBuiltinModule('node:module')._cache ?? {}).some((name) => /faker/.test(name)));`;
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect([run.stderr, run.stdout]).toEqual(['', 'en,ja false\n']);
});
