import { drawsOf } from '../../../generators/arbitraries/arbitrary-of.ts';
import { remember } from '../../../support/memo.ts';
import type { ShapeName } from '../../../schema/index.ts';
import { createStream } from '../../../support/random.ts';
import { isOrdinaryNumber } from '../json/number.ts';

/** Bodies beyond this are not made: the contract's longest text alone has ten million characters. */
export const longestBody = 256 * 1024;

type Draw = (first: number, second: number) => unknown;

/** How values of a shape are drawn: whether they are large, and have fields that nobody knows. */
const drawsFor = remember((shape: ShapeName): Readonly<Record<'small' | 'large', readonly [Draw, Draw]>> => {
  const draws = (size: { maxItems: number; maxEntries: number; maxCharacters: number }): [Draw, Draw] => [
    drawsOf(shape, { ...size, extraFields: false }),
    drawsOf(shape, { ...size, extraFields: true }),
  ];
  return {
    small: draws({ maxItems: 2, maxEntries: 3, maxCharacters: 24 }),
    large: draws({ maxItems: 8, maxEntries: 64, maxCharacters: 256 }),
  };
});

/**
 * A valid value of a shape; the same for the same seed and number. Small values come more often than large ones: they
 * are faster, and most faults need no more.
 */
export function valueOf(seed: number, shape: ShapeName, n: number): unknown {
  const stream = createStream(seed, 'arbitraries', shape, n);
  const draw = drawsFor(shape)[n % 4 === 3 ? 'large' : 'small'][n % 3 === 2 ? 1 : 0];
  return draw(stream.uint32(), stream.uint32());
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
