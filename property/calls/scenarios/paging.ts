import { z } from 'zod';
import { scenario } from '../scenario.ts';
import type { AnyScenario } from '../scenario.ts';
import { answer, errorReply } from '../server/reply.ts';
import type { Reply } from '../server/reply.ts';
import { idsOf, listOf, requiredParams } from '../values.ts';
import {
  Walk,
  WalkOfTwo,
  allIds,
  askedFor,
  complete,
  completeOrError,
  cursorOf,
  drawWalk,
  either,
  filled,
  keepsSent,
  operation,
  pageReply,
  pagesOf,
  shortList,
  someSizes,
  twoPages,
  walk,
} from './walks.ts';

const honestSizes = [[1, 1], [0], [1], [2, 2, 1], [20, 20, 20], [100, 1], [1, 0], [1, 1, 1, 1, 1, 1, 1, 1]];

const honest = scenario({
  name: 'paging/honest',
  server: 'Pages that keep the contract, of many sizes; the last may be empty.',
  claim: 'The auto-pager yields every entry of every page, once and in order.',
  source: 'published',
  reference: 'has_more, last_id and after, as the API describes them',
  plan: Walk,
  simplest: twoPages,
  draw: (stream, n) => ({
    operation: either(stream, n % 4),
    sizes: honestSizes[n] ?? [...someSizes(stream, 1, 6), stream.int(0, 30)],
  }),
  play: (plan) => walk(plan, (page) => page),
  judge: complete,
});

const repeated = scenario({
  name: 'paging/repeated-cursor',
  server: 'Every page says has_more true and the same last_id, as a static mock does.',
  claim: 'A cursor that was just used and comes again ends the walk.',
  source: 'convention',
  plan: z.object({ operation, size: z.int().min(1).max(120) }),
  simplest: { operation: 'threads.list' as const, size: 1 },
  draw: (stream, n) => ({ operation: either(stream, n), size: stream.int(1, 5) }),
  play: ({ operation, size }) => {
    const page = listOf(pagesOf({ operation, sizes: [size] })[0] ?? [], true);
    return {
      operation,
      params: requiredParams(operation),
      mostRequests: 6,
      reply: () => pageReply(page),
    };
  },
  judge: ({ operation, size }, observed) => keepsSent(() => allIds({ operation, sizes: [size] }), observed),
});

const cycle = scenario({
  name: 'paging/cursors-in-a-circle',
  server: 'The last page says has_more true, and its cursor leads back to the first page.',
  claim: 'Cursors that lead in a circle end the walk.',
  source: 'convention',
  plan: WalkOfTwo,
  simplest: twoPages,
  draw: drawWalk(2),
  play: (plan) => {
    const pages = pagesOf(plan).map((entries) => listOf(entries, true));
    return {
      operation: plan.operation,
      params: requiredParams(plan.operation),
      mostRequests: 2 * pages.length + 4,
      reply: (request) => {
        const at = pages.findIndex((page) => page['last_id'] === cursorOf(request)) + 1;
        return pageReply(pages[at % pages.length] ?? {});
      },
    };
  },
  judge: (plan, observed) => keepsSent(() => allIds(plan), observed),
});

const noCursor = scenario({
  name: 'paging/no-cursor',
  server: 'The first page says has_more true and gives no last_id: null, absent or empty.',
  claim:
    'More is promised and no cursor leads there: the caller gets it all the same, or an error; never a shorter list.',
  source: 'convention',
  plan: WalkOfTwo.extend({ form: z.enum(['null', 'absent', 'empty']) }),
  simplest: { ...twoPages, form: 'null' as const },
  draw: (stream, n) => ({
    ...drawWalk(2)(stream, n),
    form: (['null', 'absent', 'empty'] as const)[n % 3] ?? 'null',
  }),
  play: ({ form, ...plan }) =>
    walk(plan, ({ last_id: lastId, ...page }, at) => {
      if (at > 0) return { ...page, last_id: lastId };
      return form === 'absent' ? page : { ...page, last_id: form === 'null' ? null : '' };
    }),
  judge: completeOrError,
});

const emptyPage = scenario({
  name: 'paging/empty-page-with-more',
  server: 'A page in the middle has no entries, says has_more true and gives a cursor that leads on.',
  claim: 'A page without entries that promises more does not end the walk.',
  source: 'convention',
  plan: Walk.extend({ sizes: z.array(z.int().min(1).max(120)).min(1).max(4), empty: z.int().min(1).max(3) }),
  simplest: { operation: 'threads.list' as const, sizes: [1], empty: 1 },
  draw: (stream, n) => ({
    operation: either(stream, n),
    sizes: someSizes(stream, 1, 3),
    empty: stream.int(1, 3),
  }),
  play: ({ operation, sizes, empty }) =>
    walk({ operation, sizes: [1, ...Array.from({ length: empty }, () => 0), ...sizes] }, (page) => page),
  judge: ({ operation, sizes, empty }, observed) =>
    completeOrError({ operation, sizes: [1, ...Array.from({ length: empty }, () => 0), ...sizes] }, observed),
});

