import type { Evidence } from '../evidence.ts';
import { evidenceRequests, moment } from '../evidence.ts';
import { smallestViolation } from '../counting.ts';
import { asIfAdmitted, at, type Columns, indicesOf, intervalsAt, originalOf } from '../columns.ts';
import { formatDuration, usToMs } from '../../microseconds.ts';
import { barestRefusal, countedFor } from '../refusal-search.ts';
import { type Terms, withLimit } from '../terms.ts';
import { shortestSpan } from '../witness.ts';
import { replayAnchored } from './anchored-replay.ts';
import type { Arc } from './arcs.ts';
import { bucketRegion, joinViews, viewBucket } from './bucket.ts';
import { bucketEvidence, refusalByBucket } from './bucket-evidence.ts';
import { admittedAfterFull, certainBefore } from './certain-predecessors.ts';
import { explainNoCounterPhase } from './counter-contradiction.ts';
import { type PhasedSession, possiblePhases } from './fixed-phases.ts';
import type { BucketRange, Hypothesis, Standing } from './hypothesis.ts';
import { explainNoPhase } from './phase-contradiction.ts';
import { toServerTime } from './server-time.ts';
import { searchCounterPhases } from './sliding-counter.ts';

/** Sessions as they were observed, each with its own limit. */
export type ObservedSessions = readonly PhasedSession[];

/**
 * Puts one hypothesis to the test of the records of all sessions: it stays alive unless they contradict it wherever the
 * decisions lie within what was observed.
 * @param maxCells of the phases of a sliding counter; see `possibleCounterPhases`. Sound for every family; how sharp depends on the requests.
 */
export function testHypothesis(
  sessions: ObservedSessions,
  hypothesis: Hypothesis,
  maxCells?: number,
): Standing {
  const { excess } = hypothesis;
  const mine = sessions
    .filter(({ columns }) => columns.count > 0)
    .map(({ columns, terms }) => ({ columns, terms: withLimit(terms, terms.limit + (excess ?? 0)) }));
  const outcome = mine.some(({ terms }) => terms.limit < 1)
    ? fallen([], 'a limit below 1 would admit nothing')
    : test(hypothesis, mine, maxCells);
  return { hypothesis, ...outcome };
}

type Outcome = Omit<Standing, 'hypothesis'>;

const alive: Outcome = { alive: true, against: [], reason: null };
const fallen = (against: readonly Evidence[], reason: string | null = null): Outcome => ({
  alive: false,
  against,
  reason,
});

function test(
  { family, excess, refusalsCount }: Hypothesis,
  sessions: ObservedSessions,
  maxCells: number | undefined,
): Outcome {
  switch (family) {
    case 'none':
      return firstOf(sessions, anyRefusal);
    case 'sliding-window-log':
      return firstOf(
        sessions,
        (one) => tooManyInWindow(one) ?? (refusalsCount ? againstCountingLog(one) : bareRefusalOf(one)),
      );
    case 'fixed-window-anchored':
      return firstOf(sessions, ({ columns, terms }) => {
        const { possible, evidence } = replayAnchored(columns, terms, 'admissions and refusals');
        return possible ? null : evidence;
      });
    case 'fixed-window-aligned': {
      const inServerTime = widen(sessions);
      const left = possiblePhases(inServerTime, 'admissions and refusals');
      if (left.length > 0) return { ...alive, phases: left.map(toPhase) };
      const against = explainNoPhase(inServerTime, 'admissions and refusals');
      return fallen(against ?? [], against === null ? manyPieces : null);
    }
    case 'sliding-window-counter': {
      const found = searchCounterPhases(
        widen(sessions),
        refusalsCount,
        maxCells === undefined ? {} : { maxCells },
      );
      if (found.left.length > 0) return { ...alive, phases: found.left.map(toPhase) };
      const against = explainNoCounterPhase(found);
      return fallen(against ?? [], against === null ? manyPieces : null);
    }
    case 'bucket':
      return excess === null ? anyBucket(sessions) : firstOf(sessions, againstBucket);
    case 'queue':
      return firstOf(sessions, againstQueue);
  }
}

