import { describe, expect, it } from 'vitest';
import { formatProblem, readShape } from '../../schema/index.ts';
import type { ThreadItem, ThreadItemOf, ThreadItemType } from '../../schema/index.ts';
import { sessionAt } from '../dataset/session.ts';
import { threadAt } from '../dataset/thread.ts';
import { userAt } from '../dataset/users.ts';
import { parseId } from '../identity.ts';
import { readWidgetTypes } from '../widgets/testing/package-types.ts';
import { edgeTexts, head, longLengths, longText } from './texts.ts';
import { edgeReferenceTime, tenthDigit, timeKindOf, year2038 } from './times.ts';
import type { TimeKind } from './times.ts';
import { edgeUserAt } from './user.ts';
import { extremeNumbers } from './values.ts';

const worlds = [
  { seed: 42, profile: 'edge' },
  { seed: 1337, profile: 'edge', locales: ['ar', 'ja', 'he'] },
] as const;
const told = worlds.flatMap((options) =>
  Array.from({ length: 150 }, (_, index) => ({ index, options, ...threadAt(options, index) })),
);
const items = told.flatMap((each) => each.items);
const sessions = worlds.flatMap((options) =>
  Array.from({ length: 120 }, (_, index) => sessionAt(options, index)),
);
const only = <T extends ThreadItemType>(type: T, from: readonly ThreadItem[] = items) =>
  from.filter((item): item is ThreadItemOf<T> => item.type === type);

/** Every text anywhere in a value. */
function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null)
    for (const each of Object.values(value)) yield* textsIn(each);
}
const texts = new Set(textsIn([told.map(({ thread }) => thread), items, sessions]));

const most = (lengths: number[]) => Math.max(...lengths);
const faults = (shape: 'thread' | 'thread_item' | 'chat_session', values: readonly unknown[]) =>
  values.flatMap((value) => {
    const read = readShape(shape, value, 'lint');
    // Also equal: nothing that JSON turns into something else, such as -0.
    expect(JSON.parse(JSON.stringify(value))).toEqual(value);
    return read.ok ? [] : read.problems.map(formatProblem);
  });

