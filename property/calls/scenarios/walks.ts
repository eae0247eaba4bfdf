import { z } from 'zod';
import type { RandomStream } from '../../../support/random.ts';
import type { Observed } from '../observed.ts';
import type { Breach, Play } from '../scenario.ts';
import type { Received } from '../server/exchange.ts';
import { answer, errorReply, requestId } from '../server/reply.ts';
import type { Reply } from '../server/reply.ts';
import { idsOf, listOf, pagedOperations, requiredParams, valueOf } from '../values.ts';
import type { PagedOperation } from '../values.ts';

export const operation = z.enum(pagedOperations);
const sizes = z.array(z.int().min(0).max(120)).min(1).max(8);
export const filled = z.array(z.int().min(1).max(120)).min(1).max(8);
export const Walk = z.object({ operation, sizes });
export type Walk = z.infer<typeof Walk>;

/** The value of the query's cursor, or null. */
export const cursorOf = ({ target }: { readonly target: string }): string | null =>
  new URLSearchParams(target.split('?')[1] ?? '').get('after');

/** The entries of a walk's pages: e1, e2, … in the order in which they are listed. */
export function pagesOf({ operation, sizes }: Walk): Record<string, unknown>[][] {
  let next = 1;
  return sizes.map((size) =>
    Array.from({ length: size }, () => {
      const entry = valueOf(operation, `e${next}`);
      next += 1;
      return entry;
    }),
  );
}

const noteOf = (page: Record<string, unknown>): string => {
  const { data } = page;
  const entries = Array.isArray(data) ? `${data.length} entries` : `data ${JSON.stringify(data)}`;
  return `${entries}, has_more ${JSON.stringify(page['has_more'])}, last_id ${JSON.stringify(page['last_id'])}`;
};

export const pageReply = (page: Record<string, unknown>): Reply =>
  answer(200, page, { headers: { 'x-request-id': requestId }, note: noteOf(page) });

/** A page as it is served, from the honest one; `at` counts from 0. */
type Twist = (page: Record<string, unknown>, at: number, isLast: boolean) => Record<string, unknown>;

/** The cursor that leads on from the page `at`: that of an empty page is none of its entries. */
const cursorAfter = (page: readonly Record<string, unknown>[], at: number): string =>
  (page.at(-1)?.['id'] as string | undefined) ?? `page${at}`;

/**
 * Plays a walk whose pages are twisted. A request's cursor may be the page's `last_id` or the id of its last entry:
 * clients read either.
 */
export function walk(
  plan: Walk,
  twist: Twist,
  more: Partial<Play> & { readonly instead?: (request: Received, at: number) => Reply | undefined } = {},
): Play {
  const pages = pagesOf(plan);
  const served = pages.map((entries, at) => {
    const isLast = at === pages.length - 1;
    const honest = { ...listOf(entries, !isLast), ...(isLast ? {} : { last_id: cursorAfter(entries, at) }) };
    return twist(honest, at, isLast);
  });
  const { instead, ...rest } = more;
  return {
    operation: plan.operation,
    params: requiredParams(plan.operation),
    // Every page, each with the two retries of a slip, and as many again for a second look.
    mostRequests: 2 * pages.length + 4,
    ...rest,
    reply: (request) => {
      const cursor = cursorOf(request);
      const at =
        cursor === null
          ? 0
          : pages.findIndex(
              (entries, i) =>
                cursor === served[i]?.['last_id'] ||
                cursor === (entries.at(-1)?.['id'] as string | undefined),
            ) + 1;
      const page = served[at];
      if (cursor !== null && at === 0) return errorReply(400, {}, `no such cursor: ${cursor}`);
      return instead?.(request, at) ?? pageReply(page ?? listOf([]));
    },
  };
}

export const allIds = (plan: Walk): string[] =>
  pagesOf(plan)
    .flat()
    .map(({ id }) => id as string);

export const shortList = (ids: readonly string[]): string =>
  ids.length <= 12
    ? `[${ids.join(', ')}]`
    : `[${ids.slice(0, 6).join(', ')}, … ${ids.at(-1)}] (${ids.length})`;

/** What differs between the entries that were to come and those that came. */
function difference(wanted: readonly string[], came: readonly string[]): Breach[] {
  if (wanted.length === came.length && wanted.every((id, i) => id === came[i])) return [];
  const missing = wanted.filter((id) => !came.includes(id));
  const what =
    missing.length > 0
      ? 'entries lost'
      : came.some((id) => !wanted.includes(id))
        ? 'entries that were not sent'
        : new Set(came).size < came.length
          ? 'entries twice'
          : 'another order';
  return [{ what, detail: `sent ${shortList(wanted)}, the caller got ${shortList(came)}` }];
}

/** Everything must have come, without an error. */
export function complete(plan: Walk, { outcome }: Observed): Breach[] {
  if (outcome.kind === 'error')
    return [{ what: 'an error', detail: `${outcome.error.type}: ${outcome.error.message.slice(0, 200)}` }];
  return outcome.kind === 'value' ? difference(allIds(plan), idsOf(outcome.value)) : [];
}

/** Everything must have come, or an error instead. */
export const completeOrError = (plan: Walk, observed: Observed): Breach[] =>
  observed.outcome.kind === 'value' ? complete(plan, observed) : [];

/** All entries of the pages that were sent must have come, in order, before the end or the error. */
export function keepsSent(sent: (observed: Observed) => readonly string[], observed: Observed): Breach[] {
  const { outcome } = observed;
  if (outcome.kind !== 'value') return [];
  const came = idsOf(outcome.value);
  const wanted = sent(observed);
  let at = 0;
  for (const id of came) if (id === wanted[at]) at += 1;
  return at === wanted.length ? [] : difference(wanted, came);
}

/** The ids of the pages that were asked for. */
export const askedFor =
  (plan: Walk) =>
  ({ exchanges }: Observed): string[] =>
    pagesOf(plan)
      .slice(0, exchanges.filter(({ status }) => status === 200).length)
      .flat()
      .map(({ id }) => id as string);

export const either = (stream: RandomStream, n: number): PagedOperation =>
  n < 2 ? (pagedOperations[n] as PagedOperation) : stream.pick(pagedOperations);

export const someSizes = (stream: RandomStream, least: number, pages: number): number[] =>
  Array.from({ length: stream.int(least, Math.max(least, pages)) }, () => stream.int(1, 4));

export const drawWalk = (least: number) => (stream: RandomStream, n: number) => ({
  operation: either(stream, n),
  sizes: someSizes(stream, least, 5),
});

export const twoPages: Walk = { operation: 'threads.list', sizes: [1, 1] };
export const WalkOfTwo = Walk.extend({ sizes: filled.min(2) });
