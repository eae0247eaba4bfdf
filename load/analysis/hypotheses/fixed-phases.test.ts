import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { packRecords } from '../record-columns.ts';
import { recordOf } from '../testing/records.ts';
import { termsOf } from '../terms.ts';
import type { PhaseTest } from './fixed-phases.ts';
import { possiblePhases } from './fixed-phases.ts';
import { explainNoPhase } from './phase-contradiction.ts';

/** A window of so many microseconds and an exact clock: small enough to try every phase and every placement. */
const windowUs = 8;
const exact = { resolutionMs: 0, driftPpm: 0 };

/** Requests as [sent, first byte, status], in microseconds. */
type Request = readonly [sent: number, firstByte: number, status: number];

function sessionOf(limit: number, requests: readonly Request[], fresh = true) {
  const records = requests.map(([sent, firstByte, status], i) =>
    recordOf(i + 1, sent / 1000, firstByte / 1000, { status }),
  );
  const columns = packRecords(records).get('s1')?.columns;
  if (columns === undefined) throw new Error('no requests');
  return { columns, terms: termsOf({ limit, windowMs: windowUs / 1000 }, fresh, exact) };
}

/** The whole phases from 1 to W that are left. */
const phasesLeft = (
  limit: number,
  requests: readonly Request[],
  test: PhaseTest = 'admissions and refusals',
) =>
  possiblePhases([sessionOf(limit, requests)], test).flatMap(({ fromUs, toUs }) =>
    Array.from({ length: toUs - fromUs }, (_, i) => fromUs + 1 + i),
  );

/** By the definition, over every placement of the decisions and every order of those at one moment: can windows that begin at this phase answer so? */
function canAnswer(limit: number, requests: readonly Request[], phaseUs: number): boolean {
  const answer = (used: ReadonlyMap<number, number>, atUs: number, left: readonly Request[]): boolean => {
    if (left.length === 0) return true;
    if (left.some(([, firstByteUs]) => firstByteUs < atUs)) return false;
    for (const [i, [sentUs, , status]] of left.entries()) {
      if (sentUs > atUs) continue;
      const window = Math.floor((atUs - phaseUs) / windowUs);
      const held = used.get(window) ?? 0;
      if ((status === 200) !== held < limit) continue;
      const next = status === 200 ? new Map(used).set(window, held + 1) : used;
      if (answer(next, atUs, left.toSpliced(i, 1))) return true;
    }
    return answer(used, atUs + 1, left);
  };
  return answer(new Map(), 0, requests);
}

const histories = fc.record({
  limit: fc.integer({ min: 1, max: 2 }),
  requests: fc.array(
    fc
      .tuple(fc.nat(20), fc.oneof(fc.constant(0), fc.nat(14)), fc.constantFrom(200, 200, 429))
      .map(([sent, latency, status]): Request => [sent, sent + latency, status]),
    { minLength: 1, maxLength: 5 },
  ),
});

const everyPhase = Array.from({ length: windowUs }, (_, i) => i + 1);

it('keeps every phase that can give the answers, however slow they are', () => {
  fc.assert(
    fc.property(histories, ({ limit, requests }) => {
      const left = phasesLeft(limit, requests);
      const possible = everyPhase.filter((phaseUs) => canAnswer(limit, requests, phaseUs));
      expect(possible.filter((phaseUs) => !left.includes(phaseUs))).toEqual([]);
    }),
    { numRuns: 1500 },
  );
});

it('leaves exactly the phases that can give the answers when those are immediate and a moment apart', () => {
  fc.assert(
    fc.property(histories, ({ limit, requests }) => {
      const immediate = requests
        .map(([sent, , status]): Request => [sent, sent, status])
        .filter(([sent], i, all) => all.findIndex(([other]) => other === sent) === i);
      const possible = everyPhase.filter((phaseUs) => canAnswer(limit, immediate, phaseUs));
      expect(phasesLeft(limit, immediate)).toEqual(possible);
    }),
    { numRuns: 500 },
  );
});

it('reads a refusal that was answered more than a window late', () => {
  // Admitted at 2; refused somewhere in [5, 30] with nothing else to count: its window began by 2, or none explains it.
  const slow: Request[] = [
    [2, 2, 200],
    [5, 30, 429],
  ];
  expect(phasesLeft(1, slow)).toEqual([1, 2, 6, 7, 8]);
  // Another admitted at 20 may be what it was refused for.
  expect(phasesLeft(1, [...slow, [20, 20, 200]])).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  // Nothing at all was counted: no phase explains it.
  expect(phasesLeft(1, [[5, 30, 429]])).toEqual([]);
});

it('reads refusals only where they are asked for, and counts what had another answer', () => {
  expect(phasesLeft(1, [[5, 5, 429]], 'admissions')).toEqual(everyPhase);
  expect(
    phasesLeft(1, [
      [2, 2, 500],
      [5, 5, 429],
    ]),
  ).toEqual([1, 2, 6, 7, 8]);
  expect(possiblePhases([], 'admissions')).toEqual([{ fromUs: 0, toUs: 1 }]);
});

it('takes nothing from what is certain for an answer that took longer than a window', () => {
  // An edge must part 5 from 6, whatever became of the slow one.
  expect(
    phasesLeft(
      1,
      [
        [3, 20, 200],
        [5, 5, 200],
        [6, 6, 200],
      ],
      'admissions',
    ),
  ).toEqual([6]);
});

it('draws the refusal with what may have been counted from the start of a window on', () => {
  const session = sessionOf(1, [[5, 30, 429]]);
  expect(explainNoPhase([session], 'admissions and refusals')?.map(({ says }) => says)).toEqual([
    'request 1 was refused; from the start of a window on that begins after -0.000003 s and not after 0.000005 s, ' +
      'at most 0 can have been counted before it, and the limit is 1 in 0.008 ms',
  ]);
});

it('explains with as few pieces as there are, wherever the circle is entered', () => {
  // An edge must part 7 from 10, so phases 3 to 7 fall; and 19 from 22, so 7, 8 and 1 to 3 do: from 0 on a walk meets that twice.
  const requests: Request[] = [
    [7, 7, 200],
    [10, 10, 200],
    [19, 19, 200],
    [22, 22, 200],
  ];
  expect(phasesLeft(1, requests, 'admissions')).toEqual([]);
  const pieces = explainNoPhase([sessionOf(1, requests)], 'admissions');
  expect(pieces?.map(({ requests: shown }) => shown.map(({ sentMs }) => sentMs * 1000))).toEqual([
    [7, 10],
    [19, 22],
  ]);
});

it('explains by several windows together where no single one holds too many for certain', () => {
  // Each takes nearly a window, so that one window holds a single one for certain; two hold three of a limit of 1 each.
  const requests = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((sent): Request => [sent, sent + 7, 200]);
  const session = sessionOf(1, requests);
  expect(possiblePhases([session], 'admissions')).toEqual([]);
  const pieces = explainNoPhase([session], 'admissions');
  expect(pieces?.map(({ says, requests: shown }) => [says, shown.map(({ id }) => id)])).toEqual([
    [
      '2 windows, of which the first begins after 0.000 s and not after 0.000007 s, hold 3 admitted; ' +
        'the limit is 1 in 0.008 ms, 2 in 2 of them',
      [8, 9, 10],
    ],
    [
      '2 windows, of which the first begins after -0.000001 s and not after 0.000006 s, hold 3 admitted; ' +
        'the limit is 1 in 0.008 ms, 2 in 2 of them',
      [7, 8, 9],
    ],
  ]);
});
