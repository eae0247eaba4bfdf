import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readDataset } from '../../generators/index.ts';
import type { LoadedDataset } from '../../generators/index.ts';
import { formatProblem, readShape } from '../../schema/index.ts';
import type { Shape, ShapeName, Thread, ThreadItem } from '../../schema/index.ts';
import { defaultApiKey } from '../../server/index.ts';
import { createVirtualClock, systemClock } from '../../support/clock.ts';
import type { Io } from '../io.ts';
import { main } from '../main.ts';
import { runMain } from '../testing/run-main.ts';

// The files of the odd profile, in every locale, served over HTTP as a user would serve them.
let dir: string;
let url = '';
let dataset: LoadedDataset;
let serving: Promise<void>;
const abort = new AbortController();
let log = '';

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'serve-edge-'));
  const out = path.join(dir, 'data');
  const size = ['--threads', '60', '--sessions', '60', '--users', '40'];
  const made = await runMain([
    'generate',
    '--out',
    out,
    '--profile',
    'edge',
    '--locale',
    'all',
    '--gzip',
    ...size,
  ]);
  if (made.code !== undefined) throw new Error(made.stderr);
  dataset = await readDataset(out);
  const io: Io = {
    stdout: (text) => void (log += text),
    stderr: (text) => void (log += text),
    // Odd sessions live for a second. Time stands still, so that none of them ends however long the tests take.
    clock: createVirtualClock(),
    signal: abort.signal,
    setExitCode: () => undefined,
    env: {},
    live: false,
    color: false,
  };
  serving = main(['serve', '--port', '0', '--dataset', out], io);
  while (url === '') {
    await systemClock.sleep(5);
    url = /^ChatKit API +(\S+)$/m.exec(log)?.[1] ?? '';
  }
});
afterAll(async () => {
  abort.abort();
  await serving;
  await rm(dir, { recursive: true });
});

/** What is answered, which must be a valid value of the shape. */
async function ask<N extends ShapeName>(
  shape: N,
  address: string,
  key = defaultApiKey,
  method = 'GET',
): Promise<Shape<N>> {
  const headers = { authorization: `Bearer ${key}`, 'openai-beta': 'chatkit_beta=v1' };
  const response = await fetch(`${url}/chatkit/${address}`, { method, headers });
  const value: unknown = await response.json();
  const read = readShape(shape, value);
  expect({
    address,
    status: response.status,
    problems: read.ok ? [] : read.problems.map(formatProblem),
  }).toEqual({ address, status: 200, problems: [] });
  return value as Shape<N>;
}

/** All entries of a list, page by page. */
async function walk<N extends 'thread_list' | 'thread_item_list'>(
  shape: N,
  address: string,
  query: Record<string, string>,
  key?: string,
): Promise<Shape<N>['data'][number][]> {
  const entries: Shape<N>['data'][number][] = [];
  for (let after: string | null = null; ;) {
    const search: URLSearchParams = new URLSearchParams({ ...query, ...(after === null ? {} : { after }) });
    const page: Shape<N> = await ask(shape, `${address}?${search}`, key);
    entries.push(...page.data);
    if (!page.has_more) return entries;
    after = page.last_id;
  }
}

const moved = <T extends { created_at: number }>(entries: readonly T[], by: number): T[] =>
  entries.map((entry) => ({ ...entry, created_at: entry.created_at + by }));
const byId = <T extends { id: string }>(entries: readonly T[]): T[] =>
  entries.toSorted((a, b) => (a.id < b.id ? -1 : 1));

/** By how much `serve` has moved all times. */
async function shift(): Promise<number> {
  const first = dataset.threads[0] as Thread;
  return (await ask('thread', `threads/${first.id}`)).created_at - first.created_at;
}

it('gives every thread on valid pages, in every order and page size, unchanged but for their times', async () => {
  const wanted = byId(moved(dataset.threads, await shift()));
  const oldestFirst = await walk('thread_list', 'threads', { order: 'asc', limit: '7' });
  expect(byId(oldestFirst)).toEqual(wanted);
  const newestFirst = await walk('thread_list', 'threads', { order: 'desc', limit: '100' });
  expect(newestFirst.map(({ id }) => id)).toEqual(oldestFirst.map(({ id }) => id).toReversed());
  for (const { id } of oldestFirst) await ask('thread', `threads/${id}`);
});

it('gives the items of every thread on valid pages, in the order of the files', async () => {
  const by = await shift();
  const items = Map.groupBy(dataset.items, (item) => item.thread_id);
  expect(dataset.items.length).toBeGreaterThan(1000);
  for (const [index, { id }] of dataset.threads.entries()) {
    const query = index % 2 === 0 ? { order: 'asc', limit: '9' } : { order: 'desc', limit: '100' };
    const found: ThreadItem[] = await walk('thread_item_list', `threads/${id}/items`, query);
    const wanted = moved(items.get(id) ?? [], by);
    expect(found).toEqual(index % 2 === 0 ? wanted : wanted.toReversed());
  }
});

it('finds the threads of every user by name, however odd the name', async () => {
  const own = Map.groupBy(dataset.threads, ({ user }) => user);
  expect(own.size).toBe(40);
  for (const [user, threads] of own) {
    const found = await walk('thread_list', 'threads', { user });
    expect(found.map(({ id }) => id).toSorted()).toEqual(threads.map(({ id }) => id).toSorted());
  }
});

it('lets the secret of an active session see the threads of its user', async () => {
  const active = dataset.sessions.filter(({ status }) => status === 'active');
  expect(active.length).toBeGreaterThan(5);
  for (const { client_secret, user } of active) {
    const { data } = await ask('thread_list', 'threads?limit=100', client_secret);
    expect(data.filter((thread) => thread.user !== user)).toEqual([]);
  }
});

it('cancels every session, and answers with it', async () => {
  expect(new Set(dataset.sessions.map(({ status }) => status)).size).toBe(3);
  for (const session of dataset.sessions) {
    const cancelled = await ask('chat_session', `sessions/${session.id}/cancel`, defaultApiKey, 'POST');
    const status = session.status === 'active' ? 'cancelled' : session.status;
    expect(cancelled).toEqual({ ...session, expires_at: cancelled.expires_at, status });
  }
});
