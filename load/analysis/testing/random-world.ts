import { createStream, type RandomStream } from '../../../support/random.ts';
import type { RatePolicy } from '../../../schema/policy.ts';
import { limiterNames } from '../../../server/limiter/index.ts';
import type { Family } from '../hypotheses/hypothesis.ts';
import {
  countingLog,
  type MakeVirtual,
  ours,
  shared,
  unlimited,
  type VirtualSend,
  type VirtualWorld,
} from './virtual.ts';
import { withHeaders } from './virtual-headers.ts';

/** A deployment in virtual time, and what is true of it. */
export interface Deployment {
  readonly name: string;
  readonly family: Family;
  readonly excess: number;
  readonly refusalsCount: boolean;
  readonly shared: boolean;
  readonly make: MakeVirtual;
}

/** One history to be played and judged. */
export interface RandomWorld {
  readonly deployment: Deployment;
  readonly policy: RatePolicy;
  readonly sessions: number;
  readonly sends: readonly VirtualSend[];
  readonly world: VirtualWorld;
  /** Records dropped from the beginning, so that the sessions are not fresh; 0: they are. */
  readonly dropped: number;
}

const familyOf: Readonly<Record<string, Family>> = { 'token-bucket': 'bucket', gcra: 'bucket' };

/** Everything that is simulated: each of ours as promised, one too many and one too few; a log that counts refusals; none; one for all. */
function deployments(limit: number): Deployment[] {
  const excesses = limit > 1 ? [0, 1, -1] : [0, 1];
  const plain = limiterNames.flatMap((name) =>
    excesses.map((excess): Deployment => ({
      name: excess === 0 ? name : `${name} ${excess > 0 ? '+' : '−'} 1`,
      family: familyOf[name] ?? (name as Family),
      excess,
      refusalsCount: false,
      shared: false,
      make: withHeaders(ours(name, excess)),
    })),
  );
  const others: Deployment[] = [
    {
      name: 'log that counts refusals',
      family: 'sliding-window-log',
      excess: 0,
      refusalsCount: true,
      shared: false,
      make: countingLog,
    },
    { name: 'none', family: 'none', excess: 0, refusalsCount: false, shared: false, make: unlimited },
    {
      name: 'one log for all sessions',
      family: 'sliding-window-log',
      excess: 0,
      refusalsCount: false,
      shared: true,
      make: ours('sliding-window-log'),
    },
  ];
  return [...plain, ...others];
}

/** The world of a number: the same on every machine. */
export function randomWorld(seed: number): RandomWorld {
  const stream = createStream(seed, 'limits');
  const limit = pickLimit(stream);
  const windowMs = stream.pick([100, 1000, 4000, 60_000]);
  const windowUs = windowMs * 1000;
  const drawn = stream.pick(deployments(limit));
  const deployment = drawn.shared ? { ...drawn, make: shared(drawn.make) } : drawn;
  const sessions = drawn.shared ? 2 : stream.pick([1, 1, 1, 2, 3]);
  const mostSends = limit > 100 ? 3 * limit : Math.max(40, Math.min(160, 5 * limit));
  const dropped = stream.chance(0.2) ? stream.int(1, 2 * limit) : 0;
  return {
    deployment,
    policy: { limit, windowMs },
    sessions,
    sends: drawSends(stream, limit, windowUs, sessions, mostSends),
    dropped,
    world: {
      seed,
      latencyUs: stream.pick([
        0,
        0,
        1000,
        windowUs / 100,
        windowUs / 20,
        windowUs / 4,
        windowUs,
        3 * windowUs,
      ]),
      jitterUs: stream.pick([0, 0, 1000, windowUs / 50]),
      lost: stream.pick([0, 0, 0, 0.02, 0.2]),
      broken: stream.pick([0, 0, 0, 0.05]),
      offsetUs: 1_735_689_600_000_000 + stream.int(0, windowUs),
      driftPpm: stream.int(-100, 100),
      resolutionUs: stream.pick([0, 1000]),
    },
  };
}

const pickLimit = (stream: RandomStream): number => {
  const kind = stream.float();
  if (kind < 0.55) return stream.int(1, 5);
  if (kind < 0.93) return stream.int(6, 30);
  return kind < 0.995 ? stream.int(31, 120) : stream.int(121, 1000);
};

/** Bursts, trickles, hammering, silences, and moments around the edges of windows, until there are enough. */
function drawSends(
  stream: RandomStream,
  limit: number,
  windowUs: number,
  sessions: number,
  most: number,
): VirtualSend[] {
  const sends: VirtualSend[] = [];
  let nowUs = 0;
  const send = (session: number) => void sends.push({ atUs: Math.max(0, Math.round(nowUs)), session });
  while (sends.length < most) {
    const session = stream.int(0, sessions - 1);
    const kind = stream.int(0, 5);
    const count = Math.min(most - sends.length, stream.int(1, limit + 3));
    if (kind === 0) for (let i = 0; i < count; i += 1) send(session);
    else if (kind === 1)
      for (let i = 0; i < count; i += 1, nowUs += windowUs / limit / stream.pick([1, 1, 2, 4])) send(session);
    else if (kind === 2)
      for (let i = 0; i < count; i += 1, nowUs += stream.int(0, windowUs / 8))
        send(stream.int(0, sessions - 1));
    else if (kind === 3) nowUs += stream.pick([0.1, 0.5, 0.9, 1, 1.5, 2, 3]) * windowUs;
    else if (kind === 4) {
      // Just around a window after what was sent last: where a window that it opened ends.
      nowUs += windowUs + stream.int(-2000, 2000);
      for (let i = 0; i < count; i += 1, nowUs += stream.pick([0, 0, 1, 1000])) send(session);
    } else for (let i = 0; i < count; i += 1, nowUs += stream.int(0, 3000)) send(session);
    nowUs += stream.pick([0, 1, 1000, windowUs / 10]);
  }
  return sends.toSorted((a, b) => a.atUs - b.atUs);
}
