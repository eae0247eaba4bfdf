import { asIfAdmitted, countOutcome } from '../columns.ts';
import type { Evidence } from '../evidence.ts';
import { replayAnchored } from '../hypotheses/anchored-replay.ts';
import { bucketEvidence } from '../hypotheses/bucket-evidence.ts';
import { viewBucket } from '../hypotheses/bucket.ts';
import { type PhasedSession, possiblePhases } from '../hypotheses/fixed-phases.ts';
import { explainNoCounterPhase } from '../hypotheses/counter-contradiction.ts';
import { explainNoPhase } from '../hypotheses/phase-contradiction.ts';
import { beginningOf, searchCounterPhases } from '../hypotheses/sliding-counter.ts';
import { widen } from '../hypotheses/test-hypothesis.ts';
import { finding, type JudgedSession, type SessionFinding } from './session-claim.ts';

/** A way to read "N per window" that a record may contradict. */
interface Reading {
  /** What contradicts it, drawn only when it is shown; null when nothing does. */
  contradict(session: PhasedSession): (() => readonly Evidence[]) | null;
}

/** Fixed windows: of a constant phase, or opened by the first request after the last one's end. Both must be impossible. */
const fixed: Reading = {
  contradict(session) {
    const { columns, terms } = session;
    if (columns.count === 0 || terms.shortUs <= 0) return null;
    const { possible, evidence } = replayAnchored(columns, terms, 'admissions');
    if (possible) return null;
    const inServerTime = widen([session]);
    if (possiblePhases(inServerTime, 'admissions').length > 0) return null;
    return () => [
      ...(evidence === null ? [] : [evidence]),
      ...(explainNoPhase(inServerTime, 'admissions') ?? []),
    ];
  },
};

/** A burst of N and a rate of N a window. */
const bucket: Reading = {
  contradict(session) {
    const { columns, terms } = session;
    const ratePerUs = terms.limit / terms.windowUs;
    const view = viewBucket(columns, terms);
    return view.leastBurst(ratePerUs).burst > terms.limit + 1e-6
      ? () => [bucketEvidence(session, terms.limit, ratePerUs, view.shortestBeyond(terms.limit, ratePerUs))]
      : null;
  },
};

/**
 * A counter that blends two windows of the clock, of whatever phase. Neither stricter nor looser than the others: an honest log or
 * bucket breaks it, so it says what kind of limiter it is, and is a fault only where a counter was promised.
 */
const counter = (sessionCount: number): Reading => ({
  contradict({ columns, terms }) {
    if (columns.count === 0) return null;
    const maxRequests = Math.max(fewestCounterRequests, Math.floor(mostCounterRequests / sessionCount));
    // Only what was certainly counted speaks against it, so what came later may be left out before anything is copied.
    const beginning = { columns: beginningOf(columns, maxRequests), terms };
    const search = { test: 'admissions' as const, maxCells: counterCells, maxRequests };
    const found = searchCounterPhases(widen([beginning]), false, search);
    return found.left.length > 0 ? null : () => explainNoCounterPhase(found) ?? [];
  },
});

/** Bounds of that search, over all sessions: it is one of a dozen claims. */
const counterCells = 96;
const mostCounterRequests = 4000;
const fewestCounterRequests = 60;

/** The claim that a session was admitted more than a counter that blends two windows allows. */
export const judgeCounter = (session: JudgedSession, sessionCount: number): SessionFinding =>
  judgeReading(session, counter(sessionCount));

/** The claim that a session's admissions fit no fixed windows, of whatever phase. */
export const judgeFixed = (session: JudgedSession): SessionFinding => judgeReading(session, fixed);

/** The claim that a session was admitted more than a burst of N and a rate of N a window allow. */
export const judgeBucket = (session: JudgedSession): SessionFinding => judgeReading(session, bucket);

/** A record that would prove nothing even if all that was refused had been admitted could not have shown a violation. */
function judgeReading({ session, columns, terms }: JudgedSession, reading: Reading): SessionFinding {
  const answered = columns.count - countOutcome(columns, 'unknown');
  const evidence = reading.contradict({ columns, terms });
  if (evidence !== null) return finding(session, 'proved', answered, null, evidence());
  if (reading.contradict({ columns: asIfAdmitted(columns), terms }) === null) {
    const reason =
      `${answered} answers could not have shown it, had every request been admitted: ` +
      `more than twice the limit (${2 * terms.limit + 1}) within one window would decide it`;
    return finding(session, 'inconclusive', answered, reason);
  }
  return finding(session, 'not_refuted', answered);
}
