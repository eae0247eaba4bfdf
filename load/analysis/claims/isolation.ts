import { at } from '../columns.ts';
import { barestRefusal } from '../refusal-search.ts';
import { refusalEvidence } from '../hypotheses/test-hypothesis.ts';
import { finding, type JudgedSession, type SessionFinding } from './session-claim.ts';

/**
 * The claim that a session's limit is not its own: a fresh session was refused with fewer requests of its own, in all its
 * life, than its limit. No algorithm that counts the session's own requests does that. What another session did just
 * before is shown beside it.
 *
 *     A  ||||||!!!!         at its limit
 *     B          ||!        refused although it had sent only two of its five
 *
 * It takes a session at its limit and another that uses its own within a window of that: else nothing was put to the test.
 */
export function judgeIsolation(sessions: readonly JudgedSession[]): SessionFinding[] {
  const refusals = sessions
    .flatMap((one) => {
      const first = one.columns.outcomes.indexOf(1);
      return first < 0 ? [] : [{ session: one.session, atUs: at(one.columns.sentUs, first) }];
    })
    .toSorted((a, b) => a.atUs - b.atUs);
  return sessions.map((judged) => {
    const { session, columns, terms, exclusive } = judged;
    if (!terms.fresh || !exclusive) {
      const reason = 'what it was used for before is not known: a fresh session of its own would decide it';
      return finding(session, 'inconclusive', columns.count, reason);
    }
    const found =
      columns.count === 0 ? null : barestRefusal(columns, terms, { refusals: true }, Number.MAX_SAFE_INTEGER);
    if (found !== null) {
      const evidence = refusalEvidence(judged, found.index, found.possible, { refusals: true }, Infinity);
      const sentUs = at(columns.sentUs, found.index);
      const others = refusals.filter(
        (one) => one.session !== session && Math.abs(one.atUs - sentUs) <= terms.longUs,
      );
      const beside =
        others.length === 0
          ? ''
          : `; session ${others[0]?.session} was refused, too, within a window of that`;
      const says =
        `request ${at(columns.ids, found.index)} was refused after at most ${found.possible} of its own since it was made; ` +
        `its limit is ${terms.limit}${beside}`;
      return finding(session, 'proved', columns.count, null, [{ ...evidence, says, spans: [] }]);
    }
    const usedUp = columns.count >= terms.limit ? at(columns.sentUs, terms.limit - 1) : Infinity;
    const beside = refusals.some(
      (one) => one.session !== session && Math.abs(one.atUs - usedUp) <= terms.longUs,
    );
    const reason =
      'no other session was at its limit within a window of its using up its own: two sessions at once, one of them over its limit, would decide it';
    return beside
      ? finding(session, 'not_refuted', columns.count)
      : finding(session, 'inconclusive', columns.count, reason);
  });
}
