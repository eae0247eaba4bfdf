import * as fc from 'fast-check';
import { sessionDefaults } from '../../schema/index.ts';
import type { SessionCreate } from '../../schema/index.ts';
import type { PageQuery } from '../invariants/index.ts';
import type { KnownList, World } from './world.ts';

/** An element of a list that is not empty; shrinks to the first. */
export const oneOf = <T>(list: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...list);

/** A list with at least `least` entries that is known whole; shrinks to the shortest. */
export const aList = ({ lists }: World, least = 1): fc.Arbitrary<KnownList> =>
  oneOf(lists.filter(({ entries }) => entries.length >= least));

const order = fc.constantFrom('desc' as const, 'asc' as const);

/** A way to walk through a list. */
export interface Walking {
  readonly list: KnownList;
  readonly limit: number;
  readonly order: 'asc' | 'desc';
}

/** Walks of ten pages at most, with pages that end before, at and behind the end of the list; shrinks to one page. */
export const walkings = (world: World, least = 1): fc.Arbitrary<Walking> =>
  fc
    .record({
      list: aList(world, least),
      pages: fc.integer({ min: 1, max: 10 }),
      off: fc.nat(2),
      order,
    })
    .map(({ list, pages, off, order: asked }) => ({
      list,
      limit: Math.min(100, Math.max(1, Math.ceil((list.entries.length + 1 - off) / pages))),
      order: asked,
    }));

/** One page of a list. */
export interface Paging {
  readonly list: KnownList;
  readonly query: PageQuery;
}

const limits = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 10 }) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 100 }) },
  { weight: 1, arbitrary: fc.constantFrom(100, 99, 20, 21) },
);

/** Pages by any limit, order and cursors, or none of them; `cursors` says which are given. */
export const pagings = (
  world: World,
  cursors: 'any' | 'after' | 'before' | 'both' = 'any',
): fc.Arbitrary<Paging> => {
  const place = fc.nat(10_000);
  const has = (name: 'after' | 'before') =>
    cursors === name || cursors === 'both'
      ? place
      : cursors === 'any'
        ? fc.option(place, { nil: undefined, freq: 2 })
        : fc.constant(undefined);
  return fc
    .record({
      list: aList(world),
      limit: fc.option(limits, { nil: undefined, freq: 4 }),
      order: fc.option(order, { nil: undefined, freq: 3 }),
      after: has('after'),
      before: has('before'),
    })
    .map(({ list, limit, order: asked, after, before }) => {
      const { entries, user } = list;
      const idAt = (n: number) => entries[n % entries.length]?.id ?? '';
      const query: PageQuery = {
        ...(limit === undefined ? {} : { limit }),
        ...(asked === undefined ? {} : { order: asked }),
        ...(after === undefined ? {} : { after: idAt(after) }),
        ...(before === undefined ? {} : { before: idAt(before) }),
        ...(user === undefined ? {} : { user }),
      };
      return { list, query };
    });
};

/** Text that any system should take: no controls, no lone surrogates. */
const text = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.oneof(
    fc.string({ unit: 'grapheme-ascii', minLength, maxLength }),
    fc.string({ unit: 'grapheme', minLength, maxLength }),
  );

const enabled = fc.record({ enabled: fc.boolean() }, { requiredKeys: [] });
const stateVariables = fc.dictionary(
  fc.oneof(text(1, 20), text(1, 60)).filter((name) => name.length <= 64),
  fc.oneof(text(0, 40), fc.integer(), fc.boolean(), fc.double({ noNaN: true, noDefaultInfinity: true })),
  { maxKeys: 8 },
);

/** Makes an object of random optional fields, or of none. */
const some = <T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(fields, { requiredKeys: [] });

/**
 * Valid bodies of `sessions.create`, without the workflow's id, which is the run's; shrinks to the fewest fields.
 * @param isOwn whether any version of a workflow exists.
 */
export const sessionRequests = (isOwn: boolean): fc.Arbitrary<SessionCreate> => {
  const workflow = fc.record(
    {
      id: fc.constant(''),
      state_variables: stateVariables,
      tracing: enabled,
      ...(isOwn ? { version: text(1, 20) } : {}),
    },
    { requiredKeys: ['id'] },
  );
  return fc.record(
    {
      user: text(1, 60),
      workflow,
      chatkit_configuration: some({
        automatic_thread_titling: enabled,
        file_upload: some({
          enabled: fc.boolean(),
          max_file_size: fc.integer({ min: 1, max: sessionDefaults.fileUpload.maxFileSizeMegabytes }),
          max_files: fc.integer({ min: 1, max: 1000 }),
        }),
        history: some({ enabled: fc.boolean(), recent_threads: fc.integer({ min: 1, max: 1000 }) }),
      }),
      // From a minute up: no session should expire while it is looked at.
      expires_after: fc.record({
        anchor: fc.constant('created_at' as const),
        seconds: fc.integer({ min: 60, max: 600 }),
      }),
      rate_limits: some({ max_requests_per_1_minute: fc.integer({ min: 1, max: 100_000 }) }),
    },
    { requiredKeys: ['user', 'workflow'] },
  );
};

/** An id of the observed form that nobody was given, whatever the prefix. */
export const unknownIds = (prefix: string): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom(...'0123456789abcdef'.split('')), { minLength: 48, maxLength: 48 })
    .map((digits) => `${prefix}_${digits.join('')}`);
