import type { ListedPage, ListOperation, PageEvidence, PageQuery, WalkEvidence } from './evidence.ts';

/** What is walked through. */
export interface WalkPlan {
  readonly operation: ListOperation;
  /** The thread whose items are listed; absent for `threads.list`. */
  readonly threadId?: string;
  /** What every page is asked for by; a cursor in it is where the walk starts. */
  readonly query: PageQuery;
  /** Default `after`. A walk back starts at `query.before`. */
  readonly direction?: 'after' | 'before';
  /** Most pages that are asked for; default 1000. */
  readonly maxPages?: number;
  /** Whether the page behind the last one is asked for too; default false. Only for `after`. */
  readonly beyond?: boolean;
}

/**
 * Walks through a list by its cursors and keeps what came. It ends where `has_more` is false, no cursor leads on, a
 * cursor comes again, or after `maxPages`.
 * @param ask yields the page for a query; what it throws ends the walk.
 */
export async function collectWalk(
  plan: WalkPlan,
  ask: (query: PageQuery) => Promise<ListedPage>,
): Promise<WalkEvidence> {
  const { operation, threadId, query: start, direction = 'after', maxPages = 1000 } = plan;
  const pages: PageEvidence[] = [];
  const where = threadId === undefined ? { operation } : { operation, threadId };
  const used = new Set([start[direction]]);
  let query = start;
  let end: WalkEvidence['end'] = 'budget';
  while (pages.length < maxPages) {
    const page = await ask(query);
    pages.push({ ...where, query, page });
    const cursor = direction === 'after' ? page.last_id : page.first_id;
    if (!page.has_more) end = 'last_page';
    else if (cursor === null) end = 'no_cursor';
    else if (used.has(cursor)) end = 'repeated_cursor';
    if (end !== 'budget' || cursor === null) break;
    used.add(cursor);
    query = { ...start, [direction]: cursor };
  }
  const last = pages.at(-1)?.page.last_id;
  if (plan.beyond !== true || direction !== 'after' || end !== 'last_page' || typeof last !== 'string')
    return { direction, pages, end };
  return { direction, pages, end, beyond: await ask({ ...start, after: last }) };
}