const manyPieces = 'every phase of its windows has a contradiction of its own';

const toPhase = ({ fromUs, toUs }: Arc) => ({ fromMs: usToMs(fromUs), toMs: usToMs(toUs) });

/** The first session's contradiction that is found. */
function firstOf(sessions: ObservedSessions, find: (session: PhasedSession) => Evidence | null): Outcome {
  for (const session of sessions) {
    const evidence = find(session);
    if (evidence !== null) return fallen([evidence]);
  }
  return alive;
}

/** All sessions on the server's clock, drift counted from the first send of all. */
export function widen(sessions: ObservedSessions): PhasedSession[] {
  const originUs = sessions.reduce((least, { columns }) => Math.min(least, at(columns.sentUs, 0)), Infinity);
  return sessions.map(({ columns, terms }) => ({ columns: widened(columns, terms, originUs), terms }));
}

/** Hypotheses that differ in their limits alone ask for the same. */
const widenedCache = new WeakMap<Columns, { readonly key: string; readonly columns: Columns }>();

function widened(columns: Columns, terms: Terms, originUs: number): Columns {
  const key = `${originUs} ${terms.resolutionUs} ${terms.drift}`;
  const known = widenedCache.get(columns);
  if (known?.key === key) return known.columns;
  const original = originalOf(columns);
  const inServerTime =
    original === null
      ? toServerTime(columns, terms, originUs)
      : asIfAdmitted(widened(original, terms, originUs));
  widenedCache.set(columns, { key, columns: inServerTime });
  return inServerTime;
}

function anyRefusal({ columns }: PhasedSession): Evidence | null {
  const index = columns.outcomes.indexOf(1);
  if (index < 0) return null;
  return {
    session: columns.session,
    says: `request ${at(columns.ids, index)} was refused`,
    requests: evidenceRequests(columns, [index], index),
    spans: [],
  };
}

/** A log is tried with and without its refusals: what it admitted is the same. */
const tooManyCache = new WeakMap<Columns, { readonly terms: Terms; readonly evidence: Evidence | null }>();

function tooManyInWindow({ columns, terms }: PhasedSession): Evidence | null {
  const known = tooManyCache.get(columns);
  if (known !== undefined && isSame(known.terms, terms)) return known.evidence;
  const evidence = findTooMany({ columns, terms });
  tooManyCache.set(columns, { terms, evidence });
  return evidence;
}

const isSame = (one: Terms, other: Terms): boolean =>
  one.limit === other.limit && one.shortUs === other.shortUs && one.windowUs === other.windowUs;

function findTooMany({ columns, terms }: PhasedSession): Evidence | null {
  const { limit, shortUs, windowUs } = terms;
  const admitted = indicesOf(columns, 'admitted');
  if (shortUs <= 0 || admitted.length <= limit) return null;
  const intervals = intervalsAt(columns, admitted);
  const { windows } = smallestViolation(intervals, limit, shortUs);
  if (windows === null) return null;
  const span = shortestSpan(intervals, windows * limit + 1, windows * shortUs);
  if (span === null) throw new Error(`no span for a violation over ${windows} windows`);
  const of = windows === 1 ? '' : `${windows} windows of `;
  return {
    session: columns.session,
    says:
      `${span.members.length} admitted between ${moment(span.startUs)} and ${moment(span.endUs)}, ` +
      `within less than ${of}${formatDuration(usToMs(windowUs))}; the limit is ${limit}${windows === 1 ? '' : ' in each'}`,
    requests: evidenceRequests(
      columns,
      span.members.map((i) => at(admitted, i)),
    ),
    spans: [
      {
        label: windows === 1 ? 'window' : `${windows} windows`,
        fromMs: usToMs(span.startUs),
        toMs: usToMs(span.startUs + windows * shortUs),
      },
    ],
  };
}

function bareRefusalOf(session: PhasedSession, counting = { refusals: false }): Evidence | null {
  const found = barestRefusal(session.columns, session.terms, counting);
  return found === null ? null : refusalEvidence(session, found.index, found.possible, counting);
}

