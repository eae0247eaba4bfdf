import { check, property, sample } from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  arbitraryOf,
  jsonTextOf,
  minimalOf,
  mutantOf,
  pageOf,
  requestOf,
  sessionOf,
  walkOf,
  widgetOf,
} from './index.ts';
import { Measure, decimalsOf } from './measure.ts';
import type { Plan } from './plan.ts';
import { choicePlan } from './plans/choice.ts';
import { listPlan } from './plans/list.ts';
import { numberPlan } from './plans/number.ts';

/** What a property that fails is shrunk to. */
function counterexample<T>(arbitrary: Arbitrary<T>, holds: (value: T) => boolean): T {
  const { counterexample } = check(property(arbitrary, holds), { seed: 12, numRuns: 20_000 });
  if (counterexample === null) throw new Error('nothing fails');
  return counterexample[0];
}

const thread = minimalOf('thread');
const hasButton = (value: unknown): boolean => JSON.stringify(value).includes('"Button"');
const values = (map: Record<string, unknown> | null): unknown[] => Object.values(map ?? {});

describe('a failing property is shrunk to what matters:', () => {
  it('one character of a text', () => {
    const found = counterexample(arbitraryOf('thread'), ({ title }) => !title?.includes('\u2028'));
    expect(found).toEqual({ ...thread, title: '\u2028' });
  });

  it('the length of a text', () => {
    const found = counterexample(arbitraryOf('thread'), ({ user }) => user.length < 7);
    expect(found).toEqual({ ...thread, user: 'aaaaaaa' });
  });

  it('the least number', () => {
    const above = counterexample(arbitraryOf('thread'), ({ created_at }) => created_at < 2 ** 31);
    expect(above).toEqual({ ...thread, created_at: 2 ** 31 });
    const below = counterexample(arbitraryOf('thread'), ({ created_at }) => created_at > -1000);
    expect(below).toEqual({ ...thread, created_at: -1000 });
  });

  it('the plainest fraction, and the largest that fails', () => {
    const workflows = arbitraryOf('workflow');
    const fraction = counterexample(
      workflows,
      ({ state_variables: map }) => !values(map).some((v) => Number(v) % 1 !== 0 && typeof v === 'number'),
    );
    expect(fraction.state_variables).toEqual({ '': 0.5 });
    const large = counterexample(
      workflows,
      ({ state_variables: map }) => !values(map).some((v) => Number(v) > 1e300),
    );
    const [value] = values(large.state_variables) as [number];
    expect(value).toBeGreaterThan(1e300);
    expect(value).toBeLessThan(2.1e300);
  });

  it('the one item of a page', () => {
    const found = counterexample(arbitraryOf('thread_item_list'), ({ data }) =>
      data.every(
        (item) => item.type !== 'chatkit.task_group' || item.tasks.every(({ summary }) => summary === null),
      ),
    );
    const group = minimalOf('task_group');
    expect(found).toEqual({
      ...minimalOf('thread_item_list'),
      data: [{ ...group, tasks: [{ heading: null, summary: '', type: 'custom' }] }],
    });
  });

  it('what two variants have in common goes along to the plainer one', () => {
    const found = counterexample(arbitraryOf('thread_item'), ({ created_at }) => created_at <= 5);
    expect(found).toEqual({ ...minimalOf('user_message'), created_at: 6 });
  });

  it('an optional field and the entries of a map', () => {
    const found = counterexample(
      arbitraryOf('session_create'),
      ({ workflow, rate_limits }) =>
        rate_limits === undefined || Object.keys(workflow.state_variables ?? {}).length < 2,
    );
    expect(found.rate_limits).toEqual({});
    expect(found).toEqual({
      user: 'a',
      workflow: { id: '', state_variables: found.workflow.state_variables },
      rate_limits: {},
    });
    const names = Object.keys(found.workflow.state_variables ?? {});
    expect(names.map(({ length }) => length).toSorted((a, b) => a - b)).toEqual([0, 1]);
  });

  it('the name of an extra field', () => {
    const found = counterexample(
      arbitraryOf('thread', { extraFields: true }),
      (value) => !Object.hasOwn(value, '__proto__'),
    );
    expect(JSON.stringify(found)).toBe(JSON.stringify(thread).replace(/\}$/, ',"__proto__":null}'));
  });

  it('pages stay honest', () => {
    const found = counterexample(pageOf('thread_item'), ({ data }) => data.length < 2);
    const [first, second] = found.data;
    expect(found.data.length).toBe(2);
    expect([found.first_id, found.last_id, found.has_more]).toEqual([first?.id, second?.id, false]);
    expect(first?.id).not.toBe(second?.id);
    expect([first?.id.length, second?.id.length, first?.thread_id]).toEqual([1, 1, '']);
  });

  it('walks stay whole', () => {
    const found = counterexample(walkOf('thread'), ({ steps }) => steps.length < 3);
    expect(found.query).toEqual({ limit: 1 });
    expect(found.entries.length).toBe(3);
    expect(found.steps.map(({ page }) => page.data.length)).toEqual([1, 1, 1]);
    expect(found.steps.flatMap(({ page }) => page.data)).toEqual(found.entries.toReversed());
  });

  it('requests keep path and parameters together', () => {
    const found = counterexample(requestOf('threads.listItems'), ({ path }) => !path.includes('%'));
    expect(found.path).toBe(
      `/chatkit/threads/${encodeURIComponent(found.parameters['thread_id'] ?? '')}/items`,
    );
    expect(Array.from(found.parameters['thread_id'] ?? '').length).toBe(1);
    expect([found.query, found.search, found.body]).toEqual([{}, '', null]);
  });

  it('sessions keep both copies of the limit', () => {
    const found = counterexample(sessionOf(), ({ max_requests_per_1_minute: limit }) => limit < 77);
    expect(found).toEqual({
      ...minimalOf('chat_session'),
      max_requests_per_1_minute: 77,
      rate_limits: { max_requests_per_1_minute: 77 },
    });
  });

  it('widgets stay widgets, in a widget item, too', () => {
    const root = { type: 'Card', children: [{ type: 'Button' }] };
    expect(counterexample(widgetOf(), (widget) => widget.type !== 'Card' || !hasButton(widget))).toEqual(
      root,
    );
    const item = counterexample(
      arbitraryOf('widget'),
      ({ widget }) => !widget.startsWith('{"type":"Card"') || !hasButton(JSON.parse(widget)),
    );
    expect(JSON.parse(item.widget)).toEqual(root);
  });

  it('texts keep the one oddity', () => {
    const found = counterexample(jsonTextOf(arbitraryOf('thread')), ({ text }) => !/\s:/.test(text));
    expect(found.value).toEqual(thread);
    expect(JSON.stringify(JSON.parse(found.text))).toBe(JSON.stringify(thread));
  });
});

