/**
 * Draws the words of `generators/vocabulary/words/` from faker, once: loading faker takes longer than making a
 * thousand threads, and a call of it longer than a whole item.
 *
 *     npm run words            writes what changed
 *     npm run words -- --check says whether they are those of the installed faker; exit code 1 when not
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Faker } from '@faker-js/faker';
import type { LocaleDefinition, Randomizer } from '@faker-js/faker';
import * as fakerLocales from '@faker-js/faker';
import { locales } from '../generators/vocabulary/locales.ts';
import type { Locale } from '../generators/vocabulary/locales.ts';
import { wordsFile } from '../generators/vocabulary/pools.ts';
import type { PoolName, Pools } from '../generators/vocabulary/pools.ts';
import { createStream } from '../support/random.ts';

const sources = {
  firstNames: (f) => f.person.firstName(),
  lastNames: (f) => f.person.lastName(),
  jobTitles: (f) => f.person.jobTitle(),
  companies: (f) => f.company.name(),
  products: (f) => f.commerce.productName(),
  cities: (f) => f.location.city(),
  streets: (f) => f.location.street(),
  countries: (f) => f.location.country(),
  dishes: (f) => f.food.dish(),
  ingredients: (f) => f.food.ingredient(),
  airlines: (f) => f.airline.airline().name,
  nouns: (f) => f.word.noun(),
  adjectives: (f) => f.word.adjective(),
  technologies: (f) => f.hacker.noun(),
  columns: (f) => f.database.column(),
} as const satisfies Readonly<Record<PoolName, (f: Faker) => string>>;

const drawsPerPool = 160;

/** Where faker has no data in a language, English steps in. */
function fakerOf(locale: Locale, randomizer: Randomizer): Faker {
  const { base, en, ...others } = fakerLocales;
  const own: LocaleDefinition = { ...others, en }[locale];
  return new Faker({ locale: locale === 'en' ? [en, base] : [own, en, base], randomizer });
}

/** A word is pasted into JSON as it is: one with a quotation mark, as some Hebrew ones have, is left out. */
const isPlain = (word: string): boolean => JSON.stringify(word) === `"${word}"`;

/** The words of a locale: a pure function of the installed faker. */
export function drawWords(locale: Locale): Pools {
  const pools = Object.entries(sources).map(([name, draw]) => {
    const stream = createStream(0, 'vocabulary', locale, name);
    const faker = fakerOf(locale, { next: () => stream.float(), seed: () => undefined });
    const words = new Set(Array.from({ length: drawsPerPool }, () => draw(faker)));
    return [name, [...words].filter(isPlain)];
  });
  return Object.fromEntries(pools) as Pools;
}

/** The words as they stand in a file: a pool a line, so that a change can be read. */
export const wordsText = (pools: Pools): string =>
  `{\n${Object.entries(pools)
    .map(([name, words]) => `  ${JSON.stringify(name)}: ${JSON.stringify(words)}`)
    .join(',\n')}\n}\n`;

if (import.meta.main) {
  const { values } = parseArgs({ options: { check: { type: 'boolean' } } });
  for (const locale of locales) {
    const file = wordsFile(locale);
    const text = wordsText(drawWords(locale));
    if (values.check !== true) writeFileSync(file, text);
    else if (readFileSync(file, 'utf8') !== text) {
      console.error(`${locale}: the words on file are not those of the installed faker: npm run words`);
      process.exitCode = 1;
    }
  }
}
