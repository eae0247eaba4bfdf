import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packRecords } from '../record-columns.ts';
import { recordOf } from '../testing/records.ts';
import { termsOf } from '../terms.ts';
import { explainNoCounterPhase } from './counter-contradiction.ts';
import type { PhaseTest } from './fixed-phases.ts';
import { searchCounterPhases } from './sliding-counter.ts';

/** A window of 16 µs and an exact clock: small enough to try every phase. */
const windowUs = 16;
type Request = readonly [sent: number, firstByte: number, status: number];
const at = (us: number, status = 200): Request => [us, us, status];

function search(
  limit: number,
  requests: readonly Request[],
  test: PhaseTest = 'admissions',
  refusalsCount = false,
) {
  const records = requests.map(([sent, firstByte, status], i) =>
    recordOf(i + 1, sent / 1000, firstByte / 1000, { status }),
  );
  const columns = packRecords(records).get('s1')?.columns;
  if (columns === undefined) throw new Error('no requests');
  const terms = termsOf({ limit, windowMs: windowUs / 1000 }, true, { resolutionMs: 0, driftPpm: 0 });
  return searchCounterPhases([{ columns, terms }], refusalsCount, { test });
}

/** Whether a counter at this phase answers so, where everything is decided at once; in the variant that goes just beyond the limit or not. */
function answersSo(
  limit: number,
  requests: readonly Request[],
  phaseUs: number,
  variant: 'strict' | 'lenient',
): boolean {
  const counts = new Map<number, number>();
  return requests.every(([us, , status]) => {
    const place = (us - phaseUs) / windowUs;
    const window = Math.floor(place);
    const count = counts.get(window) ?? 0;
    const estimate = (counts.get(window - 1) ?? 0) * (1 - (place - window)) + count;
    const admits = variant === 'strict' ? estimate + 1 <= limit : estimate < limit;
    if (admits) counts.set(window, count + 1);
    return admits === (status === 200);
  });
}

const histories = fc.record({
  limit: fc.integer({ min: 1, max: 3 }),
  requests: fc
    .uniqueArray(fc.nat(70), { minLength: 1, maxLength: 12 })
    .chain((sends) =>
      fc
        .array(fc.constantFrom(200, 200, 429), { minLength: sends.length, maxLength: sends.length })
        .map((outcomes) => sends.toSorted((a, b) => a - b).map((us, i) => at(us, outcomes[i] ?? 200))),
    ),
});

describe('a counter that blends two windows', () => {
  it('keeps every phase at which one of its variants answers so', () => {
    let fitting = 0;
    fc.assert(
      fc.property(histories, fc.constantFrom('strict', 'lenient'), ({ limit, requests }, variant) => {
        const { left } = search(limit, requests, 'admissions and refusals');
        const phases = Array.from({ length: windowUs }, (_, i) => i).filter((phaseUs) =>
          answersSo(limit, requests, phaseUs, variant),
        );
        fitting += phases.length;
        const isLeft = (phaseUs: number) =>
          left.some(({ fromUs, toUs }) => fromUs <= phaseUs && phaseUs <= toUs);
        expect(phases.filter((phaseUs) => !isLeft(phaseUs))).toEqual([]);
      }),
      { numRuns: 1500 },
    );
    expect(fitting).toBeGreaterThan(1000);
  });

  it('is contradicted by pieces that close the circle, each by its own numbers', () => {
    let explained = 0;
    fc.assert(
      fc.property(histories, ({ limit, requests }) => {
        const found = search(limit, requests, 'admissions and refusals');
        const pieces = explainNoCounterPhase(found);
        expect(pieces === null).toBe(found.left.length > 0);
        for (const { says, requests: shown } of pieces ?? []) {
          explained += 1;
          const [, verb, most, previous, weight, current, sum] =
            /(admitted|refused) in .* had at (least|most) (\d+) × ([\d.]+) \+ (\d+) = ([\d.]+) of/.exec(
              says,
            ) ?? [];
          expect(most).toBe(verb === 'admitted' ? 'least' : 'most');
          expect(Math.abs(Number(previous) * Number(weight) + Number(current) - Number(sum))).toBeLessThan(
            0.02,
          );
          expect(verb === 'admitted' ? Number(sum) >= limit : Number(sum) <= limit - 1).toBe(true);
          expect(shown.filter(({ part }) => part === 'subject')).toHaveLength(1);
          // What is summed up is shown: all of it for an admitted request, nothing less for a refused one.
          expect(shown.length - 1).toBeGreaterThanOrEqual(
            verb === 'admitted' ? Number(previous) + Number(current) : 0,
          );
        }
      }),
      { numRuns: 800 },
    );
    expect(explained).toBeGreaterThan(500);
  });

  const sum =
    "(the last window's count by what is covered of it yet, and the count of its own; 0.016 ms each)";

  it('shows with which counts a burst could not have been admitted, a window after another', () => {
    const four = (us: number) => [at(us), at(us), at(us), at(us)];
    const pieces = explainNoCounterPhase(search(4, [...four(1), ...four(17), ...four(44), ...four(60)]));
    expect(pieces?.map(({ says }) => says)).toEqual([
      'request 5 and 3 more were admitted in a window that begins after 0.000016 s and not after 0.000017 s: ' +
        `whichever was decided last had at least 4 × 0.938 + 3 = 6.75 of 4 before it ${sum}`,
      'request 13 and 3 more were admitted in a window that begins after 0.000049 s and not after 0.00006 s: ' +
        `whichever was decided last had at least 4 × 0.313 + 3 = 4.25 of 4 before it ${sum}`,
      'request 5 and 3 more were admitted in a window that begins after 0.000012 s and not after 0.000016 s: ' +
        `whichever was decided last had at least 4 × 0.688 + 3 = 5.75 of 4 before it ${sum}`,
    ]);
    expect(pieces?.[1]?.requests.map(({ id }) => id)).toEqual([9, 10, 11, 12, 13, 14, 15, 16]);
    expect(pieces?.[1]?.spans).toEqual([
      { label: 'last window', fromMs: 0.033, toMs: 0.049 },
      { label: 'its window', fromMs: 0.049, toMs: 0.065 },
    ]);
  });

  it('shows a request that was admitted after its window was full, and one refused with room for it', () => {
    const late = explainNoCounterPhase(search(1, [at(0), [2, 5, 200], at(40), [42, 45, 200]]));
    expect(late?.map(({ says }) => says.replace(/: .*/, ''))).toEqual([
      'request 4 was admitted in a window that begins after 0.000032 s and not after 0.00004 s',
      'request 2 was admitted in a window that begins after -0.000008 s and not after 0.000 s',
    ]);
    const bare = explainNoCounterPhase(
      search(2, [at(0), at(50, 429), at(60, 429)], 'admissions and refusals'),
    );
    expect(bare?.map(({ says }) => says)).toEqual([
      'request 3 was refused in a window that begins after 0.000048 s and not after 0.00006 s: ' +
        `it had at most 0 × 1 + 0 = 0 of 2 before it ${sum}`,
      'request 2 was refused in a window that begins after 0.000044 s and not after 0.000048 s: ' +
        `it had at most 0 × 0.875 + 0 = 0 of 2 before it ${sum}`,
    ]);
  });

  it('asks nothing of refusals where only what was admitted is judged', () => {
    expect(search(2, [at(0), at(50, 429), at(60, 429)]).left).toEqual([{ fromUs: 0, toUs: windowUs }]);
    expect(explainNoCounterPhase(search(2, [at(0)]))).toBeNull();
  });
});
