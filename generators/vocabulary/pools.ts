import { readFileSync } from 'node:fs';
import { fullNameIn } from './locales.ts';
import type { Locale } from './locales.ts';

/** Words to fill slots with, by what they are. */
export const poolNames = [
  'firstNames',
  'lastNames',
  'jobTitles',
  'companies',
  'products',
  'cities',
  'streets',
  'countries',
  'dishes',
  'ingredients',
  'airlines',
  'nouns',
  'adjectives',
  'technologies',
  'columns',
] as const;
export type PoolName = (typeof poolNames)[number];
export type Pools = Readonly<Record<PoolName, readonly string[]>>;

/** Words of a locale; where faker has none in its language, the English ones. */
export interface Vocabulary extends Pools {
  readonly locale: Locale;
  /** A full name, in the order in which the locale writes it. */
  readonly nameInOrder: (given: string, family: string) => string;
}

/** The file that holds the words of a locale. `npm run words` draws them from faker. */
export const wordsFile = (locale: Locale): URL => new URL(`words/${locale}.json`, import.meta.url);

const loaded = new Map<Locale, Vocabulary>();

/**
 * The vocabulary of a locale, read on first use (under 1 ms), and at once: who makes data doesn't wait for promises.
 * @param locale default `en`
 */
export function vocabulary(locale: Locale = 'en'): Vocabulary {
  let words = loaded.get(locale);
  if (words === undefined) {
    const pools = JSON.parse(readFileSync(wordsFile(locale), 'utf8')) as Pools;
    const nameInOrder = (given: string, family: string) => fullNameIn(locale, given, family);
    words = { ...pools, locale, nameInOrder };
    loaded.set(locale, words);
  }
  return words;
}
