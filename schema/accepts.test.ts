import { describe, expect, it } from 'vitest';
import { createDataset, factories, mutate } from '../generators/index.ts';
import { acceptsOf } from './accepts.ts';
import type { Reading } from './reading.ts';
import { schemaFor } from './reading.ts';
import { shapeNames } from './shapes.ts';
import type { ShapeName } from './shapes.ts';

const readings = ['strict', 'lint'] as const satisfies Reading[];

/** What the quick look and zod say of a value. */
const verdicts = (shape: ShapeName, reading: Reading, value: unknown): [boolean, boolean] => {
  const schema = schemaFor(shape, reading);
  return [acceptsOf(schema)(value), schema.safeParse(value).success];
};

describe.each(readings)('the quick look, %s', (reading) => {
  it.each(shapeNames)('accepts what zod accepts, and no mutant that zod refuses: %s', (shape) => {
    for (const seed of [1, 2, 3]) {
      const value: unknown = factories[shape]({ seed });
      expect(verdicts(shape, reading, value)).toEqual([true, true]);
      for (const { name, value: mutant } of mutate(shape, value)) {
        // As bytes would bring it: JSON knows no undefined.
        const read: unknown = JSON.parse(JSON.stringify(mutant) ?? 'null');
        const [quick, zod] = verdicts(shape, reading, read);
        expect([name, quick]).toEqual([name, zod]);
      }
    }
  });

  it.each([undefined, null, true, 0, '', 'text', [], [[]], {}, { object: 'list' }, new Map(), () => 0])(
    'agrees with zod on %j as any shape',
    (value) => {
      for (const shape of shapeNames) {
        const [quick, zod] = verdicts(shape, reading, value);
        expect([shape, quick]).toEqual([shape, zod]);
      }
    },
  );

  it('accepts all that is generated, so that zod is asked of faults alone', () => {
    for (const profile of ['typical', 'edge'] as const) {
      const { sessions, threads, items } = createDataset({ profile, threads: 60, sessions: 60 });
      const refused = (shape: ShapeName, values: readonly unknown[]) => {
        const accepts = acceptsOf(schemaFor(shape, reading));
        return values.filter((value) => !accepts(value));
      };
      expect(refused('chat_session', sessions)).toEqual([]);
      expect(refused('thread', threads)).toEqual([]);
      expect(refused('thread_item', items)).toEqual([]);
    }
  });
});

it('leaves records with a hidden name to the whole reading', () => {
  const workflow = JSON.parse(
    '{"id":"wf_1","state_variables":{"__proto__":{}},"tracing":{"enabled":true},"version":null}',
  ) as unknown;
  expect(verdicts('workflow', 'strict', workflow)).toEqual([false, true]);
});
