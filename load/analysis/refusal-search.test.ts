import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packRecords } from './record-columns.ts';
import { barestRefusal, countedFor } from './refusal-search.ts';
import { termsOf } from './terms.ts';
import { recordOf } from './testing/records.ts';

/** Requests as [sent, first byte or null, status], in microseconds; their ids count from 1. */
type Request = readonly [sent: number, firstByte: number | null, status: number];

/** A window of 10 µs and an exact clock. */
const termsFor = (limit: number, fresh = true) =>
  termsOf({ limit, windowMs: 0.01 }, fresh, { resolutionMs: 0, driftPpm: 0 });

function columnsOf(requests: readonly Request[]) {
  const records = requests.map(([sent, firstByte, status], i) =>
    recordOf(i + 1, sent / 1000, firstByte === null ? null : firstByte / 1000, {
      status: firstByte === null ? null : status,
    }),
  );
  const columns = packRecords(records).get('s1')?.columns;
  if (columns === undefined) throw new Error('no requests');
  return columns;
}

const counting = { refusals: true };
const notCounting = { refusals: false };

/** The refused request's id and what can have been counted for it. */
function barest(limit: number, requests: readonly Request[], which = notCounting, fresh = true) {
  const columns = columnsOf(requests);
  const found = barestRefusal(columns, termsFor(limit, fresh), which);
  return found === null ? null : [columns.ids[found.index], found.possible];
}

const at = (us: number, status = 200): Request => [us, us, status];

describe('the refusal with the fewest requests that can have been counted before it', () => {
  it('counts a window back and no further, both ends included', () => {
    expect(barest(1, [at(0), at(10, 429)])).toBeNull();
    expect(barest(1, [at(0), at(11, 429)])).toEqual([2, 0]);
    expect(barest(2, [at(0), at(5), at(11, 429)])).toEqual([3, 1]);
  });

  it('names the barest of several, the first of equals, and none that reaches the limit', () => {
    expect(barest(3, [at(0), at(1), at(2), at(3, 429)])).toBeNull();
    expect(barest(3, [at(0), at(1), at(2, 429), at(11, 429), at(12, 429)])).toEqual([5, 0]);
    expect(barest(3, [at(0), at(1, 429), at(2, 429)])).toEqual([2, 1]);
  });

  it('grants a slow refusal whatever was sent while it was under way, and what had just gone', () => {
    // Decided at 4 it has one before it, at 30 the other: one of a limit of 2 at the most.
    expect(barest(2, [at(0), [4, 30, 429], at(25)])).toEqual([2, 1]);
    // At 9 both count: 0 is still within the window, 8 is sent already.
    expect(barest(2, [at(0), [4, 30, 429], at(8)])).toBeNull();
    expect(barest(1, [[4, 30, 429], at(31)])).toEqual([1, 0]);
  });

  it('counts what had no answer or another one wherever that speaks for the limiter', () => {
    expect(barest(1, [[0, null, 0], at(500, 429)])).toBeNull();
    expect(barest(1, [at(0, 500), at(9, 429)])).toBeNull();
    expect(barest(1, [at(0, 500), at(11, 429)])).toEqual([2, 0]);
  });

  it('counts other refused requests where those may count, never the one itself', () => {
    const requests = [at(0), at(1, 429), at(2, 429)];
    expect(barest(3, requests)).toEqual([2, 1]);
    expect(barest(3, requests, counting)).toEqual([2, 1]);
    expect(barest(3, requests.slice(0, 1).concat([at(11, 429), at(12, 429)]), counting)).toEqual([2, 0]);
    expect(barest(1, [at(0, 429)], counting)).toEqual([1, 0]);
    expect(barest(1, [at(0, 429), at(5, 429)], counting)).toEqual([1, 0]);
  });

  it('says nothing of a session that was used before until it has been watched for a window', () => {
    expect(barest(1, [at(0, 429), at(9, 429)], notCounting, false)).toBeNull();
    expect(barest(1, [at(0, 429), at(10, 429)], notCounting, false)).toEqual([2, 0]);
    expect(barest(1, [at(0, 429), at(9, 429)])).toEqual([1, 0]);
  });

  it('takes a coarser bound for a refusal that is open during more than 512 sends, and an exact one up to there', () => {
    // The refusal is open from 0 to 20,000, others are decided one each 20 µs: never two within a window of 10.
    const open = (sends: number): Request[] => [
      [0, 20_000, 429],
      ...Array.from({ length: sends }, (_, i) => at(10 + i * 20)),
    ];
    expect(barest(2, open(512))).toEqual([1, 1]);
    expect(barest(2, open(513))).toBeNull();
  });

  it('counts neither what was sent before a refusal among those moments, nor what had gone by then in the coarser bound', () => {
    const before = Array.from({ length: 300 }, () => at(0));
    const during = (sends: number) => Array.from({ length: sends }, (_, i) => at(110 + i * 20));
    const open = (sends: number): Request[] => [...before, [100, 20_000, 429], ...during(sends)];
    expect(barest(2, open(400))).toEqual([301, 1]);
    expect(barest(600, open(513))).toEqual([301, 513]);
  });

  it('is what the definition says, over every moment at which each may have been decided', () => {
    const requests = fc.array(
      fc
        .tuple(fc.nat(30), fc.option(fc.nat(25), { freq: 8 }), fc.constantFrom(200, 200, 429, 429, 500))
        .map(([sent, latency, status]): Request => [sent, latency === null ? null : sent + latency, status]),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(
        requests,
        fc.integer({ min: 1, max: 4 }),
        fc.boolean(),
        fc.boolean(),
        (drawn, limit, fresh, refusals) => {
          const columns = columnsOf(drawn);
          const found = barestRefusal(columns, termsFor(limit, fresh), { refusals });
          expect(found).toEqual(byDefinition(columns, limit, fresh, refusals));
        },
      ),
      { numRuns: 3000 },
    );
  });
});

