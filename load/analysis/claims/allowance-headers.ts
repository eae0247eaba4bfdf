import { at, countable, countBelow, countUpTo, indicesOf, timesOf } from '../columns.ts';
import { Cursor } from '../cursor.ts';
import { type Evidence, evidenceRequests } from '../evidence.ts';
import { formatDuration, usToMs } from '../../microseconds.ts';
import type { HeaderOptions } from './headers.ts';
import { finding, type JudgedSession, type SessionFinding } from './session-claim.ts';
import type { ToldColumns } from './told-columns.ts';

/** After so many windows every algorithm has forgotten what it counted: a blended counter is the last. */
const forgottenAfter = 2;

/**
 * `remaining` too low: fewer than the limit that the same answer told, less everything that can have been counted by then.
 * No algorithm counts more than what was sent by the answer and decided in the two windows before; a bucket has gained besides.
 *
 *     limit 10   |1   |2   |3 told: 6 remain        at most 3 were counted, so 7 do
 */
export function judgeRemainingTooLow(
  { session, columns, terms, exclusive }: JudgedSession,
  { limit, remaining }: ToldColumns,
  { refusalsMayCount }: HeaderOptions,
): SessionFinding {
  const { sends, receives } = timesOf(columns, countable(columns, { refusals: refusalsMayCount }));
  const spanUs = forgottenAfter * terms.longUs;
  const watchedUs = terms.fresh || columns.count === 0 ? -Infinity : at(columns.sentUs, 0) + spanUs;
  let tried = 0;
  const count = exclusive ? columns.count : 0;
  const sent = new Cursor(sends);
  const gone = new Cursor(receives);
  for (let i = 0; i < count; i += 1) {
    const [most, left] = [at(limit, i), at(remaining, i)];
    const sentUs = at(columns.sentUs, i);
    if (Number.isNaN(most) || Number.isNaN(left) || sentUs < watchedUs) continue;
    const firstByteUs = at(columns.firstByteUs, i);
    const counted = sent.upTo(firstByteUs) - gone.below(sentUs - spanUs);
    if (counted >= most) continue;
    tried += 1;
    if (left >= most - counted) continue;
    const members = countable(columns, { refusals: refusalsMayCount }).filter(
      (j) => at(columns.sentUs, j) <= firstByteUs && at(columns.firstByteUs, j) >= sentUs - spanUs,
    );
    const evidence: Evidence = {
      session,
      says:
        `request ${at(columns.ids, i)} was told that ${left} of ${most} remain, ` +
        `although at most ${counted} can have been counted: at least ${most - counted} did`,
      requests: evidenceRequests(columns, [...members, i], i),
      spans: [],
    };
    return finding(session, 'proved', tried, null, [evidence]);
  }
  if (tried > 0) return finding(session, 'not_refuted', tried);
  const reason = exclusive
    ? 'no answer told limit and remaining while fewer than the limit can have been counted: a few requests of a fresh session would decide it'
    : 'others may use this session: one of its own would decide it';
  return finding(session, 'inconclusive', 0, reason);
}

/**
 * `reset` too long: twice the limit was admitted after an answer and before everything was to be forgotten.
 * A log or a bucket lets through no more than its limit before that, windows of the clock as many again where they are blended.
 *
 *     i told d    |||||| |||||| 2 N admitted         all sent after r_i, answered before s_i + d
 *       |------------- d -------------|
 */
export function judgeResetTooLong(
  { session, columns, terms }: JudgedSession,
  { limit, resetUs, resetRoundingUs }: ToldColumns,
): SessionFinding {
  const admitted = indicesOf(columns, 'admitted');
  const { sends, receives } = timesOf(columns, admitted);
  const answered = timesOf(columns, indicesOf(columns, 'admitted', 'throttled'));
  const answeredBy = new Cursor(answered.receives);
  const answeredSentBy = new Cursor(answered.sends);
  let tried = 0;
  for (let i = 0; i < columns.count; i += 1) {
    const waitUs = at(resetUs, i);
    if (Number.isNaN(waitUs)) continue;
    const [sentUs, firstByteUs] = [at(columns.sentUs, i), at(columns.firstByteUs, i)];
    const dueUs = sentUs + waitUs - at(resetRoundingUs, i) - terms.resolutionUs - terms.drift * waitUs;
    const told = at(limit, i);
    const most = 2 * Math.max(terms.limit, Number.isNaN(told) ? 0 : told);
    if (answeredBy.below(dueUs) - answeredSentBy.upTo(firstByteUs) < most) continue;
    tried += 1;
    // Those sent by r_i are all counted out, whenever they were answered.
    if (countBelow(receives, dueUs) - countUpTo(sends, firstByteUs) < most) continue;
    const after = admitted.filter(
      (j) => at(columns.sentUs, j) > firstByteUs && at(columns.firstByteUs, j) < dueUs,
    );
    const evidence: Evidence = {
      session,
      says:
        `request ${at(columns.ids, i)} was told that everything is forgotten after ${formatDuration(usToMs(waitUs))} (reset); ` +
        `${most}, twice the limit, were admitted before that was over`,
      requests: evidenceRequests(columns, [i, ...after.subarray(0, most)], i),
      spans: [{ label: 'reset', fromMs: usToMs(sentUs), toMs: usToMs(sentUs + waitUs) }],
    };
    return finding(session, 'proved', tried, null, [evidence]);
  }
  if (tried > 0) return finding(session, 'not_refuted', tried);
  const reason = resetUs.every(Number.isNaN)
    ? 'no reset header came: an answer that carries one would decide it'
    : 'before no reset that was told was twice the limit answered: trying on until it is over would decide it';
  return finding(session, 'inconclusive', 0, reason);
}
