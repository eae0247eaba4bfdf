import type { OperationId } from '../../schema/index.ts';
import type { RandomStream } from '../../support/random.ts';
import type { Fault } from './fault.ts';
import { mapJson } from './json.ts';
import type { JsonObject } from './json.ts';
import { listingFault, pageOf } from './listing.ts';

type Kind = 'session' | 'thread' | 'item';

const kinds: Readonly<Partial<Record<OperationId, Kind>>> = {
  'sessions.create': 'session',
  'sessions.cancel': 'session',
  'threads.list': 'thread',
  'threads.retrieve': 'thread',
  'threads.listItems': 'item',
};

interface ContentsFault extends Pick<Fault, 'does' | 'breaks' | 'source'> {
  /** On a page: one entry, drawn anew at every request, or all. */
  readonly on: 'one' | 'all';
  /** Kinds that it concerns, each with its own change. */
  readonly change: Partial<Record<Kind, (value: JsonObject) => JsonObject>>;
}

/** A fault in sessions, threads or items, wherever they are answered. */
const contentsFault = ({ on, change, ...rest }: ContentsFault): Fault => ({
  area: 'contents',
  ...rest,
  install: ({ stream }) => ({
    handlers(next) {
      const wrapped = { ...next };
      for (const [id, kind] of Object.entries(kinds) as [OperationId, Kind][]) {
        const changeValue = change[kind];
        if (changeValue !== undefined)
          wrapped[id] = (world, call) =>
            mapJson(next[id](world, call), (body) => changeBody(body, changeValue, on, stream));
      }
      return wrapped;
    },
  }),
});

function changeBody(
  body: JsonObject,
  change: (value: JsonObject) => JsonObject,
  on: ContentsFault['on'],
  stream: RandomStream,
): JsonObject {
  if (!Array.isArray(body['data'])) return change(body);
  const data = body['data'] as JsonObject[];
  if (data.length === 0) return body;
  const chosen = on === 'all' ? -1 : stream.int(0, data.length - 1);
  return { ...body, data: data.map((value, i) => (on === 'all' || i === chosen ? change(value) : value)) };
}

const setting = (name: string, value: unknown) => (object: JsonObject) => ({ ...object, [name]: value });
const omitting = (name: string) => (object: JsonObject) =>
  Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));
const asText = (name: string) => (object: JsonObject) => ({ ...object, [name]: String(object[name]) });
const inMs = (object: JsonObject) => ({ ...object, created_at: Number(object['created_at']) * 1000 });

/** Faults of the values themselves. */
export const contentsFaults = {
  'item-type-wrong': contentsFault({
    does: 'the type of one item on each page lacks its prefix: user_message for chatkit.user_message',
    breaks: 'the type of an item names one of the six variants',
    source: 'seed',
    on: 'one',
    change: { item: (item) => ({ ...item, type: String(item['type']).replace('chatkit.', '') }) },
  }),
  'required-null': contentsFault({
    does: 'null stands in user (sessions, threads) or created_at (items), in one entry of each page',
    breaks: 'null stands only where the contract allows it',
    source: 'openapi',
    on: 'one',
    change: {
      session: setting('user', null),
      thread: setting('user', null),
      item: setting('created_at', null),
    },
  }),
  'required-missing': contentsFault({
    does: 'workflow (sessions), status (threads) or object (items) is missing, in one entry of each page',
    breaks: 'every field of an answer is there',
    source: 'openapi',
    on: 'one',
    change: { session: omitting('workflow'), thread: omitting('status'), item: omitting('object') },
  }),
  'number-as-text': contentsFault({
    does: 'expires_at (sessions) or created_at (threads, items) is written as text',
    breaks: 'every field has the type that the contract gives it',
    source: 'seed',
    on: 'all',
    change: { session: asText('expires_at'), thread: asText('created_at'), item: asText('created_at') },
  }),
  'created-at-in-ms': contentsFault({
    does: 'created_at counts milliseconds',
    breaks: 'times are Unix times in seconds',
    source: 'seed',
    on: 'all',
    change: { thread: inMs, item: inMs },
  }),
  'thread-id-wrong': contentsFault({
    does: 'one item on each page has the thread_id of another thread',
    breaks: 'the items of a thread carry its id',
    source: 'seed',
    on: 'one',
    change: { item: (item) => ({ ...item, thread_id: `${String(item['thread_id'])}0` }) },
  }),
  'item-of-other-thread': {
    ...listingFault({
      of: 'items',
      does: 'the last page of a thread’s items, if it has room, ends with an item of another thread',
      breaks: 'the list of a thread’s items holds that thread’s items and no others',
      source: 'seed',
      change({ world, call, page, limit }) {
        if (page.has_more || page.data.length >= limit) return page;
        const threads = world.store.threads();
        for (let i = 0; i < threads.length; i += 1) {
          const thread = threads.at(i);
          const item = thread?.items.at(0)?.value;
          if (item !== undefined && thread?.id !== call.parameter('thread_id'))
            return pageOf([...page.data, item], false);
        }
        return page;
      },
    }),
    area: 'contents' as const,
  },
};
