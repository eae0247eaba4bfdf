import { createStream } from '../../support/random.ts';
import { edgeTexts, longText } from './texts.ts';

/** Longest user that a list can be asked for. Source: openapi. */
export const longestUser = 512;

const frames: readonly ((index: number, text: string) => string)[] = [
  (index) => String(index),
  (index) => longText(`${index}-`, longestUser),
  (index, text) => `${text}${index}`,
  (index, text) => `${index} ${text}`,
  // Two users who look the same: the first has a letter with its accent, the second a letter and an accent.
  (index) => `ren\u00E9-${group(index)}`,
  (index) => `rene\u0301-${group(index)}`,
  (index) => `a/b?c=d&e=%2F#${index}`,
];

/** Seven users in a row are one group. */
const group = (index: number): number => Math.floor(index / frames.length);

const texts: readonly string[] = Object.values(edgeTexts).flat();

/** An odd id of the user with the given index, of 1 to 512 characters. Different indices have different ids. */
export function edgeUserAt(seed: number, index: number): string {
  const text = createStream(seed, 'edge user', index).pick(texts);
  const frame = frames[index % frames.length] as (typeof frames)[number];
  return frame(index, text);
}
