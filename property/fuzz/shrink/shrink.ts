import { hash } from 'node:crypto';
import type { ShapeName } from '../../../schema/index.ts';
import { simpler } from './simpler.ts';

/** How far shrinking may go. */
export interface ShrinkOptions {
  /** Round trips at most. */
  readonly maxTries: number;
  /** Whether to end where it is: interrupted, or out of time. */
  readonly isOver: () => boolean;
}

/** What became of a counterexample. */
export interface Shrunk {
  readonly bytes: Uint8Array;
  /** How many steps were taken, and how many bytes were tried for that. */
  readonly steps: number;
  readonly tries: number;
  /** Whether nothing simpler is left to try. */
  readonly minimal: boolean;
}

/**
 * Makes a counterexample as small as it gets, greedily: on to the first simpler one that still fails in the same way.
 * @param failsAlike asks the client, one round trip at a time.
 */
export async function shrink(
  shape: ShapeName,
  bytes: Uint8Array,
  failsAlike: (bytes: Uint8Array) => Promise<boolean>,
  { maxTries, isOver }: ShrinkOptions,
): Promise<Shrunk> {
  let current = bytes;
  let steps = 0;
  let tries = 0;
  const tried = new Set<string>();
  for (let moved = true; moved;) {
    moved = false;
    for (const candidate of simpler(shape, current)) {
      // Of a long counterexample so many candidates would fill the memory.
      const key = hash('sha256', candidate, 'base64');
      if (tried.has(key)) continue;
      if (tries >= maxTries || isOver()) return { bytes: current, steps, tries, minimal: false };
      tried.add(key);
      tries += 1;
      if (await failsAlike(candidate)) {
        current = candidate;
        steps += 1;
        moved = true;
        break;
      }
    }
  }
  return { bytes: current, steps, tries, minimal: true };
}
