import type { ThreadItem } from '../../schema/index.ts';
import { asPage } from './exchange.ts';
import { NotTried, Refuted } from './outcome.ts';
import type { ListedEntry } from '../invariants/index.ts';
import type { ListPlace, Probe } from './probe.ts';
import type { KnownList, World } from './world.ts';

/** How much of a deployment is looked at. */
const maxThreadPages = 3;
const maxItemPages = 3;
const maxUsers = 5;
const maxItemLists = 8;
const pageSize = 100;
const itemTypes = [
  'chatkit.user_message',
  'chatkit.assistant_message',
  'chatkit.widget',
  'chatkit.client_tool_call',
  'chatkit.task',
  'chatkit.task_group',
];

/** How the deployment answered the two calls on which everything else stands. */
export interface FirstAnswers {
  /** Undefined without a whole answer. */
  readonly list: number | undefined;
  readonly create: number | undefined;
}

interface Reading {
  readonly entries: readonly ListedEntry[];
  /** Whether it reached the end. */
  readonly whole: boolean;
}

const nothing: Reading = { entries: [], whole: false };

/** Looks at what is there, so that checks know what to ask for. Faults are for the checks to find: here they are endured. */
export async function survey(
  probe: Probe,
  options: { readonly deletable: boolean; readonly isOwn: boolean },
): Promise<{ readonly world: World; readonly first: FirstAnswers }> {
  const first: { list: number | undefined; create: number | undefined } = {
    list: undefined,
    create: undefined,
  };
  const all = await readList(probe, { operation: 'threads.list' }, maxThreadPages, (status) => {
    first.list ??= status;
  });
  const noSessions = await whyNoSessions(probe, (status) => {
    first.create = status;
  });
  const users = [...new Set(all.entries.map(({ user }) => user).filter((user) => typeof user === 'string'))];
  const lists: KnownList[] = [];
  if (all.whole) lists.push({ operation: 'threads.list', name: 'all threads', entries: all.entries });
  for (const user of users.slice(0, maxUsers)) {
    const own = await readList(probe, { operation: 'threads.list', user }, maxThreadPages);
    if (own.whole)
      lists.push({ operation: 'threads.list', user, name: `threads of ${user}`, entries: own.entries });
  }
  const itemLists: KnownList[] = [];
  const seenTypes = new Set<string>();
  for (const { id } of all.entries.slice(0, 3 * maxItemLists)) {
    if (itemLists.length === maxItemLists) break;
    const place: ListPlace = { operation: 'threads.listItems', threadId: id };
    const { entries, whole } = await readList(probe, place, maxItemPages);
    for (const entry of entries) seenTypes.add((entry as unknown as ThreadItem).type);
    if (whole && entries.length > 0) itemLists.push({ ...place, name: `items of ${id}`, entries });
  }
  const warnings = thinness(all, users, itemLists, seenTypes);
  return {
    world: {
      lists: [...itemLists, ...lists].toSorted((a, b) => a.entries.length - b.entries.length),
      threads: all.entries,
      users,
      itemLists,
      noSessions,
      noDeletion: options.deletable ? undefined : 'it deletes threads: --allow-delete lets it',
      isOwn: options.isOwn,
      warnings,
    },
    first,
  };
}

/** Reads a list by pages of a hundred. What cannot be read is taken as far as it came. */
async function readList(
  probe: Probe,
  place: ListPlace,
  maxPages: number,
  onStatus: (status: number) => void = () => undefined,
): Promise<Reading> {
  const entries = new Map<string, ListedEntry>();
  let after: string | undefined;
  for (let pages = 0; pages < maxPages; pages += 1) {
    const query = { limit: pageSize, ...(after === undefined ? {} : { after }) };
    const answer = await probe.list(place, query).catch(endure);
    if (answer === undefined) return nothing;
    onStatus(answer.status);
    const page = answer.status === 200 ? asPage(answer.body) : undefined;
    if (page === undefined) break;
    const known = entries.size;
    for (const entry of page.data) entries.set(entry.id, entry);
    // Where nothing new comes there is an end, whatever has_more says.
    if (!page.has_more || entries.size === known) return { entries: [...entries.values()], whole: true };
    after = page.last_id ?? page.data.at(-1)?.id;
  }
  return { entries: [...entries.values()], whole: false };
}

async function whyNoSessions(probe: Probe, onStatus: (status: number) => void): Promise<string | undefined> {
  try {
    const { answer, session } = await probe.create(probe.sessionBody());
    onStatus(answer.status);
    if (session !== undefined) return undefined;
    const hint = answer.status === 404 ? ': does the workflow exist? (--workflow)' : '';
    return `no session could be created (${answer.summary})${hint}`;
  } catch (error) {
    if (error instanceof NotTried) return `no session could be created (${error.message})`;
    throw error;
  }
}

function endure(error: unknown): undefined {
  if (error instanceof NotTried || error instanceof Refuted) return undefined;
  throw error;
}

/** What a reader of the results should know about how little there was to look at. */
function thinness(
  all: Reading,
  users: readonly string[],
  itemLists: readonly KnownList[],
  seenTypes: ReadonlySet<string>,
): string[] {
  const warnings: string[] = [];
  if (all.entries.length === 0)
    return [
      'no thread was seen, and this API cannot create any: paging, items, isolation and deletion are not tried',
    ];
  if (all.entries.length < 10)
    warnings.push(`only ${all.entries.length} threads: boundaries of pages are hardly tried`);
  if (users.length < 2) warnings.push('threads of one user only: isolation between users is not tried');
  const longest = Math.max(0, ...itemLists.map(({ entries }) => entries.length));
  if (longest < 5) warnings.push(`no thread with more than ${longest} items was seen among the newest`);
  const unseen = itemTypes.filter((type) => !seenTypes.has(type));
  if (unseen.length > 0)
    warnings.push(`items of these types were not seen, and so not checked: ${unseen.join(', ')}`);
  const ties = [...itemLists.map(({ entries }) => entries), all.entries].some((entries) =>
    entries.some((entry, i) => entry.created_at === entries[i + 1]?.created_at),
  );
  if (!ties) warnings.push('no two entries of one second were seen: their order is not tried');
  return warnings;
}
