import { at, countable, countOutcome, timesOf } from '../columns.ts';
import { Cursor } from '../cursor.ts';
import { type Evidence, evidenceRequests, moment } from '../evidence.ts';
import { formatDuration, usToMs } from '../../microseconds.ts';
import { finding, type JudgedSession, type SessionFinding } from './session-claim.ts';
import type { ToldColumns } from './told-columns.ts';

/** Whether refused requests may use up the allowance: then they count as something of ours in between, too. */
export interface HeaderOptions {
  readonly refusalsMayCount: boolean;
}

const duration = (us: number) => formatDuration(usToMs(us));

/** What the clocks may differ by over a wait. */
const marginUs = ({ terms }: JudgedSession, waitUs: number) => terms.resolutionUs + terms.drift * waitUs;

/**
 * `retry-after` too short: refused again although sent after the wait that it told, with nothing of ours in between
 * that can have been decided.
 *
 *     i !--! told d             j !--!      s_j ≥ r_i + d
 *          |---- d ----|                    no other request open between s_i and r_j
 */
export function judgeRetryTooShort(
  judged: JudgedSession,
  { retryAfterUs }: ToldColumns,
  { refusalsMayCount }: HeaderOptions,
): SessionFinding {
  const pair = findAfterWait(judged, retryAfterUs, true, refusalsMayCount);
  return conclude(judged, retryAfterUs, pair, 'retry-after', 'told of a refusal');
}

/** `reset` too short: refused although sent after everything was to be forgotten, with nothing of ours in between. */
export function judgeResetTooShort(
  judged: JudgedSession,
  { resetUs }: ToldColumns,
  { refusalsMayCount }: HeaderOptions,
): SessionFinding {
  const pair = findAfterWait(judged, resetUs, false, refusalsMayCount);
  return conclude(judged, resetUs, pair, 'reset', 'told');
}

interface Waited {
  /** Pairs that could have shown it: sent after the wait, with nothing in between. */
  readonly tried: number;
  /** What told the wait, and who was refused after it. */
  readonly found: readonly [teller: number, refused: number] | null;
}

function findAfterWait(
  judged: JudgedSession,
  waitsUs: Float64Array,
  ofRefusalsOnly: boolean,
  refusalsMayCount: boolean,
): Waited {
  const { columns } = judged;
  let tried = 0;
  let found: [number, number] | null = null;
  let teller = -1;
  let dueUs = Infinity;
  let countedUntilUs = -Infinity;
  for (let j = 0; j < columns.count; j += 1) {
    const sentUs = at(columns.sentUs, j);
    const firstByteUs = at(columns.firstByteUs, j);
    const outcome = at(columns.outcomes, j);
    const quiet = j + 1 >= columns.count || at(columns.sentUs, j + 1) > firstByteUs;
    if (teller >= 0 && sentUs >= dueUs && quiet && outcome !== 2) {
      tried += 1;
      if (outcome === 1 && found === null) found = [teller, j];
    }
    const counts = outcome !== 1 || refusalsMayCount;
    if (counts) [teller, dueUs] = [-1, Infinity];
    const waitUs = at(waitsUs, j);
    const tells = !Number.isNaN(waitUs) && (outcome === 1 || !ofRefusalsOnly) && sentUs > countedUntilUs;
    if (tells) {
      const ownDueUs = firstByteUs + waitUs + marginUs(judged, waitUs);
      if (ownDueUs < dueUs) [teller, dueUs] = [j, ownDueUs];
    }
    if (counts) countedUntilUs = Math.max(countedUntilUs, firstByteUs);
  }
  return { tried, found };
}

function conclude(
  { session, columns, exclusive }: JudgedSession,
  waitsUs: Float64Array,
  { tried, found }: Waited,
  header: string,
  told: string,
): SessionFinding {
  if (!exclusive)
    return finding(
      session,
      'inconclusive',
      tried,
      'others may use this session: one of its own would decide it',
    );
  if (found === null) {
    if (tried > 0) return finding(session, 'not_refuted', tried);
    const reason = waitsUs.every(Number.isNaN)
      ? `no ${header} header came: an answer that carries one would decide it`
      : `after no ${header} ${told} was a request sent alone: waiting as long as told would decide it`;
    return finding(session, 'inconclusive', 0, reason);
  }
  const [teller, refused] = found;
  const fromUs = at(columns.firstByteUs, teller);
  const waitUs = at(waitsUs, teller);
  const evidence: Evidence = {
    session,
    says:
      `request ${at(columns.ids, teller)} was told to wait ${duration(waitUs)} (${header}); ` +
      `request ${at(columns.ids, refused)} was sent ${duration(at(columns.sentUs, refused) - fromUs)} after that answer, alone, and refused`,
    requests: evidenceRequests(columns, [teller, refused], refused),
    spans: [{ label: header, fromMs: usToMs(fromUs), toMs: usToMs(fromUs + waitUs) }],
  };
  return finding(session, 'proved', tried, null, [evidence]);
}

