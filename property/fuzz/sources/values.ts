import { sample } from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { arbitraryOf } from '../../../generators/arbitraries/index.ts';
import type { ShapeName } from '../../../schema/index.ts';
import { createStream } from '../../../support/random.ts';
import { isOrdinaryNumber } from '../json/number.ts';

/** Bodies beyond this are not made: the contract's longest text alone has ten million characters. */
export const longestBody = 256 * 1024;

const arbitraries = new Map<string, Arbitrary<unknown>>();

/** Small values more often than large ones: they are faster, and most faults need no more. */
function arbitraryFor(shape: ShapeName, n: number): Arbitrary<unknown> {
  const large = n % 4 === 3;
  const extraFields = n % 3 === 2;
  const key = `${shape} ${large} ${extraFields}`;
  let made = arbitraries.get(key);
  if (made === undefined) {
    made = arbitraryOf(shape, {
      maxItems: large ? 8 : 2,
      maxEntries: large ? 64 : 3,
      maxCharacters: large ? 256 : 24,
      extraFields,
    });
    arbitraries.set(key, made);
  }
  return made;
}

/** A valid value of a shape; the same for the same seed and number. */
export function valueOf(seed: number, shape: ShapeName, n: number): unknown {
  const stream = createStream(seed, 'arbitraries', shape, n);
  return sample(arbitraryFor(shape, n), { seed: stream.uint32() | 0, numRuns: 1 })[0];
}

/** Shapes whose `type` is a discriminator: the others have no variant to name. */
export const unions: ReadonlySet<ShapeName> = new Set([
  'thread_item',
  'thread_status',
  'user_message_content',
  'annotation',
]);

/** Of a union, the text in the discriminator. */
export function rootTagOf(shape: ShapeName, value: unknown): string | undefined {
  if (!unions.has(shape)) return undefined;
  const type = (value as { type?: unknown } | null)?.type;
  return typeof type === 'string' ? type : undefined;
}

/** Numbers of many digits or with an exponent, outside of texts and now and then within; lone surrogates. */
const doubtful = /(?:^|[:[,])-?(?:[\d.]{16}|[\d.]+e)|\\ud/;

/** Whether JSON.stringify's text leaves no question open, so that the verdict is what the contract says. */
export function isOrdinary(text: string): boolean {
  if (!doubtful.test(text)) return true;
  return (
    [...text.matchAll(/-?\d[\d.eE+-]*/g)].every(([number]) => isOrdinaryNumber(number)) &&
    !/\\u[dD]/.test(text)
  );
}
