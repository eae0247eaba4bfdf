import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createDeployment } from '../../server/index.ts';
import { createVirtualClock } from '../../support/clock.ts';
import { createDataset, readDataset, referenceTime, writeDataset } from '../index.ts';
import type { DatasetOptions } from '../index.ts';
import { failure, filesOf, withFolder } from './testing/folder.ts';

const NameValues = z.array(z.strictObject({ name: z.string(), value: z.string() }));
const Milliseconds = z.number().min(0);

/** HAR 1.2 as its specification has it, and nothing beyond. */
const Har = z.strictObject({
  log: z.strictObject({
    version: z.literal('1.2'),
    creator: z.strictObject({ name: z.string(), version: z.string() }),
    entries: z.array(
      z.strictObject({
        startedDateTime: z.iso.datetime(),
        time: Milliseconds,
        request: z.strictObject({
          method: z.literal('GET'),
          url: z.url(),
          httpVersion: z.literal('HTTP/1.1'),
          cookies: z.array(z.never()),
          headers: NameValues,
          queryString: NameValues,
          headersSize: z.literal(-1),
          bodySize: z.literal(0),
        }),
        response: z.strictObject({
          status: z.literal(200),
          statusText: z.literal('OK'),
          httpVersion: z.literal('HTTP/1.1'),
          cookies: z.array(z.never()),
          headers: NameValues,
          content: z.strictObject({ size: z.int(), mimeType: z.string(), text: z.string() }),
          redirectURL: z.literal(''),
          headersSize: z.literal(-1),
          bodySize: z.int(),
        }),
        cache: z.strictObject({}),
        timings: z.strictObject({ send: Milliseconds, wait: Milliseconds, receive: Milliseconds }),
      }),
    ),
  }),
});
type Har = z.infer<typeof Har>;

async function record(dir: string, options: DatasetOptions, gzip = false): Promise<Har> {
  await writeDataset({ outDir: dir, options, format: 'har', gzip });
  const bytes = await readFile(path.join(dir, gzip ? 'dataset.har.gz' : 'dataset.har'));
  return Har.parse(JSON.parse((gzip ? gunzipSync(bytes) : bytes).toString()));
}

/** Serves a HAR as replay tools do: by method and address, each entry once. */
function replay({ log }: Har) {
  const entries = new Map(
    log.entries.map((entry) => [`${entry.request.method} ${entry.request.url}`, entry]),
  );
  const asked: string[] = [];
  const fetch = (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const key = `GET ${input instanceof Request ? input.url : input.toString()}`;
    asked.push(key);
    const headers = new Headers(init?.headers);
    const entry = entries.get(key);
    const wanted = entry?.request.headers.find(({ name }) => name === 'openai-beta')?.value;
    if (entry === undefined || headers.get('openai-beta') !== wanted)
      return Promise.resolve(new Response('{}', { status: 404 }));
    const { response } = entry;
    const pairs = response.headers.map(({ name, value }): [string, string] => [name, value]);
    return Promise.resolve(new Response(response.content.text, { status: response.status, headers: pairs }));
  };
  return { client: new OpenAI({ apiKey: 'sk-test', maxRetries: 0, fetch }), asked };
}

async function walk(client: OpenAI) {
  const { threads } = client.beta.chatkit;
  const walked: { threads: unknown[]; items: unknown[] } = { threads: [], items: [] };
  for await (const thread of threads.list({ limit: 20, order: 'desc' })) {
    walked.threads.push(thread);
    for await (const item of threads.listItems(thread.id, { limit: 100, order: 'asc' }))
      walked.items.push(item);
  }
  return walked;
}

const worlds: DatasetOptions[] = [
  { seed: 5, threads: 45, items: { min: 0, max: 30 } },
  { seed: 6, threads: 2, items: { min: 250, max: 300 } },
  { seed: 7, threads: 40, items: { min: 100, max: 100 } },
  { threads: 0 },
  { profile: 'edge', seed: 8, threads: 50 },
];

