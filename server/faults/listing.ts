import { defaultPageLimit } from '../../schema/index.ts';
import type { RandomStream } from '../../support/random.ts';
import type { Call, Handler, Json, World } from '../operations.ts';
import type { Fault } from './fault.ts';
import { parseJson } from './json.ts';
import type { JsonObject } from './json.ts';

/** An entry of a page, of which no more is sure than its place. */
export interface ListedEntry extends JsonObject {
  readonly id: string;
  readonly created_at: number;
}

/** A page as its reader sees it. */
export interface ListedPage extends JsonObject {
  readonly data: readonly ListedEntry[];
  readonly first_id: string | null;
  readonly last_id: string | null;
  readonly has_more: boolean;
}

/** One request for a list. */
export interface Listing {
  readonly of: 'threads' | 'items';
  readonly world: World;
  readonly call: Call;
  readonly query: URLSearchParams;
  /** How many entries were asked for, the default included. */
  readonly limit: number;
  /** The page as it should be. */
  readonly page: ListedPage;
  readonly stream: RandomStream;
  /** The page that other parameters would have got; null takes a parameter away. */
  readonly ask: (changes: Readonly<Record<string, string | null>>) => ListedPage;
  /** An entry of this list by its id. */
  readonly find: (id: string) => ListedEntry | undefined;
}

/** A page of these entries, with the ends that they have. */
export const pageOf = (data: readonly ListedEntry[], hasMore: boolean): ListedPage => ({
  object: 'list',
  data,
  first_id: data[0]?.id ?? null,
  last_id: data.at(-1)?.id ?? null,
  has_more: hasMore,
});

/** What a fault of lists says of itself, and how it changes a page. */
interface ListingFault extends Pick<Fault, 'does' | 'breaks' | 'source'> {
  /** Lists that it concerns; default both. */
  readonly of?: 'threads' | 'items';
  readonly change: (listing: Listing) => ListedPage;
}

/** A fault in the pages of lists. Requests that are refused are refused as ever. */
export const listingFault = ({ of, change, ...rest }: ListingFault): Fault => ({
  area: 'paging',
  ...rest,
  install: ({ stream }) => ({
    handlers: (next) => ({
      ...next,
      ...(of === 'items'
        ? {}
        : { 'threads.list': changing('threads', next['threads.list'], change, stream) }),
      ...(of === 'threads'
        ? {}
        : { 'threads.listItems': changing('items', next['threads.listItems'], change, stream) }),
    }),
  }),
});

function changing(
  of: Listing['of'],
  next: Handler,
  change: ListingFault['change'],
  stream: RandomStream,
): Handler {
  return (world, call) => {
    const url = new URL(call.request.url);
    const query = url.searchParams;
    const ask: Listing['ask'] = (changes) => {
      const changed = new URL(url);
      for (const [name, value] of Object.entries(changes))
        if (value === null) changed.searchParams.delete(name);
        else changed.searchParams.set(name, value);
      const request = new Request(changed, { headers: call.request.headers });
      // Lists have no body to wait for: they are answered at once.
      return parseJson(next(world, { ...call, request }) as Json) as ListedPage;
    };
    // First the request as it is: what is wrong with it is not to be hidden.
    const page = parseJson(next(world, call) as Json) as ListedPage;
    const limit = Number(query.get('limit') ?? defaultPageLimit);
    const find = (id: string): ListedEntry | undefined => {
      const entry =
        of === 'threads'
          ? world.store.thread(id)
          : world.store.thread(call.parameter('thread_id'))?.itemsById.get(id);
      return entry?.value;
    };
    return JSON.stringify(change({ of, world, call, query, limit, page, stream, ask, find }));
  };
}