/** `retry-after` too long: admitted before the wait was over (less a second where whole seconds are told). */
export function judgeRetryTooLong(
  judged: JudgedSession,
  { retryAfterUs, retryRoundingUs }: ToldColumns,
): SessionFinding {
  const { session, columns } = judged;
  // From the last to the first: the earliest answer of an admitted request sent later, and whose it is.
  const earliest = new Int32Array(columns.count + 1).fill(-1);
  for (let i = columns.count - 1; i >= 0; i -= 1) {
    const later = earliest[i + 1] as number;
    const isEarlier =
      at(columns.outcomes, i) === 0 &&
      (later < 0 || at(columns.firstByteUs, i) < at(columns.firstByteUs, later));
    earliest[i] = isEarlier ? i : later;
  }
  let tried = 0;
  const sent = new Cursor(columns.sentUs);
  for (let i = 0; i < columns.count; i += 1) {
    const waitUs = at(retryAfterUs, i);
    if (at(columns.outcomes, i) !== 1 || Number.isNaN(waitUs)) continue;
    const next = sent.upTo(at(columns.firstByteUs, i));
    if (next < columns.count) tried += 1;
    const admitted = earliest[next] as number;
    if (admitted < 0) continue;
    const earlyUs =
      at(columns.sentUs, i) + waitUs - at(retryRoundingUs, i) - at(columns.firstByteUs, admitted);
    if (earlyUs <= marginUs(judged, waitUs)) continue;
    const evidence: Evidence = {
      session,
      says:
        `request ${at(columns.ids, i)} was told to wait ${duration(waitUs)} (retry-after); ` +
        `request ${at(columns.ids, admitted)} was admitted by ${moment(at(columns.firstByteUs, admitted))}, before that was over`,
      requests: evidenceRequests(columns, [i, admitted], admitted),
      spans: [
        {
          label: 'retry-after',
          fromMs: usToMs(at(columns.sentUs, i)),
          toMs: usToMs(at(columns.sentUs, i) + waitUs),
        },
      ],
    };
    return finding(session, 'proved', tried, null, [evidence]);
  }
  if (tried > 0) return finding(session, 'not_refuted', tried);
  const reason = retryAfterUs.every(Number.isNaN)
    ? 'no retry-after header came: a refusal that carries one would decide it'
    : 'nothing was sent after a refusal that told a wait: trying on would decide it';
  return finding(session, 'inconclusive', 0, reason);
}

/** `remaining` too high: refused after fewer further requests than were said to remain; or refused and told of some. */
export function judgeRemaining(
  judged: JudgedSession,
  { remaining }: ToldColumns,
  { refusalsMayCount }: HeaderOptions,
): SessionFinding {
  const { session, columns, exclusive } = judged;
  const told = remaining.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0);
  if (told === 0)
    return finding(
      session,
      'inconclusive',
      0,
      'no header told what remains: an answer that carries one would decide it',
    );
  if (!exclusive)
    return finding(
      session,
      'inconclusive',
      told,
      'others may use this session: one of its own would decide it',
    );
  const refused = countOutcome(columns, 'throttled');
  if (refused === 0)
    return finding(
      session,
      'inconclusive',
      told,
      'nothing was refused: using up what remains would decide it',
    );
  const { sends, receives } = timesOf(columns, countable(columns, { refusals: refusalsMayCount }));
  const nextRefused = new Int32Array(columns.count + 1).fill(-1);
  for (let i = columns.count - 1; i >= 0; i -= 1)
    nextRefused[i] = at(columns.outcomes, i) === 1 ? i : (nextRefused[i + 1] as number);
  const sent = new Cursor(columns.sentUs);
  const countedSent = new Cursor(sends);
  const countedGone = new Cursor(receives);
  for (let i = 0; i < columns.count; i += 1) {
    const left = at(remaining, i);
    if (Number.isNaN(left) || left === 0) continue;
    const outcome = at(columns.outcomes, i);
    if (outcome === 1)
      return finding(session, 'proved', told, null, [
        {
          session,
          says: `request ${at(columns.ids, i)} was refused and told that ${left} remain`,
          requests: evidenceRequests(columns, [i], i),
          spans: [],
        },
      ]);
    const j = nextRefused[sent.upTo(at(columns.firstByteUs, i))] as number;
    if (j < 0) continue;
    const [fromUs, toUs] = [at(columns.sentUs, i), at(columns.firstByteUs, j)];
    const itself = 1 + (refusalsMayCount ? 1 : 0);
    const between = countedSent.upTo(toUs) - countedGone.below(fromUs) - itself;
    if (between >= left) continue;
    const members = [...countable(columns, { refusals: refusalsMayCount }), j].filter(
      (k) => at(columns.sentUs, k) <= toUs && at(columns.firstByteUs, k) >= fromUs,
    );
    return finding(session, 'proved', told, null, [
      {
        session,
        says:
          `request ${at(columns.ids, i)} was told that ${left} remain; ` +
          `request ${at(columns.ids, j)} was refused after at most ${Math.max(0, between)} more`,
        requests: evidenceRequests(columns, members, j),
        spans: [],
      },
    ]);
  }
  return finding(session, 'not_refuted', told);
}

/** The limit that a header tells is not the session's own. */
export function judgeLimitHeader(
  { session, columns, policy }: JudgedSession,
  { limit }: ToldColumns,
): SessionFinding {
  const told = limit.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0);
  if (told === 0)
    return finding(
      session,
      'inconclusive',
      0,
      'no header told the limit: an answer that carries one would decide it',
    );
  const wrong = limit.findIndex((value) => !Number.isNaN(value) && value !== policy.limit);
  if (wrong < 0) return finding(session, 'not_refuted', told);
  return finding(session, 'proved', told, null, [
    {
      session,
      says: `the answer to request ${at(columns.ids, wrong)} told a limit of ${at(limit, wrong)}; the session's own is ${policy.limit}`,
      requests: evidenceRequests(columns, [wrong], wrong),
      spans: [],
    },
  ]);
}
