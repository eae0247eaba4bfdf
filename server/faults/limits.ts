import { setTimeout } from 'node:timers/promises';
import type { Decision, Limiter, LimiterFactory } from '../limiter/index.ts';
import type { Fault, FaultHooks } from './fault.ts';
import { headerFault } from './headers.ts';

type About = Pick<Fault, 'does' | 'breaks' | 'source'>;

const limiterFault = (about: About, install: () => (next: LimiterFactory) => LimiterFactory): Fault => ({
  area: 'limits',
  ...about,
  install: () => ({ limiters: install() }),
});

/** A limiter that keeps another limit than it says. */
const withOtherLimit =
  (by: 1 | -1) =>
  (next: LimiterFactory): LimiterFactory =>
  (policy) => {
    const inner = next({ ...policy, limit: Math.max(1, policy.limit + by) });
    return {
      decide(nowMs) {
        const decision = inner.decide(nowMs);
        const remaining = Math.max(0, decision.remaining - (decision.admitted ? by : 0));
        return { ...decision, limit: policy.limit, remaining: Math.min(remaining, policy.limit - 1) };
      },
    };
  };

/** How long a decision is not yet written down: requests that come meanwhile read the state from before it. */
const raceMs = 4;

/**
 * Check, then act: of the requests of one session that come within a few milliseconds, all read the same count,
 * and all write that count plus one. One after another they are counted rightly, for an answer waits for its writing.
 */
function installRace(): FaultHooks {
  return {
    limiters: (next) => (policy) => {
      const inner = next(policy);
      let unwritten: Decision | undefined;
      return {
        decide(nowMs) {
          if (unwritten !== undefined) return unwritten;
          unwritten = inner.decide(nowMs);
          void setTimeout(raceMs).then(() => (unwritten = undefined));
          return unwritten;
        },
      };
    },
    exchange: (next) => async (request) => {
      const response = await next(request);
      if (response.headers.has('x-ratelimit-limit-requests')) await setTimeout(raceMs);
      return response;
    },
  };
}

function installShared(): (next: LimiterFactory) => LimiterFactory {
  const limiters = new Map<number, Limiter>();
  return (next) => (policy) => {
    let limiter = limiters.get(policy.limit);
    if (limiter === undefined) limiters.set(policy.limit, (limiter = next(policy)));
    return limiter;
  };
}

const keepsItsLimit = 'a session admits its limit in a window, and no more';
const honestWait = 'who waits as long as retry-after says is admitted, and need not wait longer';

const scaledWait = (factor: number) => (headers: Headers) => {
  const waitMs = Number(headers.get('retry-after-ms') ?? 'NaN') * factor;
  if (Number.isNaN(waitMs)) return;
  headers.set('retry-after-ms', String(Math.floor(waitMs)));
  headers.set('retry-after', String(Math.floor(waitMs / 1000)));
};

/** Faults of the limits of sessions, and of what is told about them. */
export const limitFaults = {
  'limiter-admits-one-more': limiterFault(
    {
      does: 'each window of a session admits one request more than its limit',
      breaks: keepsItsLimit,
      source: 'seed',
    },
    () => withOtherLimit(1),
  ),
  'limiter-refuses-early': limiterFault(
    {
      does: 'each window of a session admits one request less than its limit (limits of 2 or more)',
      breaks: 'a session admits its limit in a window',
      source: 'synthetic',
    },
    () => withOtherLimit(-1),
  ),
  'limiter-forgets-under-concurrency': {
    area: 'limits' as const,
    does: `of requests of one session that come within ${raceMs} ms one is counted`,
    breaks: keepsItsLimit,
    source: 'seed' as const,
    install: installRace,
  },
  'limiter-shared-between-sessions': limiterFault(
    {
      does: 'all sessions with the same limit use it up together',
      breaks: 'each session has a limit of its own',
      source: 'seed',
    },
    installShared,
  ),
  'retry-after-too-short': headerFault(
    'limits',
    {
      does: 'retry-after and retry-after-ms say half of the wait, rounded down',
      breaks: honestWait,
      source: 'synthetic',
    },
    () => scaledWait(0.5),
  ),
  'retry-after-too-long': headerFault(
    'limits',
    { does: 'retry-after and retry-after-ms say twice the wait', breaks: honestWait, source: 'synthetic' },
    () => scaledWait(2),
  ),
  'remaining-wrong': headerFault(
    'limits',
    {
      does: 'x-ratelimit-remaining-requests says one more than remain',
      breaks: 'as many requests are admitted as remaining says',
      source: 'synthetic',
    },
    () => (headers) => {
      const remaining = headers.get('x-ratelimit-remaining-requests');
      if (remaining !== null) headers.set('x-ratelimit-remaining-requests', String(Number(remaining) + 1));
    },
  ),
} satisfies Record<string, Fault>;