/** A refusal with too few requests before it, as evidence. */
export function refusalEvidence(
  { columns, terms }: PhasedSession,
  index: number,
  possible: number,
  counting: { readonly refusals: boolean },
  spanUs = terms.longUs,
): Evidence {
  const before = countedFor(columns, index, counting, spanUs);
  return {
    session: columns.session,
    says:
      `request ${at(columns.ids, index)} was refused although at most ${possible} of ${terms.limit} can have been counted ` +
      `in the ${formatDuration(usToMs(spanUs))} before it`,
    requests: evidenceRequests(columns, [...before, index], index),
    spans: [
      {
        label: 'window',
        fromMs: usToMs(at(columns.sentUs, index) - spanUs),
        toMs: usToMs(at(columns.firstByteUs, index)),
      },
    ],
  };
}

function againstCountingLog(session: PhasedSession): Evidence | null {
  const { columns, terms } = session;
  const index = terms.shortUs > 0 ? admittedAfterFull(columns, terms) : null;
  if (index === null) return bareRefusalOf(session, { refusals: true });
  const before = certainBefore(columns, index, terms);
  return {
    session: columns.session,
    says:
      `request ${at(columns.ids, index)} was admitted although ${before.length}, refused ones included, were decided in the ` +
      `${formatDuration(usToMs(terms.windowUs))} before it; the limit is ${terms.limit}`,
    requests: evidenceRequests(columns, [...before.slice(-terms.limit), index], index),
    spans: [],
  };
}

function againstBucket(session: PhasedSession): Evidence | null {
  const { columns, terms } = session;
  const view = viewBucket(columns, terms);
  const ratePerUs = terms.limit / terms.windowUs;
  const stretch = view.leastBurst(ratePerUs);
  if (stretch.burst > terms.limit + 1e-6)
    return bucketEvidence(session, terms.limit, ratePerUs, view.shortestBeyond(terms.limit, ratePerUs));
  const { burst, refusal } = view.burstBelow(ratePerUs);
  return burst <= terms.limit - 1e-6
    ? refusalByBucket(session, terms.limit, ratePerUs, burst, refusal)
    : null;
}

/** What leaves a queue leaves it one by one, W/N apart: a bucket of one. What is refused may have found it full. */
function againstQueue(session: PhasedSession): Evidence | null {
  const { columns, terms } = session;
  const ratePerUs = terms.limit / terms.windowUs;
  const view = viewBucket(columns, terms);
  return view.leastBurst(ratePerUs).burst > 1 + 1e-6
    ? bucketEvidence(session, 1, ratePerUs, view.shortestBeyond(1, ratePerUs))
    : null;
}

/** Rates that are looked at: up to so many times what was promised. */
const ratesUpTo = 4;

const perMinute = (ratePerUs: number): number => ratePerUs * 60_000_000;

/** Sessions of one policy have one burst and one rate: each range has to explain them all. */
function anyBucket(sessions: ObservedSessions): Outcome {
  const ranges: BucketRange[] = [];
  const byPolicy = Map.groupBy(sessions, ({ terms }) => `${terms.limit} ${terms.windowUs}`);
  for (const alike of byPolicy.values()) {
    const { limit, windowUs } = (alike[0] as PhasedSession).terms;
    const view = joinViews(alike.map(({ columns, terms }) => viewBucket(columns, terms)));
    if (view.burstBelow(0).burst === Infinity) continue;
    const strips = bucketRegion(view, (ratesUpTo * limit) / windowUs);
    if (strips.length === 0) {
      const names = alike.map(({ columns }) => columns.session).join(', ');
      return fallen([], `no burst and rate explain session ${names}`);
    }
    ranges.push({
      leastBurst: Math.min(...strips.map(({ leastBurst }) => leastBurst)),
      burstBelow: Math.max(...strips.map(({ burstBelow }) => burstBelow)),
      leastRatePerMinute: perMinute(Math.min(...strips.map(({ fromRatePerUs }) => fromRatePerUs))),
      mostRatePerMinute: perMinute(Math.max(...strips.map(({ toRatePerUs }) => toRatePerUs))),
    });
  }
  return { ...alive, buckets: ranges };
}