const listForms = { absent: undefined, null: null, object: {}, text: 'e1' } as const;
const listNames = ['absent', 'null', 'object', 'text'] as const;

const noList = scenario({
  name: 'paging/no-list',
  server:
    'A later page has no list of entries: its data is absent, null, an object or a text; it says has_more true and gives a cursor that leads on.',
  claim: 'A page without a list is an error, or is walked past; it never ends the walk.',
  source: 'convention',
  plan: Walk.extend({ sizes: filled.min(2), form: z.enum(listNames) }),
  simplest: { ...twoPages, form: 'absent' as const },
  draw: (stream, n) => ({ ...drawWalk(2)(stream, n), form: listNames[n % listNames.length] ?? 'absent' }),
  play: ({ form, ...plan }) =>
    walk(withGap(plan), (page, at) => (at === 1 ? { ...page, data: listForms[form] } : page)),
  judge: ({ form, ...plan }, observed) =>
    completeOrError(withGap(plan), observed).map((breach) => ({
      ...breach,
      what: `${breach.what}: ${form}`,
    })),
});

/** A walk with a page of no entries behind the first. */
const withGap = ({ operation, sizes: [first = 1, ...rest] }: Walk): Walk => ({
  operation,
  sizes: [first, 0, ...rest],
});

const emptyForEver = scenario({
  name: 'paging/empty-without-cursor',
  server: 'A page has no entries, says has_more true and gives no cursor.',
  claim: 'A page with neither entries nor cursor ends the walk.',
  source: 'convention',
  plan: Walk.extend({ sizes: z.array(z.int().min(0).max(9)).max(4) }),
  simplest: { operation: 'threads.list' as const, sizes: [] },
  draw: (stream, n) => ({ operation: either(stream, n), sizes: n < 2 ? [] : someSizes(stream, 1, 3) }),
  play: ({ operation, sizes }) =>
    walk({ operation, sizes: [...sizes, 0] }, (page, _, isLast) =>
      isLast ? { ...page, has_more: true } : page,
    ),
  judge: ({ operation, sizes }, observed) => completeOrError({ operation, sizes: [...sizes, 0] }, observed),
});

const oddForms = {
  absent: undefined,
  null: null,
  '"true"': 'true',
  '"false"': 'false',
  '1': 1,
  '0': 0,
} as const;
const oddNames = ['absent', 'null', '"true"', '"false"', '1', '0'] as const;

const oddHasMore = scenario({
  name: 'paging/odd-has-more',
  server:
    'The first page has a has_more that is absent, null, a string or a number; cursors are right, more pages follow.',
  claim: 'An odd has_more does not make a client loop, or lose entries of a page that it asked for.',
  source: 'convention',
  plan: WalkOfTwo.extend({ form: z.enum(oddNames) }),
  simplest: { ...twoPages, form: 'absent' as const },
  draw: (stream, n) => ({ ...drawWalk(2)(stream, n), form: oddNames[n % oddNames.length] ?? 'absent' }),
  play: ({ form, ...plan }) =>
    walk(plan, (page, at) => (at === 0 ? { ...page, has_more: oddForms[form] } : page)),
  judge: ({ form, ...plan }, observed) =>
    keepsSent(askedFor(plan), observed).map((breach) => ({ ...breach, what: `${breach.what}: ${form}` })),
});

const promised = scenario({
  name: 'paging/more-is-empty',
  server: 'The last page says has_more true; what its cursor leads to is an empty page without more.',
  claim: 'The entries are all yielded, and the walk ends without an error.',
  source: 'convention',
  plan: Walk.extend({ sizes: filled }),
  simplest: { operation: 'threads.list' as const, sizes: [1] },
  draw: drawWalk(1),
  play: (plan) => walk(plan, (page, _, isLast) => (isLast ? { ...page, has_more: true } : page)),
  judge: complete,
});

const foreignCursor = scenario({
  name: 'paging/cursor-of-no-entry',
  server: "Every last_id is a text that is no entry's id, and leads on.",
  claim: 'All entries are yielded: the cursor need not be the id of an entry.',
  source: 'convention',
  plan: WalkOfTwo,
  simplest: twoPages,
  draw: drawWalk(2),
  play: (plan) => walk(plan, (page, at) => ({ ...page, last_id: `cursor${at}` })),
  judge: complete,
});

const specials = ['a b', 'a+b', 'a&limit=1', 'a=b', '100%', '%2F', 'é', '日本', 'a#b', '?', 'a/b', '"', '😀'];

