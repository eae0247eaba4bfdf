import { expect, it } from 'vitest';
import type { Ask } from './ask.ts';
import { Owed, idOf, sameIdsOf } from './owed.ts';
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

const told = (ask: Ask) =>
  typeof ask === 'string' ? ask : { ...ask, body: Buffer.from(ask.body).toString('latin1') };
const asked = (id: number): Ask => ({
  shape: 'thread',
  body: `{"é":${id}}`,
  path: `bytes:thread:${id}`,
  kind: 'é',
});

it.each([true, false])(
  'keeps the latest requests by whole writes, and gives them back: as lines %s',
  (asLines) => {
    const recent = new RecentRequests(4);
    const writes: readonly (readonly Ask[])[] = [
      [asked(1), asked(2)],
      ['"cmd":"call","n":[3]', asked(4)],
      [
        asked(5),
        { shape: 'thread_list', body: Uint8Array.of(0xff, 0x0a), path: 'bytes:thread_list:6', kind: '' },
      ],
    ];
    let id = 1;
    for (const asks of writes) {
      recent.add(asks, id, asLines);
      id += asks.length;
    }
    expect(recent.list().map(told)).toEqual(writes.slice(1).flat().map(told));
  },
);

/** Now and then one that is longer than the memory for many. */
const bodyOf = (n: number) => `"${String(n).repeat(n % 97 === 0 ? 300_000 : 1 + (n % 7) * 1000)}"`;

it('keeps many and long requests as they were, whatever memory is used again', () => {
  const recent = new RecentRequests(50);
  const writes: Buffer[] = [];
  for (let n = 0; n < 2000; n += 1) {
    writes.push(recent.add([{ shape: 'thread', body: bodyOf(n) }], n, true));
    expect(writes[Math.max(0, n - 49)]?.toString('latin1')).toContain(bodyOf(Math.max(0, n - 49)));
  }
  const kept = recent.list().map((ask) => (typeof ask === 'string' ? ask : String(ask.body)));
  expect(kept).toEqual(Array.from({ length: 50 }, (_, i) => bodyOf(1950 + i)));
});

it.each([
  ['{"outcome":"same","ids":[1,2]}', [1, 2]],
  ['{"ids":[7],"outcome":"same"}', [7]],
  [' { "outcome" : "same" , "ids" : [ ] }', []],
  ['{"outcome":"same","ids":["1"]}', undefined],
  ['{"outcome":"same"}', undefined],
  ['{"outcome":"same","ids":[1]', undefined],
  ['{"id":1,"outcome":"same"}', undefined],
  ['{"outcome":"value","id":1,"value":"same"}', undefined],
  ['"same"', undefined],
  ['null', undefined],
])('reads of which requests %s says same', (line, ids) => {
  expect(sameIdsOf(line)).toEqual(ids);
});
