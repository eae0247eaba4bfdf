import { factories } from '../../generators/factories/index.ts';
import { mutate } from '../../generators/mutants/index.ts';
import type { ChangeKind } from '../../generators/mutants/index.ts';
import { shapeNames } from '../../schema/index.ts';
import type { ShapeName } from '../../schema/index.ts';
import { basesOf } from './bases.ts';
import type { Base } from './bases.ts';
import { json } from './draft.ts';
import type { Draft } from './draft.ts';
import { maximalName } from './one-change.ts';

const lessening = new Set<ChangeKind>(['missing', 'null', 'empty-list', 'empty-map']);

/** The value with all that may go gone: what is optional left out, what may be null null, lists empty. */
export function minimize(shape: ShapeName, value: unknown): unknown {
  const less = mutate(shape, value);
  for (const mutant of less) {
    if (mutant.expectation === 'accept' && lessening.has(mutant.change)) return minimize(shape, mutant.value);
  }
  return value;
}

const accepted = (
  shape: ShapeName,
  name: string,
  value: unknown,
): Pick<Draft, 'shape' | 'verdict' | 'name' | 'bytes' | 'source'> => ({
  shape,
  verdict: 'accept',
  name,
  bytes: json(value),
  source: shape === 'error' ? 'openapi' : 'seed',
});

function extremes(shape: ShapeName, { tag, value }: Base): Draft[] {
  const name = maximalName(tag);
  const maximal: Draft = {
    ...accepted(shape, name, value),
    reason: 'Everything that may be there is there. Other cases are made from this one by one change.',
    features: ['maximal'],
  };
  const least = minimize(shape, value);
  // Of some shapes nothing may go.
  if (least === value) return [maximal];
  return [
    maximal,
    {
      ...accepted(shape, name.replace('maximal', 'minimal'), least),
      reason: 'What is optional is left out, what may be null is null, what may be empty is empty.',
      features: ['minimal'],
    },
  ];
}

const generatedShapes = [
  'chat_session',
  'thread',
  'thread_item',
  'session_create',
] as const satisfies ShapeName[];

/** As many seeds as show every variant, without one for every day of the year. */
const generated = (shape: (typeof generatedShapes)[number]): Draft[] =>
  basesOf(shape).flatMap(({ tag, value }) =>
    [1, 2].map((seed): Draft => {
      const overrides = shape === 'thread_item' ? { type: (value as { type: never }).type } : {};
      const make = factories[shape] as (options: object) => unknown;
      return {
        ...accepted(shape, `generated-${tag === '' ? '' : `${tag}-`}${seed}`, make({ seed, overrides })),
        reason: `Made by the generator from seed ${seed}.`,
        features: ['generated'],
      };
    }),
  );

/** The most, the least, and what the generators make of every shape. */
export const wholeValueCases = (): Draft[] => [
  ...shapeNames.flatMap((shape) => basesOf(shape).flatMap((base) => extremes(shape, base))),
  ...generatedShapes.flatMap(generated),
];