const keepsQuery = scenario({
  name: 'paging/keeps-query',
  server:
    'Honest pages whose cursors hold characters that a query must escape; the call has a limit, an order and a user.',
  claim: 'Every later page is asked for with the same limit, order and user, and the cursor as it was sent.',
  source: 'published',
  plan: z.object({
    operation,
    cursor: z.string().min(1),
    limit: z.int().min(1).max(100),
    order: z.enum(['asc', 'desc']),
    user: z.string().min(1),
  }),
  simplest: { operation: 'threads.list' as const, cursor: 'a', limit: 1, order: 'asc' as const, user: 'u' },
  draw: (stream, n) => ({
    operation: either(stream, n % 4),
    cursor: specials[n] ?? `${stream.pick(specials)}${stream.pick(specials)}`,
    limit: stream.int(1, 100),
    order: stream.pick(['asc', 'desc'] as const),
    user: n < 3 ? 'u' : stream.pick(specials),
  }),
  play: ({ operation, cursor, limit, order, user }) => ({
    operation,
    params: { ...requiredParams(operation), limit, order, ...(operation === 'threads.list' ? { user } : {}) },
    mostRequests: 6,
    reply: (request) => {
      const pages = pagesOf({ operation, sizes: [1, 1] });
      const first = { ...listOf(pages[0] ?? [], true), last_id: cursor };
      return pageReply(cursorOf(request) === null ? first : listOf(pages[1] ?? []));
    },
  }),
  judge: ({ operation, cursor, limit, order, user }, { exchanges, outcome }) => {
    if (outcome.kind === 'failed' || outcome.kind === 'skipped') return [];
    const base = { limit: String(limit), order, ...(operation === 'threads.list' ? { user } : {}) };
    const wanted: Record<string, string>[] = [base, { ...base, after: cursor }];
    return wanted.flatMap((query, i) => {
      const { target } = exchanges[i] ?? { target: '(not asked)' };
      const came = Object.fromEntries(new URLSearchParams(target.split('?')[1] ?? ''));
      const wrong = [...new Set([...Object.keys(query), ...Object.keys(came)])].filter(
        (name) => query[name] !== came[name],
      );
      return wrong.slice(0, 1).map((name) => ({
        what: `${name} on page ${i + 1}`,
        detail: `page ${i + 1}: ${name} was to be ${JSON.stringify(query[name])}, the request was ${target}`,
      }));
    });
  },
});

const slips = ['500', '503', '429', 'reset', 'close', 'cut'] as const;
const slipReply = (form: (typeof slips)[number]): Reply =>
  form === 'reset' || form === 'close'
    ? { kind: 'none', how: form }
    : form === 'cut'
      ? answer(200, listOf([]), { ending: 'cut' })
      : errorReply(Number(form), { 'retry-after-ms': '50' });

const lostPage = scenario({
  name: 'paging/page-that-never-comes',
  server: 'A later page is answered with an error, a reset or a body cut short, every time.',
  claim: 'A page that cannot be had is an error, never the end of the list.',
  source: 'published',
  reference: 'RFC 9112, 8: an incomplete message is not a complete one; the pages before promised more',
  plan: WalkOfTwo.extend({ form: z.enum(slips) }),
  simplest: { ...twoPages, form: '500' as const },
  draw: (stream, n) => ({ ...drawWalk(2)(stream, n), form: slips[n % slips.length] ?? '500' }),
  play: ({ form, ...plan }) =>
    walk(plan, (page) => page, {
      mostRequests: 2 * plan.sizes.length + 6,
      instead: (_, at) => (at === plan.sizes.length - 1 ? slipReply(form) : undefined),
    }),
  judge: ({ form }, { outcome }) =>
    outcome.kind === 'value'
      ? [
          {
            what: form,
            detail: `no error; the caller got ${shortList(idsOf(outcome.value))} for the whole list`,
          },
        ]
      : [],
});

const recovering = scenario({
  name: 'paging/page-that-comes-at-last',
  server: 'A later page is answered once with 429, 5xx or a reset, then as it should be.',
  claim: 'After the retry all entries are yielded, once and in order.',
  source: 'client documentation',
  plan: WalkOfTwo.extend({ form: z.enum(['500', '503', '429', 'reset', 'close']) }),
  simplest: { ...twoPages, form: '500' as const },
  draw: (stream, n) => ({
    ...drawWalk(2)(stream, n),
    form: (['500', '503', '429', 'reset', 'close'] as const)[n % 5] ?? '500',
  }),
  play: ({ form, ...plan }) =>
    walk(plan, (page) => page, {
      mostRequests: 2 * plan.sizes.length + 6,
      instead: ({ index }) => (index === 1 ? slipReply(form) : undefined),
    }),
  judge: ({ form, ...plan }, observed) =>
    complete(plan, observed).map((breach) => ({ ...breach, what: `${breach.what}: ${form}` })),
});

/** Walks through pages, honest and lying. */
export const paging: readonly AnyScenario[] = [
  honest,
  keepsQuery,
  foreignCursor,
  promised,
  recovering,
  lostPage,
  repeated,
  cycle,
  noCursor,
  emptyPage,
  noList,
  emptyForEver,
  oddHasMore,
];