type Columns = ReturnType<typeof columnsOf>;

function byDefinition(columns: Columns, limit: number, fresh: boolean, refusals: boolean) {
  const all = Array.from({ length: columns.count }, (_, i) => ({
    index: i,
    sentUs: columns.sentUs[i] as number,
    firstByteUs: columns.firstByteUs[i] as number,
    outcome: columns.outcomes[i] as number,
  }));
  const first = all[0]?.sentUs ?? 0;
  const barestFirst = all
    .filter(({ outcome, sentUs }) => outcome === 1 && (fresh || sentUs >= first + 10))
    .map(({ index, sentUs, firstByteUs }) => {
      const others = all.filter((one) => one.index !== index && (one.outcome !== 1 || refusals));
      const moments = Array.from({ length: firstByteUs - sentUs + 1 }, (_, i) => sentUs + i);
      const counts = moments.map(
        (us) => others.filter((one) => one.sentUs <= us && one.firstByteUs >= us - 10).length,
      );
      return { index, possible: Math.max(...counts) };
    })
    .filter(({ possible }) => possible < limit)
    .toSorted((a, b) => a.possible - b.possible || a.index - b.index);
  return barestFirst[0] ?? null;
}

it('lists the requests that may have been counted for a refusal, over all of its interval', () => {
  const columns = columnsOf([at(0), at(1, 429), at(5), at(10), [14, 16, 429], at(16), at(17), [2, null, 0]]);
  const ids = (which: typeof counting) =>
    countedFor(columns, columns.ids.indexOf(5), which, 10).map((i) => columns.ids[i]);
  // From 14 − 10 to 16: not what was decided at 0 and 1, and not what was sent at 17.
  expect(ids(notCounting)).toEqual([8, 3, 4, 6]);
  expect(ids(counting)).toEqual([8, 3, 4, 6]);
  const earlier = columnsOf([at(4), at(4, 429), [14, 16, 429]]);
  expect(countedFor(earlier, 2, counting, 10)).toEqual([0, 1]);
  expect(countedFor(earlier, 2, notCounting, 10)).toEqual([0]);
});
