import { describe, expect, it } from 'vitest';
import { formatProblem } from './problem.ts';
import { readShape } from './reading.ts';
import type { Reading } from './reading.ts';
import type { ShapeName } from './shapes.ts';
import { documentedExamples } from './testing/documented-examples.ts';

const problems = (shape: ShapeName, body: unknown, reading: Reading) => {
  const read = readShape(shape, body, reading);
  return read.ok ? [] : read.problems;
};

describe('examples of the public documentation', () => {
  it.each(documentedExamples)('$name: what the strict reading finds', ({ shape, body, strict }) => {
    expect(problems(shape, body, 'strict').map(formatProblem)).toEqual(strict);
  });

  it.each(documentedExamples)('$name: fields that no shape names', ({ shape, body, unknownFields }) => {
    const unknown = problems(shape, body, 'lint').filter(
      ({ expected }) => expected === 'no such field in the contract',
    );
    expect(unknown.map(({ path }) => path)).toEqual(unknownFields);
  });

  it('finds four of the ten valid', () => {
    const valid = documentedExamples.filter(({ strict }) => strict.length === 0);
    expect(valid.map(({ name }) => name)).toEqual([
      'session, generated',
      'retrieve, generated',
      'delete, generated',
      'list threads, generated',
    ]);
    expect(documentedExamples).toHaveLength(10);
  });

  it('reads the unprefixed items as future members when it tolerates them, with the list still at fault', () => {
    const drift = documentedExamples.find(({ name }) => name === 'list items, handwritten');
    const body = { ...(drift?.body as object), first_id: null, last_id: null };
    expect(readShape('thread_item_list', body, 'tolerant')).toMatchObject({
      ok: true,
      unknownMembers: [
        { path: '$.data[0]', discriminator: 'type', value: 'user_message' },
        { path: '$.data[1]', discriminator: 'type', value: 'assistant_message' },
      ],
    });
  });
});
