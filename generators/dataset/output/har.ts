import { setImmediate as turn } from 'node:timers/promises';
import packageJson from 'chatkit-harness/package.json' with { type: 'json' };
import type { Thread, ThreadItem } from '../../../schema/index.ts';
import { createStream } from '../../../support/random.ts';
import type { ResolvedDatasetOptions } from '../options.ts';
import { readExchanges } from '../../story/index.ts';
import { writtenThreadAt } from '../thread.ts';
import { createHarEntry } from './har-entry.ts';
import type { Instalment, Job } from './part.ts';
import { LineBlock } from '../../line-block.ts';

/** What the recorded client asked for; `after` follows on every page but the first. */
const threadQuery = { limit: 20, order: 'desc' } as const;
const itemQuery = { limit: 100, order: 'asc' } as const;

/** Text that is written at a time. */
const instalmentChars = 4 * 1024 * 1024;
/** Threads that are looked at without letting the process breathe. */
const breathEvery = 1000;
const nothing: Instalment = { threads: 0, items: 0, files: [] };

interface PageQuery {
  readonly limit: number;
  readonly order: string;
}

const queryOf = ({ limit, order }: PageQuery, after: string | undefined) => [
  { name: 'limit', value: String(limit) },
  { name: 'order', value: order },
  ...(after === undefined ? [] : [{ name: 'after', value: after }]),
];

const pageBody = (data: readonly (Thread | ThreadItem)[], hasMore: boolean): string =>
  JSON.stringify({
    object: 'list',
    data,
    first_id: data[0]?.id ?? null,
    last_id: data.at(-1)?.id ?? null,
    has_more: hasMore,
  });

/** Records requests one after another, the first at the reference time. */
class Recorder {
  readonly #seed: number;
  #nowMs: number;
  #entries = 0;
  readonly #text = new LineBlock();
  #chars = 0;
  #unwritten = 0;

  constructor({ seed, referenceTime }: ResolvedDatasetOptions) {
    this.#seed = seed;
    this.#nowMs = referenceTime * 1000;
    const creator = { name: packageJson.name, version: packageJson.version };
    this.#add(`{"log":{"version":"1.2","creator":${JSON.stringify(creator)},"entries":[\n`);
  }

  #add(text: string): void {
    this.#text.text(text);
    this.#chars += text.length;
  }

  get isFull(): boolean {
    return this.#chars >= instalmentChars;
  }

  /** Records a page, and yields the cursor of the next. */
  page(
    path: string,
    query: PageQuery,
    after: string | undefined,
    data: readonly (Thread | ThreadItem)[],
    hasMore: boolean,
  ): string | undefined {
    const stream = createStream(this.#seed, 'har', this.#entries);
    const entry = createHarEntry(stream, this.#nowMs, path, queryOf(query, after), pageBody(data, hasMore));
    this.#add(`${this.#entries > 0 ? ',' : ''}${JSON.stringify(entry)}\n`);
    // The client takes a moment to hand on what it got.
    this.#nowMs += entry.time + stream.int(1, 5);
    this.#entries += 1;
    this.#unwritten += 1;
    return data.at(-1)?.id;
  }

  end(): void {
    this.#add(']}}\n');
  }

  /** What was recorded since the last time; to be used before anything else is recorded. */
  take(threads: number, items: number): Instalment {
    const instalment = { kind: 'har', entries: this.#unwritten, text: this.#text.written } as const;
    this.#unwritten = 0;
    this.#chars = 0;
    this.#text.goOn();
    return { threads, items, files: [instalment] };
  }
}

const headOf = (options: ResolvedDatasetOptions, index: number): Thread =>
  JSON.parse(writtenThreadAt(options, index).thread) as Thread;

/** All items in pages of a size, of which at least one is; memory holds two. */
function* pagesOf(
  exchanges: Iterable<readonly ThreadItem[]>,
  size: number,
): Generator<{ readonly data: ThreadItem[]; readonly hasMore: boolean }, void, undefined> {
  const waiting: ThreadItem[] = [];
  for (const items of exchanges) {
    waiting.push(...items);
    while (waiting.length > size) yield { data: waiting.splice(0, size), hasMore: true };
  }
  yield { data: waiting, hasMore: false };
}

/** Indices of all threads in the order of the list: newest first; of one second, the last made first. */
async function* orderThreads(
  options: ResolvedDatasetOptions,
  order: Uint32Array,
): AsyncGenerator<Instalment, void, undefined> {
  const times = new Float64Array(order.length);
  for (let index = 0; index < order.length; index += 1) {
    order[index] = index;
    times[index] = headOf(options, index).created_at;
    if (index % breathEvery === 0) {
      await turn();
      yield nothing;
    }
  }
  order.sort((a, b) => (times[b] as number) - (times[a] as number) || b - a);
}

/**
 * Records a HAR 1.2 of the walk that the official client makes through every page: threads newest first, twenty a
 * page, and of each the items oldest first, a hundred a page, before the next page of threads. Memory holds the
 * order of the threads and two pages. Threads are told three times (order, list, items): that costs time only.
 */
export async function* recordWalk(job: Job): AsyncGenerator<Instalment, void, undefined> {
  const { options } = job;
  const order = new Uint32Array(options.threads);
  yield* orderThreads(options, order);
  const recorder = new Recorder(options);
  let [threads, items] = [0, 0];
  const take = () => {
    const instalment = recorder.take(threads, items);
    [threads, items] = [0, 0];
    return instalment;
  };

  let after: string | undefined;
  let at = 0;
  do {
    const indices = order.subarray(at, at + threadQuery.limit);
    at += threadQuery.limit;
    const page = Array.from(indices, (index) => headOf(options, index));
    after = recorder.page('/chatkit/threads', threadQuery, after, page, at < order.length);
    for (const index of indices) {
      const written = writtenThreadAt(options, index);
      const path = `/chatkit/threads/${headOf(options, index).id}/items`;
      let itemAfter: string | undefined;
      for (const { data, hasMore } of pagesOf(readExchanges(written), itemQuery.limit)) {
        itemAfter = recorder.page(path, itemQuery, itemAfter, data, hasMore);
        items += data.length;
        if (!recorder.isFull) continue;
        yield take();
        // Signals are heard in between.
        await turn();
      }
      threads += 1;
    }
  } while (at < order.length);
  recorder.end();
  yield take();
}
