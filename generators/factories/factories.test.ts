import { describe, expect, it } from 'vitest';
import { formatProblem, readShape, shapeNames } from '../../schema/index.ts';
import { createThread, createThreadItem, factories, parseId, referenceTime } from '../index.ts';

const seeds = Array.from({ length: 1500 }, (_, index) => index * 7919);

const makeOthers = () => shapeNames.map((name) => factories[name]({ seed: 8 }));

describe.each(shapeNames)('the factory of %s', (shape) => {
  it('makes only values that pass the lint reading, and survive JSON', () => {
    const distinct = new Set<string>();
    for (const seed of seeds) {
      const value = factories[shape]({ seed });
      const read = readShape(shape, value, 'lint');
      expect(read.ok ? [] : [`seed ${seed}`, ...read.problems.map(formatProblem)]).toEqual([]);
      const text = JSON.stringify(value);
      expect(JSON.parse(text)).toEqual(value);
      distinct.add(text);
    }
    // Small shapes have few values; none has a handful only.
    expect(distinct.size).toBeGreaterThan(20);
  });

  it('makes the same value from the same seed, whatever was made before or after', () => {
    const alone = JSON.stringify(factories[shape]({ seed: 7 }));
    makeOthers();
    const after = JSON.stringify(factories[shape]({ seed: 7 }));
    makeOthers();
    expect([after, JSON.stringify(factories[shape]({ seed: 7 }))]).toEqual([alone, alone]);
  });
});

it('takes 42 when no seed is given', () => {
  expect(createThread()).toEqual(createThread({ seed: 42 }));
});

it('tells values of one seed apart by their path', () => {
  const ids = [[], [0], [1], ['1'], ['a', 1]].map((path) => createThread({ seed: 1, path }).id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(createThread({ seed: 1, path: ['a', 1] }).id).toBe(ids[4]);
});

it('makes every variant and every status among a few hundred seeds', () => {
  const few = seeds.slice(0, 300);
  expect(new Set(few.map((seed) => createThreadItem({ seed }).type)).size).toBe(6);
  expect(new Set(few.map((seed) => createThread({ seed }).status.type)).size).toBe(3);
  expect(new Set(few.map((seed) => factories.chat_session({ seed }).status)).size).toBe(3);
});

it('makes times of the 90 days before the reference time, carried by the ids', () => {
  for (const seed of seeds.slice(0, 200)) {
    const thread = createThread({ seed });
    expect(parseId(thread.id)).toMatchObject({ prefix: 'cthr', seconds: thread.created_at });
    expect(thread.created_at).toBeLessThan(referenceTime);
    expect(thread.created_at).toBeGreaterThanOrEqual(referenceTime - 90 * 86_400);
    const item = createThreadItem({ seed });
    expect(parseId(item.id)).toMatchObject({ prefix: 'cti', seconds: item.created_at });
    expect(parseId(item.id)?.scope).toBe(parseId(item.thread_id)?.scope);
  }
});

it('makes strings of JSON that parse', () => {
  for (const seed of seeds.slice(0, 300)) {
    const call = factories.client_tool_call({ seed });
    expect(typeof JSON.parse(call.arguments)).toBe('object');
    expect(call.output === null).toBe(call.status === 'in_progress');
    expect(typeof JSON.parse(call.output ?? '{}')).toBe('object');
    expect(call.call_id).toMatch(/^call_[0-9A-Za-z]{24}$/);
    const root = JSON.parse(factories.widget({ seed }).widget) as { type: string; children: unknown[] };
    expect(['Card', 'ListView']).toContain(root.type);
    expect(root.children.length).toBeGreaterThan(0);
  }
});

it('makes pages whose cursors are those of their entries, newest first, of one user or thread', () => {
  for (const seed of seeds.slice(0, 300)) {
    const threads = factories.thread_list({ seed });
    const items = factories.thread_item_list({ seed });
    for (const page of [threads, items]) {
      expect([page.first_id, page.last_id]).toEqual([page.data[0]?.id, page.data.at(-1)?.id]);
      const times = page.data.map(({ created_at }) => created_at);
      expect(times).toEqual(times.toSorted((a, b) => b - a));
    }
    expect(new Set(threads.data.map(({ user }) => user)).size).toBe(1);
    expect(new Set(items.data.map(({ thread_id }) => thread_id)).size).toBe(1);
  }
});
