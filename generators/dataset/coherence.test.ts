import { describe, expect, it } from 'vitest';
import { formatProblem, readShape } from '../../schema/index.ts';
import type { Thread, ThreadItem, ThreadItemOf, ThreadItemType } from '../../schema/index.ts';
import { parseId } from '../identity.ts';
import { referenceTime } from '../reference-time.ts';
import { locales } from '../vocabulary/locales.ts';
import { createDataset } from './dataset.ts';
import type { DatasetOptions } from './options.ts';
import { threadAt } from './thread.ts';

/** About 200 threads of several seeds and sizes, some of them empty, some long. */
const worlds = [
  { seed: 42, threads: 80, sessions: 60 },
  { seed: 1337, threads: 60, sessions: 60, users: 3, items: { min: 0, max: 9 } },
  { seed: -1, threads: 40, sessions: 20, users: 100, items: { min: 8, max: 40 } },
  { seed: 2 ** 40, threads: 20, sessions: 20, items: { min: 1, max: 3 } },
  { seed: 21, threads: 60, sessions: 40, users: 40, locales },
  { seed: 1018, threads: 40, sessions: 20, locales: ['zh_CN'] },
  { seed: 7, threads: 2, sessions: 0, items: { min: 700, max: 700 } },
] as const satisfies DatasetOptions[];

const stories = worlds.flatMap((options) =>
  Array.from({ length: options.threads }, (_, index) => ({ options, ...threadAt(options, index) })),
);
const sessions = worlds.flatMap((options) => createDataset(options).sessions);

const only = <T extends ThreadItemType>(items: readonly ThreadItem[], type: T) =>
  items.filter((item): item is ThreadItemOf<T> => item.type === type);

/** A law must hold of every thread. */
function forAll(check: (thread: Thread, items: readonly ThreadItem[]) => void): void {
  for (const { thread, items } of stories) check(thread, items);
}