describe('a recorded walk', () => {
  it.each(worlds)(
    'gives the official client everything, in order, in the requests that it makes: %j',
    (options) =>
      withFolder(async (dir) => {
        const har = await record(dir, options);
        const { client, asked } = replay(har);
        const walked = await walk(client);
        const { threads, items } = createDataset(options);
        const newestFirst = threads
          .map((thread, index) => ({ thread, index }))
          .toSorted((a, b) => b.thread.created_at - a.thread.created_at || b.index - a.index)
          .map(({ thread }) => thread);
        expect(walked.threads).toEqual(newestFirst);
        const byThread = Map.groupBy(items, ({ thread_id }) => thread_id);
        expect(walked.items).toEqual(newestFirst.flatMap(({ id }) => byThread.get(id) ?? []));
        // Every entry is asked for, once, in the order in which it was recorded.
        expect(asked).toEqual(har.log.entries.map(({ request }) => `GET ${request.url}`));
      }),
  );

  it('holds the bodies that the reference deployment answers with', () =>
    withFolder(async (dir) => {
      const options = worlds[0] as DatasetOptions;
      const { log } = await record(dir, options);
      const deployment = createDeployment({
        clock: createVirtualClock(referenceTime * 1000),
        dataset: createDataset(options),
      });
      for (const { request, response } of log.entries) {
        const answer = await deployment.fetch(request.url, {
          headers: { authorization: `Bearer ${deployment.apiKey}`, 'openai-beta': 'chatkit_beta=v1' },
        });
        expect(await answer.json()).toEqual(JSON.parse(response.content.text));
      }
    }));

  it('carries no secret, true sizes, and times that follow each other from the reference time on', () =>
    withFolder(async (dir) => {
      const { log } = await record(dir, worlds[0] as DatasetOptions);
      let freeMs = referenceTime * 1000;
      for (const { startedDateTime, time, request, response, timings } of log.entries) {
        const startMs = Date.parse(startedDateTime);
        expect(startMs - freeMs).toBeGreaterThanOrEqual(0);
        expect(startMs - freeMs).toBeLessThanOrEqual(5);
        expect(time).toBe(timings.send + timings.wait + timings.receive);
        freeMs = startMs + time;
        const header = (name: string) => response.headers.find((each) => each.name === name)?.value;
        const bytes = Buffer.byteLength(response.content.text);
        expect([response.content.size, response.bodySize, header('content-length')]).toEqual([
          bytes,
          bytes,
          String(bytes),
        ]);
        expect(header('x-request-id')).toMatch(/^req_[0-9a-f]{32}$/);
        expect(request.headers).toContainEqual({ name: 'authorization', value: 'Bearer REDACTED' });
        expect([...new URL(request.url).searchParams]).toEqual(
          request.queryString.map(({ name, value }) => [name, value]),
        );
      }
      expect(Date.parse(log.entries[0]?.startedDateTime ?? '')).toBe(referenceTime * 1000);
      expect(JSON.stringify(log)).not.toContain('ek_');
    }));

  it('is the same compressed, over several blocks, and again', () =>
    withFolder(async (root) => {
      const options = { seed: 9, threads: 90, items: { min: 150, max: 150 } };
      const plain = await record(path.join(root, 'plain'), options);
      expect(await record(path.join(root, 'packed'), options, true)).toEqual(plain);
      await record(path.join(root, 'again'), options);
      expect(await filesOf(path.join(root, 'again'))).toEqual(await filesOf(path.join(root, 'plain')));
    }));

  it('counts what it holds, and is not for loading', () =>
    withFolder(async (dir) => {
      const manifest = await writeDataset({ outDir: dir, options: { threads: 3 }, format: 'har' });
      const { items } = createDataset({ threads: 3 });
      expect([manifest.counts, manifest.options.sessions, manifest.files]).toEqual([
        { sessions: 0, threads: 3, items: items.length },
        0,
        [expect.objectContaining({ name: 'dataset.har', kind: 'har', entries: 4 })],
      ]);
      const refused = await failure(readDataset(dir));
      expect([refused.exitCode, refused.message]).toEqual([
        2,
        `${dir} holds a HAR, which is for replay tools: generate NDJSON or JSON to load it`,
      ]);
    }));

  it('is recorded in one go', () =>
    withFolder(async (dir) => {
      for (const more of [{ shard: { index: 1, count: 2 } }, { workers: 2 }, { resume: true }])
        expect((await failure(writeDataset({ outDir: dir, format: 'har', ...more }))).message).toBe(
          'format: a HAR is recorded in one go, without shard, workers and resume',
        );
      const many = { outDir: dir, format: 'har', options: { threads: 1e8 } } as const;
      expect((await failure(writeDataset(many))).message).toBe(
        'threads: a HAR takes 10000000 at most, got 100000000',
      );
      // A timer is heard only where the recording pauses.
      let made = 0;
      const late = await failure(
        writeDataset({
          outDir: dir,
          format: 'har',
          options: { threads: 20_000 },
          signal: AbortSignal.timeout(1500),
          onProgress: ({ threads }) => (made = threads),
        }),
      );
      expect([late.exitCode, made < 20_000]).toEqual([130, true]);
      expect(await readdir(dir)).toEqual([]);
      const abort = AbortSignal.abort();
      const stopped = await failure(writeDataset({ outDir: dir, format: 'har', signal: abort }));
      expect(stopped.message).toBe('interrupted: no dataset was written');
      expect(await filesOf(dir)).toEqual({});
    }));
});
