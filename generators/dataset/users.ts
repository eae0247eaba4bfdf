import { createStream } from '../../support/random.ts';
import type { RandomStream } from '../../support/random.ts';
import { slug } from '../draw.ts';
import { vocabulary } from '../vocabulary/pools.ts';

/**
 * The free-form id of the user with the given index, as deployments use them: opaque, or an address on a
 * reserved domain. Different indices have different ids.
 */
export function userAt(seed: number, index: number): string {
  const stream = createStream(seed, 'user', index);
  if (stream.chance(0.6)) return `user_${stream.hex(16)}`;
  const words = vocabulary();
  return `${slug(stream.pick(words.firstNames))}.${slug(stream.pick(words.lastNames))}.${index}@example.com`;
}

/** Which user owns the entity with the given index: each user in turn, and from then on some more than others. */
export function ownerOf(stream: RandomStream, index: number, users: number): number {
  return index < users ? index : Math.floor(stream.float() ** 2 * users);
}