describe('a mutant keeps its change while the value around it shrinks:', () => {
  it('to the plainest value that has the place', () => {
    const name = 'fraction:$.data[]<chatkit.user_message>.created_at';
    const { path, value, faults } = counterexample(
      mutantOf('thread_item_list', { names: [name] }),
      () => false,
    );
    expect([path, faults]).toEqual(['$.data[0].created_at', ['$.data[0].created_at']]);
    const item = { ...minimalOf('user_message'), created_at: 0.5 };
    expect(value).toEqual({ ...minimalOf('thread_item_list'), data: [item] });
  });

  it('but no further than the property fails', () => {
    const mutants = mutantOf('thread_item_list', { changes: ['missing'], expectations: ['reject'] });
    const found = counterexample(mutants, ({ part, value }) => {
      const { data } = value as { data?: unknown[] };
      return part.shape !== 'annotation' || (data?.length ?? 0) < 2;
    });
    expect(found.part.shape).toBe('annotation');
    const { data } = found.value as { data: unknown[] };
    expect(data.length).toBe(2);
    expect(
      data.filter((item) => JSON.stringify(item) === JSON.stringify(minimalOf('user_message'))),
    ).toHaveLength(1);
  });

  it('and only those that were asked for', () => {
    const mutants = mutantOf('session_create', { expectations: ['either'], text: 'minimal' });
    const kinds = sample(mutants, { seed: 1, numRuns: 300 }).map(({ expectation }) => expectation);
    expect(new Set(kinds)).toEqual(new Set(['either']));
  });
});

describe('shrinking is lazy', () => {
  it('makes one candidate when one is asked for', () => {
    let asked = 0;
    const number = numberPlan({ min: 0, max: 100, whole: true }, (source) => source.int(0, 100));
    const counting: Plan<number> = {
      ...number,
      *shrink(value) {
        asked += 1;
        yield* number.shrink(value);
      },
    };
    const candidates = listPlan(counting, 50).shrink(Array.from({ length: 50 }, () => 7));
    const iterator = candidates[Symbol.iterator]();
    expect(iterator.next().value).toEqual([]);
    expect((iterator.next().value as number[]).length).toBe(25);
    expect(asked).toBe(0);
  });
});

const measured = <T>(plan: Plan<T>, value: T): Measure => {
  const measure = new Measure();
  plan.measure(value, measure);
  return measure;
};

describe('the measure', () => {
  it('tells neighbours apart beyond 2^53', () => {
    const number = numberPlan({ min: -Infinity, max: Infinity, whole: false }, () => 0);
    const pair = listPlan(number, 4);
    const large = measured(pair, [2 ** 60, 1]);
    expect(large.compare(measured(pair, [2 ** 60, 0]))).toBe(1);
    expect(large.compare(measured(pair, [2 ** 60, 2]))).toBe(-1);
    expect(large.compare(measured(pair, [1, 2 ** 60]))).toBe(0);
  });

  it('puts parts before choices, and choices before magnitude', () => {
    expect(measured(listPlan(choicePlan(['a', 'b']), 9), ['b', 'a']).toList()).toEqual([
      2,
      0,
      1,
      0,
      0,
      0n,
      0,
    ]);
  });

  it.each([
    [12, 0],
    [0.5, 1],
    [1e-7, 7],
    [1.25e-7, 9],
    [1e21, 0],
    [5e-324, 324],
    [-0.125, 3],
  ])('knows the decimals of %d', (value, decimals) => {
    expect(decimalsOf(value)).toBe(decimals);
  });
});
