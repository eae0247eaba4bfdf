import { describe, expect, it } from 'vitest';
import type { Shape } from '../../schema/index.ts';
import { manifest, valueOf } from './testing/committed.ts';

type Page = Shape<'thread_list'> | Shape<'thread_item_list'>;

const { cases, walks } = manifest;
const byId = new Map(cases.map((each) => [each.id, each]));
const pageOf = (id: string): Page => {
  const found = byId.get(id);
  if (found === undefined) throw new Error(`${id} is no case`);
  return valueOf(found)?.value as Page;
};
const honest = walks.filter(({ verdict }) => verdict === 'accept');

it('has walks of both lists, in both orders and directions, by several sizes', () => {
  const kinds = honest.map(({ id }) => id.replace('accept/', ''));
  const names = 'asc-100 asc-2 asc-3 back-asc-3 back-desc-2 default-default desc-1 desc-2 empty'.split(' ');
  expect(kinds).toEqual(
    ['threads.list', 'threads.listItems'].flatMap((operation) => names.map((name) => `${operation}/${name}`)),
  );
});

it('keeps pages for walks, and of the right shape', () => {
  const shapes = { 'threads.list': 'thread_list', 'threads.listItems': 'thread_item_list' } as const;
  for (const { operation, pages } of walks) {
    for (const page of pages) expect(byId.get(page.case)?.shape).toBe(shapes[operation]);
  }
  const met = new Set(walks.flatMap(({ pages }) => pages.map((page) => page.case)));
  expect(cases.filter(({ id }) => id.includes('/walk-')).map(({ id }) => id)).toEqual([...met].toSorted());
});

describe.each(honest)('$id', ({ id, operation, pages, entries }) => {
  const bodies = pages.map((page) => pageOf(page.case));
  const back = id.includes('/back-');

  it('yields its entries, each once', () => {
    expect(bodies.flatMap(({ data }) => data.map((entry) => entry.id))).toEqual(entries);
    expect(new Set(entries).size).toBe(entries?.length);
  });

  it('asks for each page by the cursor of the one before, and for nothing else', () => {
    const [start] = pages;
    const given = Object.entries(start?.query ?? {}).filter(([name]) => name !== 'before');
    const cursors = bodies.map((body) => (back ? { before: body.first_id } : { after: body.last_id }));
    const wanted = cursors.slice(0, -1).map((cursor) => ({ ...Object.fromEntries(given), ...cursor }));
    expect(pages.slice(1).map(({ query }) => query)).toEqual(wanted);
    expect(start?.query).not.toHaveProperty('after');
  });

  it('has pages of the asked size, in the asked order, with their own cursors, and an end', () => {
    const { limit = 20, order = 'desc' } = pages[0]?.query ?? {};
    for (const [index, body] of bodies.entries()) {
      const times = body.data.map(({ created_at }) => created_at);
      expect(times).toEqual(times.toSorted((a, b) => (order === 'asc' ? a - b : b - a)));
      expect([body.first_id, body.last_id]).toEqual([body.data[0]?.id ?? null, body.data.at(-1)?.id ?? null]);
      expect(body.has_more).toBe(index < bodies.length - 1);
      expect(body.data.length <= limit && (!body.has_more || body.data.length === limit)).toBe(true);
    }
  });

  it('meets entries of one user, or of one thread', () => {
    const owners = bodies.flatMap(({ data }) =>
      data.map((entry) => ('user' in entry ? entry.user : entry.thread_id)),
    );
    const users =
      operation === 'threads.list' && entries?.length !== 0 ? [pages[0]?.query.user] : owners.slice(0, 1);
    expect([...new Set(owners)]).toEqual(users);
  });
});

it('meets the same entries by every size; and all but the first in the other order, backwards', () => {
  for (const operation of ['threads.list', 'threads.listItems'] as const) {
    const entriesOf = (name: string) =>
      walks.find(({ id }) => id === `accept/${operation}/${name}`)?.entries ?? [];
    const whole = entriesOf('asc-100');
    expect(whole.length).toBeGreaterThan(5);
    for (const name of ['asc-2', 'asc-3']) expect(entriesOf(name)).toEqual(whole);
    for (const name of ['desc-1', 'desc-2', 'default-default'])
      expect(entriesOf(name)).toEqual(whole.toReversed());
    expect(entriesOf('back-asc-3').toSorted()).toEqual(whole.slice(0, -1).toSorted());
    expect(entriesOf('back-desc-2').toSorted()).toEqual(whole.slice(1).toSorted());
  }
});

describe('misleading walks', () => {
  const misleading = walks.filter(({ verdict }) => verdict === 'either');

  it('have the lies that are known of pages', () => {
    expect(misleading.map(({ id }) => id.replace('either/threads.list/', ''))).toEqual([
      'cursor-of-first-entry',
      'cursor-of-no-entry',
      'cursor-repeats',
      'cursors-in-a-circle',
      'empty-in-the-middle',
      'empty-with-cursor',
      'empty-with-more',
      'end-without-cursors',
      'limit-zero',
      'more-than-asked',
      'more-without-cursor',
      'pages-overlap',
      'same-entry-twice',
      'same-page-again',
      'wrong-order',
    ]);
  });

  it('name no right order of entries', () => {
    expect(misleading.filter(({ entries }) => entries !== undefined)).toEqual([]);
  });

  it('call a page a liar exactly when it says that there is more and not from where', () => {
    const liars = cases.filter(({ id }) => id.includes('/walk-') && id.startsWith('either/'));
    const found = cases.filter(({ id }) => {
      if (!id.includes('/walk-')) return false;
      const { data, has_more, last_id } = pageOf(id);
      return has_more && (last_id === null || last_id !== data.at(-1)?.id);
    });
    expect(liars.map(({ id }) => id)).toEqual(found.map(({ id }) => id));
    expect(liars.length).toBe(6);
  });
});
