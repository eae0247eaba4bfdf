import type { ClaimOutcome } from '../claim.ts';
import type { SessionFinding, SessionsClaim } from '../claims/session-claim.ts';
import { type HypothesisTests, joinTests, testHypotheses } from '../hypotheses/fingerprint.ts';
import { byStrength } from '../judge-rolling.ts';
import type { RollingClaim } from '../rolling-window.ts';
import type { FindingsJoin } from '../verdicts.ts';

const ranks: Readonly<Record<ClaimOutcome, number>> = { proved: 2, not_refuted: 1, inconclusive: 0 };

/**
 * Puts what each segment of a run says of a session beside what the segments before it said: what is proved of a part of the records is
 * proved of all of them, what could have been refuted in one part was put to the test, and only what no part could tell stays open.
 * @param order the sessions of the run: what is joined comes in their order.
 * @param admitted how many requests of a session were admitted in the whole run.
 */
export function createFindingsJoin(
  order: Iterable<string>,
  admitted: (session: string) => number,
): FindingsJoin {
  const sessions = [...order];
  const rolling = new Map<string, RollingClaim>();
  const findings = new Map<SessionsClaim['name'], Map<string, SessionFinding>>();
  let tests: HypothesisTests | null = null;

  const inOrder = <T>(bySession: ReadonlyMap<string, T>): T[] =>
    sessions.flatMap((session) => {
      const one = bySession.get(session);
      return one === undefined ? [] : [one];
    });

  return {
    rolling(claims) {
      for (const claim of claims) {
        const known = rolling.get(claim.session);
        const joined = known === undefined ? claim : joinRolling(known, claim);
        rolling.set(claim.session, { ...joined, sampleCount: admitted(claim.session) });
      }
      return inOrder(rolling);
    },
    findings(name, found) {
      const known = findings.get(name) ?? new Map<string, SessionFinding>();
      findings.set(name, known);
      for (const one of found) {
        const before = known.get(one.session);
        known.set(one.session, before === undefined ? one : stronger(before, one));
      }
      return inOrder(known);
    },
    tests(observed, { clock, maxCells }) {
      if (tests !== null && !observed.some(({ columns }) => columns.count > 0)) return tests;
      const found = testHypotheses(observed, { clock, maxCells, excesses: tests?.excesses ?? [] });
      tests = tests === null ? found : joinTests(tests, found);
      return tests;
    },
  };
}

function joinRolling(a: RollingClaim, b: RollingClaim): RollingClaim {
  const stronger =
    a.witness !== undefined && b.witness !== undefined
      ? byStrength(a.witness, b.witness) <= 0
      : ranks[a.outcome] >= ranks[b.outcome];
  const worst = [a, b]
    .flatMap((claim) => claim.worst ?? [])
    .toSorted((one, other) => other.admitted - one.admitted)[0];
  const claim = stronger ? a : b;
  // A search that was cut short anywhere was not complete.
  const method = a.method === 'chain' || b.method === 'chain' ? 'chain' : 'counting';
  return { ...claim, method, ...(worst === undefined ? {} : { worst }) };
}

/** The clearer outcome; of two proofs the one with fewer requests, of two others the one that rests on more. */
function stronger(a: SessionFinding, b: SessionFinding): SessionFinding {
  if (a.outcome !== b.outcome) return ranks[a.outcome] > ranks[b.outcome] ? a : b;
  if (a.outcome !== 'proved') return a.sampleCount >= b.sampleCount ? a : b;
  return sizeOf(a) <= sizeOf(b) ? a : b;
}

const sizeOf = ({ evidence }: SessionFinding): number =>
  evidence.reduce((sum, { requests }) => sum + requests.length, 0);
