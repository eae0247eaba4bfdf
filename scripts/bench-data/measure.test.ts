import { describe, expect, it } from 'vitest';
import { createConversation } from '../../generators/index.ts';
import { loadContestant } from './contestants.ts';
import { judgeQuality } from './measure-contestants.ts';
import { interleave, median } from './statistics.ts';

it('takes the middle', () => {
  expect([median([3, 1, 2]), median([4, 1, 3, 2]), median([7])]).toEqual([2, 2.5, 7]);
  expect(median([])).toBeNaN();
});

it('goes round by round, and keeps what each gave in order', async () => {
  const order: string[] = [];
  const take = (name: string) => () => {
    order.push(name);
    return Promise.resolve(order.length);
  };
  expect(await interleave(3, { a: take('a'), b: take('b') })).toEqual({ a: [1, 3, 5], b: [2, 4, 6] });
  expect(order.join('')).toBe('ababab');
});

describe('contestants', () => {
  it('ours is the same text as our objects', async () => {
    const own = (await loadContestant('chatkit-harness')).chunks().next().value;
    const objects = (await loadContestant('chatkit-harness, objects')).chunks();
    let text = '';
    while (text.length < own.bytes.length) text += Buffer.from(objects.next().value.bytes).toString();
    const written = Buffer.from(own.bytes).toString();
    expect(text.startsWith(written)).toBe(true);
    expect(written.split('\n').length - 1).toBe(own.items);
    expect(own.items).toBeGreaterThan(500);
  });

  it('goes on without end, with other items', async () => {
    const chunks = (await loadContestant('chatkit-harness')).chunks();
    const [first, second] = [chunks.next().value, chunks.next().value];
    expect(Buffer.from(first.bytes).equals(second.bytes)).toBe(false);
  });
});

describe('judgeQuality', () => {
  it('finds ours valid and coherent', () => {
    const { valid, coherent } = judgeQuality([createConversation({ items: 5 })]);
    expect(valid).toEqual({ asked: 6, held: 6 });
    expect(coherent.held).toBe(coherent.asked);
  });

  it('counts what is invalid, and asks it nothing further', () => {
    const { thread, items } = createConversation({ items: 5 });
    const withFault = judgeQuality([{ thread, items: [...items, { ...items[0], thread_id: 7 }] }]);
    expect(withFault.valid).toEqual({ asked: 7, held: 6 });
    expect(withFault.questions['an item names its thread']).toEqual({ asked: 5, held: 5 });
    const withoutThread = judgeQuality([{ thread: {}, items }]);
    expect(withoutThread.valid).toEqual({ asked: 6, held: 5 });
    expect(withoutThread.coherent).toEqual({ asked: 0, held: 0 });
  });
});
