import { createStream, type RandomStream } from '../../../support/random.ts';
import type { RatePolicy } from '../../../schema/policy.ts';
import { createLimiter, type LimiterName } from '../../../server/limiter/index.ts';
import type { RequestRecord } from '../../records.ts';

/** A request to be sent in virtual time; microseconds. */
export interface VirtualSend {
  readonly atUs: number;
  readonly session: number;
}

/** How the way to the server and back is. */
export interface VirtualWorld {
  readonly seed: number;
  /** Longest time from a send to its decision, and from the decision to the first byte; uniform below. */
  readonly latencyUs: number;
  /** By how much a send may come late; uniform below. */
  readonly jitterUs: number;
  /** Share of answers that are lost after the decision, and that are broken (500 although decided). */
  readonly lost: number;
  readonly broken: number;
  /** The server's clock: c = floor((t·(1 + drift) + offset) ÷ resolution)·resolution. */
  readonly offsetUs: number;
  readonly driftPpm: number;
  readonly resolutionUs: number;
}

export const perfectWorld: VirtualWorld = {
  seed: 1,
  latencyUs: 0,
  jitterUs: 0,
  lost: 0,
  broken: 0,
  offsetUs: 0,
  driftPpm: 0,
  resolutionUs: 0,
};

/** A limiter in virtual time; `nowMs` is the server's clock. */
export interface VirtualLimiter {
  decide(nowMs: number): { readonly admitted: boolean; readonly headers?: Readonly<Record<string, string>> };
}

export type MakeVirtual = (policy: RatePolicy, session: number) => VirtualLimiter;

/** The deployment's own limiter with `excess` more than promised, with the headers that it tells. */
export const ours =
  (name: LimiterName, excess = 0): MakeVirtual =>
  ({ limit, windowMs }) => {
    const limiter = createLimiter(name, { limit: limit + excess, windowMs });
    return { decide: (nowMs) => limiter.decide(nowMs) };
  };

/** A log that counts refused requests, too. */
export const countingLog: MakeVirtual = ({ limit, windowMs }) => {
  let seen: number[] = [];
  return {
    decide(nowMs) {
      seen = seen.filter((time) => time + windowMs > nowMs);
      seen.push(nowMs);
      return { admitted: seen.length <= limit };
    },
  };
};

export const unlimited: MakeVirtual = () => ({ decide: () => ({ admitted: true }) });

/** One limiter for all sessions together: what isolation forbids. */
export const shared = (make: MakeVirtual): MakeVirtual => {
  let one: VirtualLimiter | undefined;
  return (policy) => (one ??= make(policy, 0));
};

export interface VirtualRun {
  readonly records: readonly RequestRecord[];
  /** True decisions, in the order of the records' ids. */
  readonly decisions: readonly {
    readonly id: number;
    readonly session: string;
    readonly decidedUs: number;
    readonly admitted: boolean;
  }[];
}

/** Plays sends against limiters: requests meet them in the order of their decisions, on the server's clock. */
export function playVirtual(
  sends: readonly VirtualSend[],
  make: MakeVirtual,
  policies: readonly RatePolicy[],
  world: VirtualWorld,
  firstId = 1,
  labels: (session: number) => string = (session) => `s${session + 1}`,
): VirtualRun {
  const stream = createStream(world.seed, 'virtual', firstId);
  const limiters = policies.map((policy, session) => make(policy, session));
  const journeys = sends.map(({ atUs, session }, i) => {
    const sentUs = atUs + draw(stream, world.jitterUs);
    const decidedUs = sentUs + draw(stream, world.latencyUs);
    const firstByteUs = decidedUs + draw(stream, world.latencyUs);
    const fate = stream.float();
    return { id: firstId + i, session, sentUs, decidedUs, firstByteUs, fate };
  });
  const answers = new Map<number, ReturnType<VirtualLimiter['decide']>>();
  for (const journey of journeys.toSorted((a, b) => a.decidedUs - b.decidedUs || a.id - b.id)) {
    answers.set(
      journey.id,
      (limiters[journey.session] as VirtualLimiter).decide(serverMs(world, journey.decidedUs)),
    );
  }
  const records = journeys.map(({ id, session, sentUs, firstByteUs, fate }): RequestRecord => {
    const lost = fate < world.lost;
    const broken = !lost && fate < world.lost + world.broken;
    const answer = answers.get(id);
    const firstByteMs = lost ? null : Math.ceil(firstByteUs) / 1000;
    return {
      id,
      session: labels(session),
      step: 'virtual',
      intendedMs: null,
      sentMs: Math.floor(sentUs) / 1000,
      firstByteMs,
      endMs: firstByteMs,
      status: lost ? null : broken ? 500 : answer?.admitted === true ? 200 : 429,
      ...(answer?.headers === undefined || lost ? {} : { headers: answer.headers }),
    };
  });
  return {
    records,
    decisions: journeys.map(({ id, session, decidedUs }) => ({
      id,
      session: labels(session),
      decidedUs,
      admitted: answers.get(id)?.admitted === true,
    })),
  };
}

const draw = (stream: RandomStream, belowUs: number): number => Math.floor(stream.float() * belowUs);

/** What the server's clock shows at a true time, in milliseconds. */
export function serverMs({ offsetUs, driftPpm, resolutionUs }: VirtualWorld, trueUs: number): number {
  const us = trueUs * (1 + driftPpm / 1_000_000) + offsetUs;
  return (resolutionUs === 0 ? us : Math.floor(us / resolutionUs) * resolutionUs) / 1000;
}
