import type { RatePolicy } from '../../schema/policy.ts';
import { usageError } from '../../support/errors.ts';
import type { RequestRecord } from '../records.ts';
import { expectedAdmissions, expectedOfRamp, type RateRamp, spreadMs } from './goodput.ts';
import { type IsSuccess, isSuccessStatus, outcomeOf } from './observation.ts';
import { createPercentileRecorder, type Percentiles } from './percentiles.ts';
import { recordProblem } from './record-problem.ts';

/** What became of requests. `offered` = `admitted` + `throttled` + `failed`. */
export interface Counts {
  /** Sent. */
  readonly offered: number;
  readonly admitted: number;
  readonly throttled: number;
  /** Any other answer, or none. */
  readonly failed: number;
  /** On the timetable, never sent. */
  readonly dropped: number;
}

/** One session's part in a step. Counts only, so that many sessions cost little memory. */
export interface SessionShare extends Counts {
  readonly session: string;
  /** See `StepSummary.goodput`; null without a policy, or when nothing was offered. */
  readonly goodput: number | null;
}

/** Durations of whole answers, those of admitted and of throttled requests apart; null when there was none. */
export interface ByOutcome {
  readonly admitted: Percentiles | null;
  readonly throttled: Percentiles | null;
}

/** The numbers of one load step. */
export interface StepSummary extends Counts {
  readonly step: string;
  /**
   * The time the requests stand for, in milliseconds: the planned one where it was given, else from the first send
   * to the last and one gap more (see `spreadMs`). 0 for fewer than two sends.
   */
  readonly durationMs: number;
  /** The counts per minute of `durationMs`; null when that is 0. */
  readonly perMinute: Counts | null;
  /**
   * Admitted ÷ what could be expected to be admitted (see `expectedAdmissions`), summed over the sessions, each over its
   * own time and from idle. 1: the limiter let through all that it may; below: it (or the server) refused or failed more
   * than needed. Null when a session's policy is not known, it was not idle before, or nothing was offered.
   */
  readonly goodput: number | null;
  /** From the intended start (from the send where there was no timetable) to the end of the answer: no coordinated omission. */
  readonly latency: ByOutcome;
  /** From the send to the end of the answer. */
  readonly service: ByOutcome;
  /** How far sends were off the timetable, early or late; null when there was none. */
  readonly pacing: Percentiles | null;
  /** In the order in which sessions appeared. */
  readonly sessions: readonly SessionShare[];
}

export interface StepSummaryOptions {
  /** By session label; without it there is no goodput. */
  readonly policies?: ReadonlyMap<string, RatePolicy>;
  /** Planned durations in milliseconds, by step; default: what the sends show. */
  readonly durationsMs?: ReadonlyMap<string, number>;
  /** Steps whose rate rose or fell evenly; all others are taken to be evenly paced. */
  readonly ramps?: ReadonlyMap<string, RateRamp>;
  /** Steps whose sessions were not idle before, or did not last: nothing can be expected of them, so they have no goodput. */
  readonly busy?: ReadonlySet<string>;
  /** Which status counts as admitted; default any 2xx. */
  readonly isSuccess?: IsSuccess;
}

export interface StepSummaryAccumulator {
  /**
   * Takes in one record; the order does not matter.
   * @throws HarnessError when its times contradict each other; the message names the record.
   */
  add(record: RequestRecord): void;
  /** The summaries so far, in the order in which steps appeared. May be asked for at any time. */
  result(): StepSummary[];
}

/** Sums up records as they come; memory grows with steps and sessions, not with records. */
export function createStepSummary(options: StepSummaryOptions = {}): StepSummaryAccumulator {
  const steps = new Map<string, Step>();
  return {
    add(record) {
      const problem = recordProblem(record);
      if (problem !== null) throw usageError(problem);
      const step = steps.get(record.step) ?? createStep();
      steps.set(record.step, step);
      addToStep(step, record, options.isSuccess ?? isSuccessStatus);
    },
    result: () => [...steps].map(([name, step]) => summarise(name, step, options)),
  };
}

