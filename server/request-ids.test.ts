import { expect, it } from 'vitest';
import { createStream } from '../support/random.ts';
import { createRequestIds } from './request-ids.ts';

it('makes ids of one form that differ, the same ones from the same stream', () => {
  const [first, again, other] = [1, 1, 2].map((seed) => createRequestIds(createStream(seed)));
  const ids = Array.from({ length: 100_000 }, () => first?.());
  expect(new Set(ids).size).toBe(100_000);
  expect(ids.filter((id) => !/^req_[0-9a-f]{32}$/.test(id ?? ''))).toEqual([]);
  expect([again?.(), again?.()]).toEqual(ids.slice(0, 2));
  expect(ids).not.toContain(other?.());
});
