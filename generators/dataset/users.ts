import { createStream } from '../../support/random.ts';
import type { RandomStream } from '../../support/random.ts';
import { slug } from '../draw.ts';
import type { Locale } from '../vocabulary/locales.ts';
import { vocabulary } from '../vocabulary/pools.ts';
import type { Vocabulary } from '../vocabulary/pools.ts';

/**
 * The free-form id of the user with the given index, as deployments use them: opaque, or an address on a
 * reserved domain. Different indices have different ids.
 * @param words default: the English ones.
 */
export function userAt(seed: number, index: number, words: Vocabulary = vocabulary()): string {
  const stream = createStream(seed, 'user', index);
  if (stream.chance(0.6)) return `user_${stream.hex(16)}`;
  return `${slug(stream.pick(words.firstNames))}.${slug(stream.pick(words.lastNames))}.${index}@example.com`;
}

/** The words of a user's language: the locales take turns. */
export const wordsOf = (locales: readonly Locale[], user: number): Vocabulary =>
  vocabulary(locales[user % locales.length]);

/** Which user owns the entity with the given index: each user in turn, and from then on some more than others. */
export function ownerOf(stream: RandomStream, index: number, users: number): number {
  return index < users ? index : Math.floor(stream.float() ** 2 * users);
}