interface Tally {
  admitted: number;
  throttled: number;
  failed: number;
  dropped: number;
  firstSentMs: number;
  lastSentMs: number;
}

const createTally = (): Tally => ({
  admitted: 0,
  throttled: 0,
  failed: 0,
  dropped: 0,
  firstSentMs: Infinity,
  lastSentMs: -Infinity,
});

const createByOutcome = () => ({
  admitted: createPercentileRecorder(),
  throttled: createPercentileRecorder(),
});

type Step = ReturnType<typeof createStep>;

function createStep() {
  return {
    total: createTally(),
    sessions: new Map<string, Tally>(),
    latency: createByOutcome(),
    service: createByOutcome(),
    pacing: createPercentileRecorder(),
  };
}

function addToStep(step: Step, record: RequestRecord, isSuccess: IsSuccess): void {
  const { session, intendedMs, sentMs, endMs, status } = record;
  const share = step.sessions.get(session) ?? createTally();
  step.sessions.set(session, share);
  const tallies = [step.total, share];
  if (sentMs === null) {
    for (const tally of tallies) tally.dropped += 1;
    return;
  }
  const outcome = outcomeOf(status, isSuccess);
  for (const tally of tallies) {
    tally[outcome === 'unknown' ? 'failed' : outcome] += 1;
    tally.firstSentMs = Math.min(tally.firstSentMs, sentMs);
    tally.lastSentMs = Math.max(tally.lastSentMs, sentMs);
  }
  if (intendedMs !== null) step.pacing.add(Math.abs(sentMs - intendedMs));
  if (outcome === 'unknown' || endMs === null) return;
  step.latency[outcome].add(endMs - (intendedMs ?? sentMs));
  step.service[outcome].add(endMs - sentMs);
}

function summarise(
  name: string,
  step: Step,
  { policies, durationsMs, ramps, busy }: StepSummaryOptions,
): StepSummary {
  const counts = countsOf(step.total);
  const ramp = ramps?.get(name);
  const idealOf = (tally: Tally, offered: number, policy: RatePolicy) =>
    ramp === undefined
      ? expectedAdmissions(offered, sendsSpreadMs(tally), policy)
      : expectedOfRamp(offered, durationsMs?.get(name) ?? sendsSpreadMs(tally), policy, ramp);
  const durationMs = durationsMs?.get(name) ?? sendsSpreadMs(step.total);
  let expected: number | null = 0;
  const sessions = [...step.sessions].map(([session, tally]) => {
    const share = countsOf(tally);
    const policy = busy?.has(name) === true ? undefined : policies?.get(session);
    const ideal = policy === undefined ? null : idealOf(tally, share.offered, policy);
    expected = expected === null || ideal === null ? null : expected + ideal;
    return { session, ...share, goodput: ratio(share.admitted, ideal) };
  });
  return {
    step: name,
    ...counts,
    durationMs,
    perMinute: durationMs > 0 ? perMinuteOf(counts, durationMs) : null,
    goodput: ratio(counts.admitted, expected),
    latency: resultsOf(step.latency),
    service: resultsOf(step.service),
    pacing: step.pacing.result(),
    sessions,
  };
}

const countsOf = ({ admitted, throttled, failed, dropped }: Tally): Counts => ({
  offered: admitted + throttled + failed,
  admitted,
  throttled,
  failed,
  dropped,
});

const sendsSpreadMs = (tally: Tally): number =>
  spreadMs(countsOf(tally).offered, tally.firstSentMs, tally.lastSentMs);

const ratio = (part: number, whole: number | null): number | null =>
  whole === null || whole === 0 ? null : part / whole;

function perMinuteOf(counts: Counts, durationMs: number): Counts {
  const perMinute = (count: number) => (count * 60_000) / durationMs;
  return {
    offered: perMinute(counts.offered),
    admitted: perMinute(counts.admitted),
    throttled: perMinute(counts.throttled),
    failed: perMinute(counts.failed),
    dropped: perMinute(counts.dropped),
  };
}

const resultsOf = ({ admitted, throttled }: Step['latency']): ByOutcome => ({
  admitted: admitted.result(),
  throttled: throttled.result(),
});