describe('everything stays valid and coherent', () => {
  it('passes the lint reading, before and after it was text', () => {
    expect(
      faults(
        'thread',
        told.map(({ thread }) => thread),
      ),
    ).toEqual([]);
    expect(faults('thread_item', items)).toEqual([]);
    expect(faults('chat_session', sessions)).toEqual([]);
  });

  it('keeps order, scope, thread and times of ids', () => {
    for (const { thread, items: own } of told) {
      const scope = parseId(thread.id)?.scope;
      expect(parseId(thread.id)?.seconds).toBe(thread.created_at);
      for (const item of own)
        expect([item.thread_id, parseId(item.id)]).toEqual([
          thread.id,
          { prefix: 'cti', seconds: item.created_at, scope },
        ]);
      // Where seconds tie, the sub-seconds of the ids tell the order.
      const times = own.map(({ id }) => id.slice(4, 16));
      expect(times.every((time, at) => at === 0 || time > (times[at - 1] as string))).toBe(true);
      const seconds = [thread, ...own].map(({ created_at }) => created_at);
      expect(seconds.every((time, at) => at === 0 || time >= (seconds[at - 1] as number))).toBe(true);
      expect(seconds.at(-1)).toBeLessThanOrEqual(edgeReferenceTime);
    }
    expect(new Set([...items, ...told.map(({ thread }) => thread)].map(({ id }) => id)).size).toBe(
      items.length + told.length,
    );
  });

  it('a call has no output exactly while it is in progress; arguments and outputs are JSON', () => {
    const calls = only('chatkit.client_tool_call');
    for (const call of calls) {
      expect(call.output === null).toBe(call.status === 'in_progress');
      expect(JSON.parse(call.arguments)).toBeTypeOf('object');
      expect(() => JSON.parse(call.output ?? 'null') as unknown).not.toThrow();
    }
    expect(new Set(calls.map(({ call_id }) => call_id)).size).toBe(calls.length);
    expect(calls.some(({ output }) => output === 'null')).toBe(true);
  });

  it('what is quoted was said before, what is cited was attached', () => {
    let quotes = 0;
    const strangers: unknown[] = [];
    for (const { items: own } of told) {
      const said: string[] = [];
      let attached = new Set<string>();
      for (const item of own) {
        if (item.type === 'chatkit.assistant_message') {
          said.push(...item.content.map(({ text }) => text));
          const sources = item.content.flatMap(({ annotations }) => annotations.map(({ source }) => source));
          strangers.push(...sources.filter((each) => each.type === 'file' && !attached.has(each.filename)));
        }
        if (item.type !== 'chatkit.user_message') continue;
        attached = new Set(item.attachments.map(({ name }) => name));
        for (const { text } of item.content.filter(({ type }) => type === 'quoted_text')) {
          quotes += 1;
          if (!said.some((each) => each.startsWith(text))) strangers.push(text);
        }
      }
    }
    expect(strangers).toEqual([]);
    expect(quotes).toBeGreaterThan(100);
  });

  it('widgets keep to the public types', () => {
    const { checkRoot } = readWidgetTypes();
    const widgets = only('chatkit.widget').map(
      ({ widget }) => JSON.parse(widget) as { type: string; children: unknown[] },
    );
    expect(widgets.flatMap((widget) => checkRoot(widget, '$'))).toEqual([]);
    expect(new Set(widgets.filter(({ children }) => children.length === 0).map(({ type }) => type))).toEqual(
      new Set(['Card', 'ListView', 'Basic']),
    );
    expect(widgets.some(({ children }) => children.length > 100)).toBe(true);
  });

  it('limits, expiry, status and secret of a session agree', () => {
    for (const session of sessions) {
      expect(session.rate_limits.max_requests_per_1_minute).toBe(session.max_requests_per_1_minute);
      const [, hex = '', base64 = ''] = /^ek_([0-9a-f]{48})_00(.+)$/.exec(session.client_secret) ?? [];
      expect(JSON.parse(atob(base64))).toEqual({ expires_at: session.expires_at });
      expect(hex.slice(-16)).toBe(parseId(session.id)?.scope);
      const byTime = session.expires_at > edgeReferenceTime ? 'active' : 'expired';
      expect([byTime, 'cancelled']).toContain(session.status);
    }
    // To the second: over at this instant, and alive for one more.
    const ends = new Set(sessions.map(({ expires_at }) => expires_at - edgeReferenceTime));
    expect([ends.has(0), ends.has(1)]).toEqual([true, true]);
  });
});

