import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { locales } from '../generators/vocabulary/locales.ts';
import { wordsFile } from '../generators/vocabulary/pools.ts';
import { drawWords, wordsText } from './words.ts';

it.each(locales)('the words on file are those of the installed faker: %s', (locale) => {
  // When faker was updated: npm run words, new golden hashes, and a line in CHANGELOG.md.
  expect(readFileSync(wordsFile(locale), 'utf8')).toBe(wordsText(drawWords(locale)));
});
