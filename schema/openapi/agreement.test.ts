import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPath } from '../problem.ts';
import { readShape } from '../reading.ts';
import { shapeNames } from '../shapes.ts';
import type { ShapeName } from '../shapes.ts';
import { compileShapes } from '../testing/json-schema.ts';
import { samples } from '../testing/samples.ts';
import { placesIn, withValueAt } from '../testing/walk.ts';

const validatorOf = compileShapes();

/** What two readers that share no code say of a value: the strict reading, and ajv by the emitted JSON Schema. */
const verdicts = (shape: ShapeName, value: unknown) => ({
  strict: readShape(shape, value).ok,
  ajv: validatorOf(shape)(value),
});

/** What a place in a valid value is replaced with; undefined drops it. */
const replacements: readonly unknown[] = [
  undefined,
  null,
  '',
  'x',
  '5',
  'https://example.com/a',
  'chatkit.task',
  'active',
  'file',
  true,
  false,
  0,
  -1,
  1,
  1.5,
  513,
  601,
  Number.MAX_SAFE_INTEGER,
  1e300,
  [],
  [null],
  {},
  { type: 'active' },
  { type: 'locked', reason: null },
  JSON.parse('{"__proto__":null,"constructor":{}}'),
];

const state = (entries: object) => ({ user: 'u', workflow: { id: 'w', state_variables: entries } });

/** Where the two may differ, and why. */
function isException(value: unknown): boolean {
  // JavaScript can't tell integers beyond 2^53 - 1 from their neighbours, so strict refuses them; JSON Schema has no such bound.
  return placesIn(value).some(({ value: one }) => Number.isInteger(one) && !Number.isSafeInteger(one));
}

describe('strict reading and JSON Schema agree', () => {
  it.each(shapeNames)('%s: on every sample', (shape) => {
    for (const sample of samples[shape]) expect(verdicts(shape, sample)).toEqual({ strict: true, ajv: true });
  });

  it.each(shapeNames)('%s: on every sample with one place replaced', (shape) => {
    const disagreements: string[] = [];
    const counts = { taken: 0, refused: 0 };
    for (const sample of samples[shape]) {
      for (const { path } of placesIn(sample)) {
        for (const replacement of replacements) {
          const value = withValueAt(sample, path, replacement);
          if (value === undefined || isException(value)) continue;
          const { strict, ajv } = verdicts(shape, value);
          if (strict !== ajv)
            disagreements.push(
              `${formatPath(path)} = ${JSON.stringify(replacement)}: strict ${strict}, ajv ${ajv}`,
            );
          counts[strict ? 'taken' : 'refused'] += 1;
        }
      }
    }
    expect(disagreements).toEqual([]);
    expect(counts.refused).toBeGreaterThan(20);
  });

  it('on thousands of samples with up to three places replaced', () => {
    const counts = { taken: 0, refused: 0 };
    const choices = shapeNames.flatMap((shape) => samples[shape].map((sample) => ({ shape, sample })));
    fc.assert(
      fc.property(
        fc.constantFrom(...choices),
        fc.array(fc.tuple(fc.nat(), fc.oneof(fc.constantFrom(...replacements), fc.jsonValue())), {
          minLength: 1,
          maxLength: 3,
        }),
        ({ shape, sample }, changes) => {
          let value: unknown = sample;
          for (const [at, replacement] of changes) {
            const places = placesIn(value);
            value = withValueAt(value, places[at % places.length]?.path ?? [], replacement) ?? null;
          }
          fc.pre(!isException(value));
          const { strict, ajv } = verdicts(shape, value);
          counts[strict ? 'taken' : 'refused'] += 1;
          expect(strict).toBe(ajv);
        },
      ),
      { numRuns: 5000, seed: 42 },
    );
    expect(counts.taken).toBeGreaterThan(200);
    expect(counts.refused).toBeGreaterThan(2000);
  });

  it('on keys and texts at their bounds, counted in characters', () => {
    for (const character of ['x', 'ä', '𝄞', '\ud800']) {
      for (const length of [63, 64, 65]) {
        const { strict, ajv } = verdicts('session_create', state({ [character.repeat(length)]: 1 }));
        expect([strict, ajv]).toEqual([length <= 64, length <= 64]);
      }
      for (const length of [0, 1, 511, 512, 513]) {
        const taken = length >= 1 && length <= 512;
        expect(verdicts('thread_list_query', { user: character.repeat(length) })).toEqual({
          strict: taken,
          ajv: taken,
        });
      }
    }
    const prototype = (value: unknown) =>
      state(JSON.parse(`{"__proto__":${JSON.stringify(value)}}`) as object);
    for (const [value, taken] of [
      [1, true],
      ['x', true],
      [null, false],
      [{ a: 1 }, false],
    ] as const)
      expect(verdicts('session_create', prototype(value))).toEqual({ strict: taken, ajv: taken });
  });

  it('but for integers that JavaScript cannot hold exactly', () => {
    const [thread] = samples.thread;
    expect(verdicts('thread', { ...thread, created_at: 2 ** 53 })).toEqual({ strict: false, ajv: true });
    expect(verdicts('thread', { ...thread, created_at: 2 ** 53 - 1 })).toEqual({ strict: true, ajv: true });
  });
});
