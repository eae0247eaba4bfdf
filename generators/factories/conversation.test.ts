import { describe, expect, it } from 'vitest';
import { readShape } from '../../schema/index.ts';
import { createConversation, parseId } from '../index.ts';
import type { ConversationTrait } from '../index.ts';

const seeds = Array.from({ length: 300 }, (_, index) => index * 7919);
const last = ({ items }: ReturnType<typeof createConversation>) => items.at(-1)?.type;
const lintProblems = ({ thread, items }: ReturnType<typeof createConversation>): unknown[] =>
  [
    readShape('thread', thread, 'lint'),
    ...items.map((item) => readShape('thread_item', item, 'lint')),
  ].flatMap((read) => (read.ok ? [] : read.problems));

describe('a whole thread', () => {
  it('is valid, in time order, and its ids share its scope', () => {
    for (const seed of seeds) {
      const told = createConversation({ seed });
      expect(lintProblems(told)).toEqual([]);
      expect(createConversation({ seed })).toEqual(told);
      const { thread, items } = told;
      const scope = parseId(thread.id)?.scope;
      expect(
        items.every(({ id, thread_id }) => thread_id === thread.id && parseId(id)?.scope === scope),
      ).toBe(true);
      const times = [thread.created_at, ...items.map(({ created_at }) => created_at)];
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(items.length).toBeGreaterThanOrEqual(2);
      expect(items.length).toBeLessThanOrEqual(12);
    }
  });

  it.each([0, 1, 2, 3, 5, 8, 40])('has %i items when that is asked for, with any trait', (count) => {
    for (const seed of seeds.slice(0, 30)) {
      for (const trait of createConversation.traits as ConversationTrait[]) {
        const told = createConversation({ seed, items: count, traits: [trait] });
        expect(told.items.length).toBe(count);
        expect(lintProblems(told)).toEqual([]);
      }
    }
  });

  it('is what its traits say', () => {
    expect(createConversation.traits).toEqual([
      'active',
      'locked',
      'closed',
      'titled',
      'untitled',
      'answered',
      'underWay',
    ]);
    for (const seed of seeds) {
      const of = (...traits: ConversationTrait[]) => createConversation({ seed, items: 6, traits });
      for (const type of ['active', 'locked', 'closed'] as const)
        expect(of(type).thread.status.type).toBe(type);
      expect([of('titled').thread.title === null, of('untitled').thread.title]).toEqual([false, null]);
      expect(last(of('locked'))).toBe('chatkit.assistant_message');
      expect(last(of('closed'))).toBe('chatkit.assistant_message');
      expect(last(of('answered'))).toBe('chatkit.assistant_message');
      expect(last(of('underWay'))).not.toBe('chatkit.assistant_message');
      expect(of('underWay').thread.status.type).toBe('active');
      expect(last(of('underWay', 'locked'))).toBe('chatkit.assistant_message');
      expect(of('locked', 'untitled').thread).toMatchObject({ status: { type: 'locked' }, title: null });
    }
  });

  it('follows the overrides of its thread', () => {
    for (const seed of seeds.slice(0, 50)) {
      const { thread, items } = createConversation({
        seed,
        overrides: { created_at: 1_700_000_000, user: 'ada', status: { reason: 'Spam' }, title: 'Mine' },
      });
      expect(thread).toMatchObject({ created_at: 1_700_000_000, user: 'ada', title: 'Mine' });
      expect(thread.status).toMatchObject({ reason: 'Spam' });
      expect(readShape('thread', thread, 'lint').ok).toBe(true);
      expect(parseId(thread.id)?.seconds).toBe(1_700_000_000);
      expect(items[0]?.created_at).toBeGreaterThanOrEqual(1_700_000_000);
      expect(items[0]?.created_at).toBeLessThan(1_700_000_002);
      expect(items.at(-1)?.type).toBe('chatkit.assistant_message');
    }
    const { id } = createConversation({ seed: 99 }).thread;
    const told = createConversation({ overrides: { id } });
    expect(told.items.every((item) => item.thread_id === id)).toBe(true);
    expect(parseId(told.items[0]?.id ?? '')?.scope).toBe(parseId(id)?.scope);
    expect(createConversation({ overrides: { id: 'cthr_1' } }).items[0]?.thread_id).toBe('cthr_1');
  });

  it('with a reason is of the status that its trait says', () => {
    const { thread } = createConversation({ traits: ['closed'], overrides: { status: { reason: 'Done' } } });
    expect(thread.status).toEqual({ reason: 'Done', type: 'closed' });
  });

  it.each([-1, 2.5, 100_001])('cannot have %d items', (items) => {
    expect(() => createConversation({ items })).toThrow(
      new RangeError(`items: expected a whole number from 0 to 100000, got ${items}`),
    );
  });
});
