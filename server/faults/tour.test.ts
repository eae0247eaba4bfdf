import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { faults } from './registry.ts';
import type { FaultName } from './registry.ts';
import type { transportFaults } from './transport.ts';
import { tour } from './testing/tour.ts';

const filledPages =
  'list, list 3, list full last page, list bob, list asc, list after, list before, walk, items, items 2, secret lists, delete, after deleted';
const everyValue =
  'list, list 3, list full last page, list bob, list asc, list after, list before, walk, items, items 2, retrieve, create, cancel twice, secret lists, throttled, concurrent, two sessions, delete, after deleted';
const everyError =
  'secret reads bob, cancelled secret, expired secret, wrong secret, wrong key, no beta header, limit 101, no such thread, no such path, throttled, concurrent, delete, items of deleted, delete again, secret deletes bob';

/** The steps of the tour that a fault changes: all others are answered to the byte as without it. */
const changed: Readonly<Record<Exclude<FaultName, keyof typeof transportFaults>, string>> = {
  'page-repeats-item': 'list after, walk',
  'page-drops-item': 'list after, walk, after deleted',
  'cursor-ignored': 'list after, list before, walk, after deleted',
  'before-as-after': 'list before',
  'deleted-cursor-starts-over': 'after deleted',
  'middle-page-short':
    'list, list 3, list asc, list after, list before, walk, items 2, secret lists, delete, after deleted',
  'has-more-always-true': 'list full last page, list bob, list nobody, walk, items',
  'has-more-always-false':
    'list, list 3, list 0, list asc, list after, list before, walk, items 2, secret lists, throttled, concurrent, two sessions, delete, after deleted',
  'has-more-on-full-last-page': 'list full last page',
  'ends-swapped': filledPages,
  'last-id-wrong': filledPages,
  'ids-repeat':
    'list, list 3, list asc, list after, list before, walk, items, secret lists, delete, after deleted',
  'order-unstable': filledPages,
  'order-ignored': 'list asc',
  'limit-ignored':
    'list 3, list 0, list asc, list after, list before, walk, items 2, throttled, concurrent, two sessions, delete, after deleted',
  'limit-plus-one':
    'list, list 3, list 0, list asc, list after, walk, items 2, secret lists, throttled, concurrent, two sessions, delete, after deleted',
  'default-limit-wrong': 'list, secret lists',
  'user-filter-ignored': 'list full last page, list bob, list nobody',
  'user-filter-leaks-one': 'list bob, list nobody',
  'item-type-wrong': 'items, items 2',
  'required-null': everyValue,
  'required-missing': everyValue,
  'number-as-text': everyValue,
  'created-at-in-ms':
    'list, list 3, list full last page, list bob, list asc, list after, list before, walk, items, items 2, retrieve, secret lists, throttled, concurrent, two sessions, delete, after deleted',
  'thread-id-wrong': 'items, items 2',
  'item-of-other-thread': 'items',
  'limits-disagree': 'create, cancel twice',
  'defaults-not-resolved': 'create, cancel twice',
  'expires-at-off': 'create, cancel twice',
  'status-moves-back': 'cancel twice',
  'session-ids-repeat': 'cancelled secret',
  'cancelled-secret-accepted': 'cancelled secret',
  'expired-secret-accepted': 'expired secret',
  'wrong-secret-accepted': 'wrong secret',
  'wrong-key-accepted': 'wrong key',
  'beta-header-not-needed': 'no beta header',
  'others-threads-listed': 'secret lists, throttled, concurrent, two sessions',
  'others-thread-readable': 'secret reads bob',
  'others-thread-deletable': 'secret deletes bob',
  'delete-does-nothing': 'delete, items of deleted, delete again',
  'second-delete-acknowledged': 'delete again',
  'deleted-thread-keeps-items': 'items of deleted',
  'limiter-admits-one-more': 'throttled, concurrent',
  'limiter-refuses-early': 'throttled, concurrent',
  'limiter-forgets-under-concurrency': 'concurrent',
  'limiter-shared-between-sessions': 'secret reads bob, two sessions, secret deletes bob',
  'retry-after-too-short': 'throttled, concurrent',
  'retry-after-too-long': 'throttled, concurrent',
  'remaining-wrong':
    'secret lists, secret reads bob, throttled, concurrent, two sessions, secret deletes bob',
  'unauthorized-as-403': 'cancelled secret, expired secret, wrong secret, wrong key',
  'not-found-as-200':
    'secret reads bob, no such thread, no such path, delete, items of deleted, delete again, secret deletes bob',
  'bad-request-as-500': 'no beta header, limit 101',
  'error-as-text': everyError,
  'error-param-missing': everyError,
  'error-echoes-token': 'cancelled secret, expired secret, wrong secret, wrong key',
  'request-id-missing': 'request ids',
  'request-id-repeats': 'request ids',
  'content-type-wrong':
    'list, list 3, list full last page, list bob, list 0, list asc, list after, list before, list nobody, items, items 2, retrieve, create, cancel twice, secret lists, secret reads bob, cancelled secret, expired secret, wrong secret, wrong key, no beta header, limit 101, no such thread, no such path, throttled, concurrent, two sessions, delete, items of deleted, after deleted, delete again, secret deletes bob',
};

const clean = await tour([]);

describe('a fault changes what it is about and nothing else', () => {
  it.each(Object.entries(changed) as [FaultName, string][])('%s', async (name, steps) => {
    const faulty = await tour([name]);
    expect(Object.keys(faulty).filter((step) => !isDeepStrictEqual(faulty[step], clean[step]))).toEqual(
      steps.split(', '),
    );
  });
});

it.each([0, 7])('is deterministic under seed %i', async (seed) => {
  const names = faults.filter(({ area }) => area !== 'transport').map(({ name }) => name);
  const drawing = names.filter((name) =>
    ['order-unstable', 'required-null', 'item-type-wrong', 'session-ids-repeat'].includes(name),
  );
  expect(await tour(drawing, seed)).toEqual(await tour(drawing, seed));
});

it('draws other things under another seed', async () => {
  const [one, other] = [await tour(['order-unstable'], 1), await tour(['order-unstable'], 2)];
  expect(isDeepStrictEqual(one['walk'], other['walk'])).toBe(false);
  expect(one['retrieve']).toEqual(other['retrieve']);
});
