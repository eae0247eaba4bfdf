import { at, countOutcome } from '../columns.ts';
import { evidenceRequests } from '../evidence.ts';
import { admittedAfterFull, certainBefore } from '../hypotheses/certain-predecessors.ts';
import { refusalEvidence } from '../hypotheses/test-hypothesis.ts';
import { formatDuration, usToMs } from '../../microseconds.ts';
import { barestRefusal } from '../refusal-search.ts';
import { withLimit } from '../terms.ts';
import { finding, type JudgedSession, type SessionFinding } from './session-claim.ts';

/**
 * The claim that a session was refused with fewer than N before it in a rolling window. An honest sliding counter does
 * that, too (a bucket never: what a window brings back is used up before it refuses): it is a property of the policy found, and a
 * fault only against a policy promised as rolling.
 */
export function judgeBareRefusal(judged: JudgedSession): SessionFinding {
  const { session, columns, terms, exclusive } = judged;
  const refused = countOutcome(columns, 'throttled');
  const lack = whatIsLacking(judged, refused, terms.longUs);
  if (lack !== null) return finding(session, 'inconclusive', refused, lack);
  // Refused requests are counted for a refusal, too, unless this very record shows that they do not count.
  const counting = { refusals: admittedAfterFull(columns, terms) === null };
  const found = exclusive ? barestRefusal(columns, terms, counting) : null;
  if (found === null) return finding(session, 'not_refuted', refused);
  const evidence = refusalEvidence(judged, found.index, found.possible, counting);
  return finding(session, 'proved', refused, null, [evidence]);
}

/** After so many windows without an admission every algorithm that counts what it admitted has let go of it: two. */
const forgottenAfter = 2;

/**
 * The claim that refused requests use up the allowance, so that a client that keeps trying stays out. Proved by a refusal
 * with nothing admitted in the two windows before it (no window, log, blended counter or bucket of the promised window that
 * counts only what it admitted refuses that, however low its limit), but others refused in them. Certain the other way
 * round, too: an admission after N were decided within its window, refused ones included.
 */
export function judgeRefusalsCount(judged: JudgedSession): SessionFinding {
  const { session, columns, terms } = judged;
  const refused = countOutcome(columns, 'throttled');
  const spanUs = forgottenAfter * terms.longUs;
  const full = terms.shortUs > 0 ? admittedAfterFull(columns, terms) : null;
  if (full !== null) {
    const before = certainBefore(columns, full, terms);
    const says =
      `they do not: request ${at(columns.ids, full)} was admitted although ${before.length}, refused ones included, were ` +
      `decided in the ${formatDuration(usToMs(terms.windowUs))} before it; the limit is ${terms.limit}`;
    const requests = evidenceRequests(columns, [...before.slice(-terms.limit), full], full);
    return finding(session, 'not_refuted', refused, says, [{ session, says, requests, spans: [] }]);
  }
  const lack = whatIsLacking(judged, refused, spanUs);
  if (lack !== null) return finding(session, 'inconclusive', refused, lack);
  const none = withLimit(terms, 1);
  const found = barestRefusal(columns, none, { refusals: false }, spanUs);
  const explained = barestRefusal(columns, none, { refusals: true }, spanUs) === null;
  if (found !== null && explained) {
    const evidence = refusalEvidence(judged, found.index, 0, { refusals: true }, spanUs);
    const says =
      `request ${at(columns.ids, found.index)} was refused although nothing can have been admitted in the ` +
      `${formatDuration(usToMs(spanUs))} before it: only those refused in them are left to count`;
    return finding(session, 'proved', refused, null, [{ ...evidence, says }]);
  }
  const reason =
    'no request was sent soon enough after a refusal to tell: trying on for two windows without a pause would decide it';
  return finding(session, 'inconclusive', refused, reason);
}

function whatIsLacking(
  { columns, terms, exclusive }: JudgedSession,
  refused: number,
  spanUs: number,
): string | null {
  if (!exclusive) return 'others may use this session: one of its own would decide it';
  if (refused === 0) return 'nothing was refused: a burst of more than the limit would decide it';
  if (terms.fresh) return null;
  const watchedUs = at(columns.sentUs, 0) + spanUs;
  const last = columns.outcomes.lastIndexOf(1);
  return at(columns.sentUs, last) < watchedUs
    ? `every refusal came within ${formatDuration(usToMs(spanUs))} of the first record, when earlier traffic may still have counted: ` +
        `going on for longer, or a fresh session, would decide it`
    : null;
}