describe('what is rare occurs', () => {
  it.each(Object.entries(edgeTexts))('texts: %s', (_, group: readonly string[]) => {
    expect(group.filter((text) => !texts.has(text))).toEqual([]);
  });

  it('texts as long as buffers, and longer by one', () => {
    const lengths = new Set([...texts].map(({ length }) => length));
    expect(longLengths.filter((length) => !lengths.has(length))).toEqual([]);
  });

  it('no text is cut within a character', () => {
    expect([...texts].filter((text) => !text.isWellFormed())).toEqual([]);
    expect(longText('🧵', 257)).toHaveLength(257);
    expect([head('a🧵', 2), head('a🧵', 3), head('ab', 5)]).toEqual(['a', 'a🧵', 'ab']);
  });

  it('threads with no item, with one, and with more than a page', () => {
    const counts = new Set(told.map(({ items: own }) => own.length));
    expect([counts.has(0), counts.has(1), counts.has(120)]).toEqual([true, true, true]);
  });

  it('lists of a hundred and one', () => {
    expect(most(only('chatkit.user_message').map(({ attachments }) => attachments.length))).toBe(101);
    expect(most(only('chatkit.user_message').map(({ content }) => content.length))).toBe(101);
    expect(most(only('chatkit.assistant_message').map(({ content }) => content.length))).toBe(101);
    expect(most(only('chatkit.task_group').map(({ tasks }) => tasks.length))).toBe(101);
    expect(
      most(
        only('chatkit.assistant_message').flatMap(({ content }) =>
          content.map(({ annotations }) => annotations.length),
        ),
      ),
    ).toBe(101);
  });

  it('as many state variables as are allowed, with names as long as are allowed', () => {
    const full = sessions
      .map(({ workflow }) => Object.keys(workflow.state_variables ?? {}))
      .filter(({ length }) => length === 64);
    expect(full.length).toBeGreaterThan(5);
    for (const names of full) expect(new Set(names.map(({ length }) => length))).toEqual(new Set([64]));
    for (const { workflow } of sessions)
      expect(Object.keys(workflow.state_variables ?? {}).length).toBeLessThanOrEqual(64);
  });

  it('every extreme number, none of them negative zero', () => {
    const seen = new Set(sessions.flatMap(({ workflow }) => Object.values(workflow.state_variables ?? {})));
    expect(Object.values(extremeNumbers).filter((number) => !seen.has(number))).toEqual([]);
    expect([...seen].some((value) => Object.is(value, -0))).toBe(false);
    const limits = new Set(sessions.map((session) => session.max_requests_per_1_minute));
    expect(limits).toEqual(new Set([1, 2, 10, 512, 2 ** 31 - 1, 2 ** 31, Number.MAX_SAFE_INTEGER]));
  });

  it('times that tie, in a thread and between threads', () => {
    const of = (kind: TimeKind) =>
      told.filter(({ index, items: own }) => timeKindOf(index) === kind && own.length > 2);
    for (const { thread, items: own } of of('tied'))
      expect(new Set(own.map((item) => item.created_at))).toEqual(new Set([thread.created_at]));
    for (const { items: own } of of('pairs')) {
      expect(own[1]?.created_at).toBe(own[2]?.created_at);
      expect(own[0]?.created_at).not.toBe(own[1]?.created_at);
    }
    for (let group = 4; group < 150; group += 8)
      expect(told[group]?.thread.created_at).toBe(told[group + 1]?.thread.created_at);
  });

  it.each([
    ['around 2038', year2038],
    ['tenth digit', tenthDigit],
  ] as const)('times on both sides of a border: %s', (kind, border) => {
    const crossing = told.filter(({ index, items: own }) => timeKindOf(index) === kind && own.length > 2);
    expect(crossing.length).toBeGreaterThan(10);
    for (const { items: own } of crossing) {
      const times = new Set(own.map((item) => item.created_at));
      expect([times.has(border - 1), times.has(border)]).toEqual([true, true]);
    }
  });

  it('most threads are of 2038 or the days before, the newest entry is the last of the first thread', () => {
    const created = told.map(({ thread }) => thread.created_at);
    expect(created.filter((time) => time >= year2038).length).toBeGreaterThan(60);
    expect(created.filter((time) => time < year2038).length).toBeGreaterThan(60);
    expect((told[0]?.items.at(-1) ?? told[0]?.thread)?.created_at).toBe(edgeReferenceTime);
  });
});

describe('users', () => {
  const users = Array.from({ length: 5000 }, (_, index) => edgeUserAt(7, index));

  it('are different, of 1 to 512 characters', () => {
    expect(new Set(users).size).toBe(5000);
    const lengths = users.map(({ length }) => length);
    expect([Math.min(...lengths), Math.max(...lengths)]).toEqual([1, 512]);
    expect(users).not.toContain(userAt(7, 0));
  });

  it('some of them only look the same', () => {
    expect(users.slice(4, 6)).toEqual(['ren\u00E9-0', 'rene\u0301-0']);
    expect(users[4]?.normalize()).toBe(users[5]?.normalize());
  });
});
