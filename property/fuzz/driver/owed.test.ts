import { expect, it } from 'vitest';
import { Owed, idOf } from './owed.ts';
import { RecentRequests } from './recent.ts';

it.each([
  ['{"id":17,"outcome":"value"}', 17],
  ['{"id":0,"outcome":"value"}', 0],
  ['{"id":17}', 17],
  [' { "id" : 17 , "a":1}', 17],
  ['{"outcome":"value","id":17}', 17],
  ['{"id":123456789012345,"a":1}', 123_456_789_012_345],
  ['{"id":1.5,"a":1}', 1.5],
  ['{"id":-1,"a":1}', -1],
  ['{"id":"17","a":1}', undefined],
  ['{"id":,"a":1}', undefined],
  ['{"a":1}', undefined],
  ['17', undefined],
  ['null', undefined],
  ['', undefined],
])('reads the id of %s', (line, id) => {
  expect(idOf(line)).toBe(id);
});

const never = () => {
  throw new Error('neither answered nor lost');
};

it('gives each batch its answers in the order of its requests, whatever theirs', () => {
  const owed = new Owed();
  const done: string[][] = [];
  const add = (count: number) => owed.add(count, (answers) => done.push([...answers]), never).firstId;
  expect([add(2), add(1), add(3)]).toEqual([1, 3, 4]);
  expect([6, 2, 3, 4, 1].map((id) => owed.take(id, `answer ${id}`))).toEqual([true, true, true, true, true]);
  expect(done).toEqual([['answer 3'], ['answer 1', 'answer 2']]);
  expect(owed.isEmpty).toBe(false);
  expect(owed.take(5, 'answer 5')).toBe(true);
  expect(done.at(-1)).toEqual(['answer 4', 'answer 5', 'answer 6']);
  expect(owed.isEmpty).toBe(true);
});

it('owes no answer twice, nor to what was not asked', () => {
  const owed = new Owed();
  owed.add(3, never, never);
  expect(owed.take(2, 'once')).toBe(true);
  expect([2, 0, 4, 1.5, -1].map((id) => owed.take(id, 'again'))).toEqual([false, false, false, false, false]);
  expect(owed.clear().map(({ answers }) => answers)).toEqual([[undefined, 'once', undefined]]);
  expect(owed.isEmpty).toBe(true);
});

it('keeps the latest requests by whole writes, and gives them back without their ids', () => {
  const recent = new RecentRequests(3);
  for (const [first, count] of [
    [1, 2],
    [3, 1],
    [4, 2],
  ] as const) {
    const lines = Array.from(
      { length: count },
      (_, i) => `{"id":${first + i},"cmd":"é","n":[${first + i}]}\n`,
    );
    recent.add(Buffer.from(lines.join('')), count);
  }
  expect(recent.list()).toEqual(['"cmd":"é","n":[3]', '"cmd":"é","n":[4]', '"cmd":"é","n":[5]']);
});
