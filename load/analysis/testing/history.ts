import type { RequestRecord } from '../../records.ts';
import { type LimiterName, limiters } from './limiters.ts';

/** One request on its way; all in microseconds. */
export interface Journey {
  /** After the request before it (the first: after 0). */
  readonly gapUs: number;
  /** From the send to the decision. */
  readonly thereUs: number;
  /** From the decision to the first byte. */
  readonly backUs: number;
  /** `lost`: no answer; `broken`: a 500 although the limiter decided. */
  readonly fate: 'answered' | 'lost' | 'broken';
}

/** What the server's clock makes of true time: c = round((t·(1 + drift) + offset) ÷ resolution)·resolution. */
export interface ServerClock {
  /** 0: exact. */
  readonly resolutionUs: number;
  readonly rounding: 'floor' | 'round' | 'ceil';
  readonly driftPpm: number;
  readonly offsetUs: number;
}

export interface Scenario {
  readonly limiter: LimiterName;
  readonly limit: number;
  readonly windowUs: number;
  readonly phaseUs: number;
  readonly clock: ServerClock;
  readonly journeys: readonly Journey[];
}

export interface History {
  readonly records: readonly RequestRecord[];
  /** When the admitted requests were truly decided, ascending, whatever became of their answers; microseconds. */
  readonly admittedUs: readonly number[];
  /** The true decision of each request by its id; microseconds. */
  readonly decidedUs: readonly number[];
}

/** Plays a scenario: requests meet the limiter in the order of their decisions, on the server's clock. */
export function simulate(scenario: Scenario): History {
  const { limit, windowUs, phaseUs, clock, journeys } = scenario;
  const limiter = limiters[scenario.limiter](limit, windowUs, phaseUs);
  let clockUs = 0;
  const requests = journeys.map((journey, id) => {
    clockUs += journey.gapUs;
    return { id, ...journey, sentUs: clockUs, decidedUs: clockUs + journey.thereUs };
  });
  const admitted = new Map<number, boolean>();
  for (const { id, decidedUs } of requests.toSorted((a, b) => a.decidedUs - b.decidedUs || a.id - b.id)) {
    admitted.set(id, limiter.admits(tell(clock, decidedUs)));
  }
  return {
    records: requests.map(({ id, sentUs, decidedUs, backUs, fate }) => {
      const firstByteMs = fate === 'lost' ? null : Math.ceil(decidedUs + backUs) / 1000;
      const answer = admitted.get(id) ? 200 : 429;
      return {
        id,
        session: 's1',
        step: 'simulated',
        intendedMs: null,
        sentMs: Math.floor(sentUs) / 1000,
        firstByteMs,
        endMs: firstByteMs,
        status: fate === 'lost' ? null : fate === 'broken' ? 500 : answer,
      };
    }),
    admittedUs: requests
      .filter(({ id }) => admitted.get(id))
      .map(({ decidedUs }) => decidedUs)
      .toSorted((a, b) => a - b),
    decidedUs: requests.map(({ decidedUs }) => decidedUs),
  };
}

function tell({ resolutionUs, rounding, driftPpm, offsetUs }: ServerClock, trueUs: number): number {
  const us = trueUs * (1 + driftPpm / 1_000_000) + offsetUs;
  return resolutionUs === 0 ? us : Math[rounding](us / resolutionUs) * resolutionUs;
}

/** By definition: are there more than `limit` in any half-open [t, t + window)? `times` ascending. */
export function exceedsRolling(times: readonly number[], limit: number, window: number): boolean {
  return times.some((start) => times.filter((time) => time >= start && time < start + window).length > limit);
}
