import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { createStream } from '../../support/random.ts';
import { referenceTime } from '../reference-time.ts';
import { fakerOn } from './faker.ts';
import { fullNameIn, isLocale, locales } from './locales.ts';
import { vocabulary } from './pools.ts';

const sample = () => {
  const faker = fakerOn(createStream(5, 'sample'));
  return [faker.person.fullName(), faker.commerce.productName(), faker.string.uuid(), faker.number.int(1e9)];
};

it('runs faker on the stream it is given, whatever ran before', () => {
  const alone = sample();
  fakerOn(createStream(6)).lorem.paragraph();
  expect(sample()).toEqual(alone);
  expect(fakerOn(createStream(5, 'other')).person.fullName()).not.toBe(alone[0]);
});

it('can’t be seeded behind the stream’s back', () => {
  expect(() => fakerOn(createStream(1)).seed(3)).toThrow('fakerOn(createStream(seed))');
});

it('counts dates from the reference time, not from the clock', () => {
  const soon = fakerOn(createStream(1)).date.soon({ days: 1 }).getTime() / 1000;
  expect(soon).toBeGreaterThanOrEqual(referenceTime);
  expect(soon).toBeLessThanOrEqual(referenceTime + 86_400);
});

it.each(locales)('fills its pools with distinct words, once: %s', (locale) => {
  const words = vocabulary(locale);
  expect(vocabulary(locale)).toBe(words);
  expect(words.locale).toBe(locale);
  const pools = Object.values(words).filter((pool): pool is readonly string[] => Array.isArray(pool));
  expect(pools.length).toBe(15);
  for (const pool of pools) {
    expect(pool.length).toBeGreaterThanOrEqual(10);
    expect(new Set(pool).size).toBe(pool.length);
    // A sentence around it must not get a hole.
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

it('loads a locale only when it is wanted', () => {
  const script = `await import('./generators/dataset/thread.ts');
    console.log(Object.keys(process.getBuiltinModule('node:module')._cache ?? {}).some((name) => /faker.dist.locale.ja/.test(name)));
    (await import('./generators/vocabulary/pools.ts')).vocabulary('ja');
    console.log(Object.keys(process.getBuiltinModule('node:module')._cache ?? {}).some((name) => /faker.dist.locale.ja/.test(name)));`;
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect([run.stderr, run.stdout]).toEqual(['', 'false\ntrue\n']);
});
