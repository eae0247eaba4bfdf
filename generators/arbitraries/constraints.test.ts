import { sample } from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isUri } from '../../schema/index.ts';
import { arbitraryOf, minimalOf, mutantOf, pageOf, requestOf, walkOf } from './index.ts';
import type { Constraints } from './index.ts';

const draw = <T>(arbitrary: Arbitrary<T>, numRuns = 1500): T[] => sample(arbitrary, { seed: 3, numRuns });

/** Every text in a value but names of fields. */
function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null)
    for (const inside of Object.values(value)) yield* textsIn(inside);
}

const isJson = (text: string): boolean => {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
};

describe('constraints', () => {
  it('choose variants at every depth', () => {
    const pages = draw(
      arbitraryOf('thread_item_list', {
        variants: { thread_item: ['chatkit.task', 'chatkit.assistant_message'], annotation: ['url'] },
      }),
    );
    const items = pages.flatMap(({ data }) => data);
    expect(new Set(items.map(({ type }) => type))).toEqual(
      new Set(['chatkit.task', 'chatkit.assistant_message']),
    );
    const annotations = items.flatMap((item) =>
      item.type === 'chatkit.assistant_message' ? item.content.flatMap((part) => part.annotations) : [],
    );
    expect(new Set(annotations.map(({ type }) => type))).toEqual(new Set(['url']));
    expect(minimalOf('thread_item', { variants: { thread_item: ['chatkit.task'] } }).type).toBe(
      'chatkit.task',
    );
  });

  it('bound lists, maps and texts', () => {
    const constraints: Constraints = { maxItems: 2, maxEntries: 3, maxCharacters: 5, json: 'any' };
    const pages = draw(arbitraryOf('thread_item_list', constraints));
    expect(Math.max(...pages.map(({ data }) => data.length))).toBe(2);
    const own = pages.flatMap(({ data }) => data.map(({ id }) => id));
    expect(Math.max(...own.map((id) => Array.from(id).length))).toBe(5);
    const long = [...textsIn(draw(arbitraryOf('user_message', constraints)))].filter(
      (text) => Array.from(text).length > 5 && !isUri(text),
    );
    expect(new Set(long)).toEqual(
      new Set(['chatkit.thread_item', 'chatkit.user_message', 'input_text', 'quoted_text']),
    );
    const sizes = draw(arbitraryOf('workflow', constraints)).map(
      ({ state_variables }) => Object.keys(state_variables ?? {}).length,
    );
    expect(Math.max(...sizes)).toBe(3);
    expect(draw(arbitraryOf('task_group', { maxItems: 0 })).every(({ tasks }) => tasks.length === 0)).toBe(
      true,
    );
  });

  it('make texts and numbers plain or minimal', () => {
    const minimal = draw(arbitraryOf('thread', { text: 'minimal', numbers: 'minimal' }));
    expect(new Set(minimal.map(({ id }) => id))).toEqual(new Set(['', 'a', 'b', 'ab']));
    expect(new Set(minimal.map(({ created_at }) => created_at))).toEqual(new Set([0, 1, 2]));
    const plain = draw(arbitraryOf('thread', { text: 'plain', numbers: 'plain' }));
    expect(plain.every(({ id }) => /^[a-z]+_[0-9a-f]{8,16}$/.test(id))).toBe(true);
    expect(plain.every(({ title }) => title === null || /^[a-z ]*$/.test(title))).toBe(true);
    expect(plain.every(({ created_at }) => created_at >= 0 && created_at < 1_800_000_000)).toBe(true);
  });

  it('add fields that the contract does not name, of odd names too', () => {
    const threads = draw(arbitraryOf('thread', { extraFields: true }));
    const known = new Set(Object.keys(minimalOf('thread')));
    const extra = threads.flatMap((thread) => Object.keys(thread).filter((name) => !known.has(name)));
    expect(extra).toEqual(expect.arrayContaining(['__proto__', 'constructor', 'unknown_field', '']));
    expect(threads.some((thread) => Object.keys(thread).every((name) => known.has(name)))).toBe(true);
    const polluted = threads.find((thread) => Object.hasOwn(thread, '__proto__'));
    expect(Object.getPrototypeOf(polluted)).toBe(Object.prototype);
    const none = draw(arbitraryOf('thread')).flatMap((thread) => Object.keys(thread));
    expect(new Set(none)).toEqual(known);
  });

  it('hold JSON where the contract says so, or any text', () => {
    const calls = draw(arbitraryOf('client_tool_call'));
    expect(
      calls.every((call) => isJson(call.arguments) && (call.output === null || isJson(call.output))),
    ).toBe(true);
    const any = draw(arbitraryOf('widget', { json: 'any' }));
    expect(any.filter(({ widget }) => !isJson(widget)).length).toBeGreaterThan(1000);
  });

  it.each<[string, () => unknown]>([
    [
      'text: expected one of minimal, plain, wild, got tame',
      () => arbitraryOf('thread', { text: 'tame' as never }),
    ],
    ['numbers: expected one of', () => arbitraryOf('thread', { numbers: 'x' as never })],
    ['json: expected one of valid, any, got none', () => arbitraryOf('thread', { json: 'none' as never })],
    [
      'maxItems: expected a whole number from 0 to 1000, got -1',
      () => arbitraryOf('thread', { maxItems: -1 }),
    ],
    [
      'maxEntries: expected a whole number from 0 to 64, got 65',
      () => arbitraryOf('thread', { maxEntries: 65 }),
    ],
    [
      'maxCharacters: expected a whole number from 1 to 1000000, got 0.5',
      () => minimalOf('thread', { maxCharacters: 0.5 }),
    ],
    [
      'variants: expected one of thread_item, thread_status',
      () => arbitraryOf('thread', { variants: { item: [] } as never }),
    ],
    [
      'variants.annotation: expected one at least',
      () => arbitraryOf('thread', { variants: { annotation: [] } }),
    ],
    [
      'variants.thread_status: expected one of active, locked, closed, got open',
      () => requestOf('threads.list', { variants: { thread_status: ['open' as never] } }),
    ],
    [
      'maxPageEntries: expected a whole number from 0 to 100, got 101',
      () => pageOf('thread', { maxPageEntries: 101 }),
    ],
    [
      'maxWalkEntries: expected a whole number from 0 to 1000, got NaN',
      () => walkOf('thread', { maxWalkEntries: NaN }),
    ],
    ['thread: there is no such mutant', () => mutantOf('thread', { names: ['missing:$.nothing'] })],
    [
      'thread: there is no such mutant',
      () => mutantOf('thread', { changes: ['missing'], expectations: ['either'] }),
    ],
  ])('are refused with %s', (message, make) => {
    expect(make).toThrow(RangeError);
    expect(make).toThrow(message);
  });
});