describe('laws of a thread', () => {
  it('everything passes the lint reading', () =>
    forAll((thread, items) => {
      const faults = [
        readShape('thread', thread, 'lint'),
        ...items.map((item) => readShape('thread_item', item, 'lint')),
      ]
        .flatMap((read) => (read.ok ? [] : read.problems))
        .map(formatProblem);
      expect(faults).toEqual([]);
    }));

  it('parts make up the whole that is told of, and weeks differ by no more than their spread', () => {
    const wholes: { sum: string; told: string }[] = [];
    const spreads: number[] = [];
    forAll((_, items) => {
      for (const [i, call] of items.entries()) {
        if (call.type !== 'chatkit.client_tool_call' || call.name !== 'run_query' || call.output === null)
          continue;
        const { rows } = JSON.parse(call.output) as { rows: { count: number; weeks_ago?: number }[] };
        const counts = rows.map(({ count }) => count);
        // What was told since the question; not everything is told every time.
        const asked = items.findLastIndex(({ type }, at) => at < i && type === 'chatkit.user_message');
        const [, told] = /"([\d,]+) rows in /.exec(JSON.stringify(items.slice(asked, i))) ?? [];
        if (rows[0]?.weeks_ago === 1) spreads.push(Math.max(...counts) / Math.min(...counts));
        else if (told !== undefined)
          wholes.push({ sum: counts.reduce((sum, count) => sum + count, 0).toLocaleString('en'), told });
      }
    });
    expect(wholes.filter(({ sum, told }) => sum !== told)).toEqual([]);
    expect(Math.max(...spreads)).toBeLessThan(1.25);
    expect(Math.min(wholes.length, spreads.length)).toBeGreaterThan(5);
  });

  it('nobody counts one of many', () =>
    forAll((_, items) => {
      expect(JSON.stringify(items)).not.toMatch(/\b1 (seats|people|new (seats|ones)|invitations)\b/);
    }));

  it('there are as many items as were asked for', () => {
    for (const { options, items } of stories) {
      const { min, max } = { min: 4, max: 16, ...('items' in options ? options.items : {}) };
      expect(items.length).toBeGreaterThanOrEqual(min);
      expect(items.length).toBeLessThanOrEqual(max);
    }
    expect(
      new Set(stories.filter(({ options }) => options.seed === 42).map(({ items }) => items.length)).size,
    ).toBe(13);
  });

  it('all items belong to it and share its scope', () =>
    forAll((thread, items) => {
      const scope = parseId(thread.id)?.scope;
      expect(items.every((item) => item.thread_id === thread.id && parseId(item.id)?.scope === scope)).toBe(
        true,
      );
    }));

  it('ids carry the times of what they name', () =>
    forAll((thread, items) => {
      for (const { id, created_at } of [thread, ...items]) expect(parseId(id)?.seconds).toBe(created_at);
    }));

  it('items come in time order, none with the time of another, none before the thread', () =>
    forAll((thread, items) => {
      const times = items.map(({ created_at }) => created_at);
      for (let i = 1; i < times.length; i += 1) expect(times[i]).toBeGreaterThan(times[i - 1] as number);
      expect(times[0] ?? thread.created_at).toBeGreaterThanOrEqual(thread.created_at);
    }));

  it('nobody waits longer than four minutes, and nothing is later than the reference time', () =>
    forAll((thread, items) => {
      const times = [thread.created_at, ...items.map(({ created_at }) => created_at)];
      for (let i = 1; i < times.length; i += 1)
        expect((times[i] as number) - (times[i - 1] as number)).toBeLessThan(242);
      expect(times.at(-1)).toBeLessThanOrEqual(referenceTime);
    }));

  it('the user begins, and the assistant ends unless the thread is under way', () =>
    forAll((thread, items) => {
      expect(items[0]?.type ?? 'chatkit.user_message').toBe('chatkit.user_message');
      const finished = items.length === 0 || items.at(-1)?.type === 'chatkit.assistant_message';
      expect(finished || thread.status.type === 'active').toBe(true);
    }));

  it('a tool call has no output exactly while it is in progress: as the last item of an active thread', () =>
    forAll((thread, items) => {
      const calls = only(items, 'chatkit.client_tool_call');
      for (const call of calls) {
        expect(call.output === null).toBe(call.status === 'in_progress');
        expect(
          call.status === 'completed' || (call === items.at(-1) && thread.status.type === 'active'),
        ).toBe(true);
      }
      expect(new Set(calls.map(({ call_id }) => call_id)).size).toBe(calls.length);
    }));

  it('arguments, outputs and widgets are JSON', () =>
    forAll((_, items) => {
      for (const call of only(items, 'chatkit.client_tool_call')) {
        expect(JSON.parse(call.arguments)).toBeTypeOf('object');
        expect(JSON.parse(call.output ?? '{}')).toBeTypeOf('object');
      }
      for (const { widget } of only(items, 'chatkit.widget'))
        expect(JSON.parse(widget)).toHaveProperty('children');
    }));

  it('what is quoted was said before in the thread', () =>
    forAll((_, items) => {
      let said = '';
      for (const item of items) {
        if (item.type === 'chatkit.assistant_message')
          said += item.content.map(({ text }) => text).join('\n');
        if (item.type !== 'chatkit.user_message') continue;
        for (const { text } of item.content.filter(({ type }) => type === 'quoted_text'))
          expect(said).toContain(text);
      }
    }));

  it('annotations name files that were attached before', () =>
    forAll((_, items) => {
      const attached = new Set<string>();
      for (const item of items) {
        if (item.type === 'chatkit.user_message') for (const { name } of item.attachments) attached.add(name);
        if (item.type !== 'chatkit.assistant_message') continue;
        for (const { source } of item.content.flatMap(({ annotations }) => annotations))
          expect(source.type === 'url' || attached.has(source.filename)).toBe(true);
      }
    }));

  it('images have a preview, other files none, and every address is reserved', () =>
    forAll((_, items) => {
      for (const file of only(items, 'chatkit.user_message').flatMap(({ attachments }) => attachments)) {
        expect(file.type === 'image').toBe(file.mime_type.startsWith('image/'));
        expect(file.preview_url).toBe(
          file.type === 'image' ? `https://files.example.com/previews/${file.id}` : null,
        );
      }
      for (const [url] of JSON.stringify(items).matchAll(/https?:[^"\\]+/g))
        expect(new URL(url).hostname).toMatch(/(^|\.)example\.(com|org)$/);
    }));

  it('no task is without words, no sentence with a hole in it', () =>
    forAll((_, items) => {
      for (const task of only(items, 'chatkit.task')) expect(task.heading ?? task.summary).not.toBeNull();
      for (const task of only(items, 'chatkit.task_group').flatMap(({ tasks }) => tasks))
        expect(task.heading ?? task.summary).not.toBeNull();
      const text = JSON.stringify(items).replaceAll('Cannot read properties of undefined', '');
      expect(text).not.toMatch(/undefined|NaN|\[object| {2}/);
    }));
});

describe('laws of a dataset', () => {
  it('two neighbouring threads of eight items or more hold all six variants', () => {
    for (let index = 0; index < 200; index += 1) {
      const options = { seed: index, items: { min: 8, max: 12 } };
      const items = [...threadAt(options, index).items, ...threadAt(options, index + 1).items];
      expect(new Set(items.map(({ type }) => type)).size).toBe(6);
    }
  });

  it('threads begin evenly over the 90 days before a pause that leaves room for the longest', () => {
    const latest = referenceTime - 17 * 240;
    const tenths = Array.from({ length: 1200 }, (_, index) => {
      const { created_at } = threadAt({ seed: 11 }, index + 1).thread;
      return Math.floor((latest - created_at) / (9 * 86_400));
    });
    for (let tenth = 0; tenth < 10; tenth += 1)
      expect(Math.abs(tenths.filter((each) => each === tenth).length - 120)).toBeLessThanOrEqual(3);
  });

  it('no two entries share an id, no two threads a time', () => {
    const ids = [...stories.flatMap(({ thread, items }) => [thread, ...items]), ...sessions].map(
      ({ id }) => id,
    );
    expect(new Set(ids).size).toBe(ids.length);
    const times = Array.from({ length: 1000 }, (_, index) => threadAt({}, index).thread.created_at);
    expect(new Set(times).size).toBe(1000);
  });

  it('the newest entry is the last one of the first thread, made at the reference time', () => {
    for (const options of worlds) {
      const { thread, items } = threadAt(options, 0);
      expect((items.at(-1) ?? thread).created_at).toBe(referenceTime);
    }
  });

  it('every user has a thread and a session, when there are enough', () => {
    const { threads, sessions } = createDataset({ users: 12, threads: 40, sessions: 12 });
    expect(new Set(threads.map(({ user }) => user)).size).toBe(12);
    expect(new Set(sessions.map(({ user }) => user))).toEqual(new Set(threads.map(({ user }) => user)));
  });

  it('statuses of all kinds occur, ended threads with reasons and without', () => {
    const statuses = stories.map(({ thread }) => thread.status);
    const ended = statuses.flatMap((status) => (status.type === 'active' ? [] : [status.reason === null]));
    expect(new Set(statuses.map(({ type }) => type))).toEqual(new Set(['active', 'locked', 'closed']));
    expect(new Set(ended)).toEqual(new Set([true, false]));
  });

  it('calls in progress, quotes, attachments and titles that are null occur', () => {
    const text = JSON.stringify(stories);
    for (const part of [
      '"in_progress"',
      '"quoted_text"',
      '"image/jpeg"',
      '"title":null',
      '"inference_options":{"model":null',
    ])
      expect(text).toContain(part);
  });

  it('limits, expiry, status and secret of a session agree', () => {
    for (const session of sessions) {
      const read = readShape('chat_session', session, 'lint');
      expect(read.ok ? [] : read.problems).toEqual([]);
      expect(session.rate_limits.max_requests_per_1_minute).toBe(session.max_requests_per_1_minute);
      const [, hex = '', base64 = ''] = /^ek_([0-9a-f]{48})_00(.+)$/.exec(session.client_secret) ?? [];
      expect(JSON.parse(atob(base64))).toEqual({ expires_at: session.expires_at });
      expect(hex.slice(-16)).toBe(parseId(session.id)?.scope);
      const lifetime = session.expires_at - (parseId(session.id)?.seconds ?? 0);
      expect(lifetime).toBeGreaterThanOrEqual(1);
      expect(lifetime).toBeLessThanOrEqual(600);
      const byTime = session.expires_at > referenceTime ? 'active' : 'expired';
      expect([byTime, 'cancelled']).toContain(session.status);
    }
    expect(new Set(sessions.map(({ status }) => status)).size).toBe(3);
  });
});
