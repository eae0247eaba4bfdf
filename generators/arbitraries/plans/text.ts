import { z } from 'zod';
import { holdsNothing } from '../plan.ts';
import type { Plan } from '../plan.ts';
import type { Source } from '../source.ts';
import { shorter } from './shorter.ts';

/** Texts of so many characters (Unicode code points, as the contract counts). */
export interface TextBounds {
  readonly min: number;
  readonly max: number;
}

const characters = (text: string): number => z.core.util.codePointLength(text);

/** So many characters of a text are simplified one by one; of longer texts the beginning. */
const mostSimplified = 64;

/** Shorter texts, then texts with plainer characters; no character is cut in two. */
function* plainerTexts(text: string, min: number): Generator<string, void, undefined> {
  const units = Array.from(text);
  for (const rest of shorter(units, min)) yield rest.join('');
  const all = 'a'.repeat(units.length);
  if (text !== all) yield all;
  for (const [index, unit] of units.slice(0, mostSimplified).entries())
    if (unit !== 'a') yield units.with(index, 'a').join('');
}

/**
 * Well-formed texts as `draw` makes them; the plainest is as many `a` as there must be.
 * @param isAllowed when given, what a text must fulfil besides, and the plainest text that does.
 */
export function textPlan(
  { min, max }: TextBounds,
  draw: (source: Source) => string,
  only?: { readonly isAllowed: (text: string) => boolean; readonly plainest: string },
): Plan<string> {
  const plainest = only?.plainest ?? 'a'.repeat(min);
  return {
    make: draw,
    accepts: (value): value is string =>
      typeof value === 'string' &&
      value.isWellFormed() &&
      characters(value) >= min &&
      characters(value) <= max &&
      (only === undefined || only.isAllowed(value)),
    minimal: () => plainest,
    *shrink(text) {
      if (text === plainest) return;
      yield plainest;
      for (const next of plainerTexts(text, min))
        if (next !== plainest && (only === undefined || only.isAllowed(next))) yield next;
    },
    ensure: holdsNothing,
    measure: (text, into) => into.text(text, plainest),
  };
}
