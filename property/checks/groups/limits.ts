import * as fc from 'fast-check';
import { allOf, holds, vacuous, violated } from '../../invariants/verdict.ts';
import { checksOf } from '../define.ts';
import type { Answer, CreatedSession } from '../exchange.ts';
import type { Probe } from '../probe.ts';

const { check } = checksOf('limits');
const unpublished = 'which requests count, and how they are counted, is not published';
/** Longer than this a burst must not take, or the window may have moved on. */
const longestBurstMs = 1000;
/** Longer than this nobody waits to see whether a promise is kept. */
const longestWaitMs = 10_000;

const limited = (probe: Probe, limit: number): Promise<CreatedSession> =>
  probe.session({ rate_limits: { max_requests_per_1_minute: limit } });

const use = (probe: Probe, session: CreatedSession): Promise<Answer> =>
  probe.ask('GET', '/chatkit/threads?limit=1', {
    bearer: { kind: 'secret', session },
    mayThrottle: true,
  });

interface Burst {
  readonly admitted: number;
  readonly throttled: number;
  readonly isQuick: boolean;
  readonly answers: readonly Answer[];
}

/** Uses a secret so many times, one after another or all at once. */
async function burst(probe: Probe, session: CreatedSession, count: number, atOnce: boolean): Promise<Burst> {
  const startMs = probe.clock.monotonicMs();
  const answers: Answer[] = [];
  if (atOnce) answers.push(...(await Promise.all(Array.from({ length: count }, () => use(probe, session)))));
  else for (let i = 0; i < count; i += 1) answers.push(await use(probe, session));
  const has = (status: number) => answers.filter((answer) => answer.status === status).length;
  return {
    answers,
    admitted: has(200),
    throttled: has(429),
    isQuick: probe.clock.monotonicMs() - startMs <= longestBurstMs,
  };
}

const slow = vacuous('the requests took so long that the window may have moved on');
const bursts = () =>
  fc.record({ limit: fc.integer({ min: 1, max: 8 }), extra: fc.integer({ min: 1, max: 4 }) });
const number = (answer: Answer | undefined, name: string): number =>
  Number(answer?.header(name) ?? Number.NaN);

/** The limits of sessions, as far as a short burst shows them; `bench` proves more. */
export const limitChecks = [
  check(
    'limit_is_never_exceeded',
    ['synthetic', 'of more requests than a session’s limit no more than the limit are admitted', unpublished],
    {
      needs: ['sessions'],
      values: bursts,
      run: async (probe, { limit, extra }) => {
        const { admitted, isQuick } = await burst(probe, await limited(probe, limit), limit + extra, false);
        if (!isQuick) return slow;
        return admitted <= limit ? holds : violated('$', `at most ${limit} admitted`, `${admitted} admitted`);
      },
    },
  ),
  check(
    'limit_is_never_exceeded_at_once',
    ['synthetic', 'also of requests that come at once no more than the limit are admitted', unpublished],
    {
      needs: ['sessions'],
      values: bursts,
      run: async (probe, { limit, extra }) => {
        const { admitted, isQuick } = await burst(probe, await limited(probe, limit), limit + extra, true);
        if (!isQuick) return slow;
        return admitted <= limit ? holds : violated('$', `at most ${limit} admitted`, `${admitted} admitted`);
      },
    },
  ),
  check(
    'limit_is_granted',
    ['synthetic', 'a new session may be used as often as its limit says, at once', unpublished],
    {
      needs: ['sessions'],
      maxRuns: 10,
      values: () => fc.integer({ min: 1, max: 10 }),
      run: async (probe, limit) => {
        const { throttled } = await burst(probe, await limited(probe, limit), limit, false);
        return throttled === 0 ? holds : violated('$', `${limit} admitted`, `${limit - throttled} admitted`);
      },
    },
  ),
  check(
    'each_session_has_its_own_limit',
    [
      'synthetic',
      'what one session uses up is not lacking to another',
      'the limit is a field of the session',
    ],
    {
      needs: ['sessions'],
      maxRuns: 5,
      values: () => fc.integer({ min: 1, max: 4 }),
      run: async (probe, limit) => {
        const [one, other] = [await limited(probe, limit), await limited(probe, limit)];
        await burst(probe, one, limit + 1, false);
        const { status } = await use(probe, other);
        return status === 429 ? violated('$', 'a request that is admitted', 'status 429') : holds;
      },
    },
  ),
  check(
    'remaining_counts_down_to_zero',
    [
      'synthetic',
      'x-ratelimit-limit-requests is the session’s limit, and -remaining-requests what is left of it',
      'the names are those of OpenAI’s API in general',
    ],
    {
      needs: ['sessions'],
      maxRuns: 10,
      values: () => fc.integer({ min: 1, max: 6 }),
      run: async (probe, limit) => {
        const { answers, isQuick } = await burst(probe, await limited(probe, limit), limit, false);
        if (!isQuick) return slow;
        return allOf(
          answers.flatMap((answer, i) => {
            const told = number(answer, 'x-ratelimit-limit-requests');
            const left = number(answer, 'x-ratelimit-remaining-requests');
            return [
              told === limit ? holds : violated('x-ratelimit-limit-requests', `${limit}`, `${told}`),
              left === limit - i - 1
                ? holds
                : violated(
                    'x-ratelimit-remaining-requests',
                    `${limit - i - 1} at request ${i + 1}`,
                    `${left}`,
                  ),
            ];
          }),
        );
      },
    },
  ),
  check(
    'retry_after_is_kept',
    [
      'synthetic',
      'who is throttled and waits as long as retry-after-ms says is admitted, who waits half of it is not',
      'what a 429 carries is not published',
    ],
    {
      needs: ['sessions'],
      isPatient: true,
      maxRuns: 1,
      values: () => fc.constant(1),
      run: async (probe, limit) => {
        const session = await limited(probe, limit);
        const { answers } = await burst(probe, session, limit + 1, false);
        const last = answers.at(-1);
        if (last?.status !== 429) return vacuous('nothing was throttled');
        const [waitMs, seconds] = [number(last, 'retry-after-ms'), number(last, 'retry-after')];
        if (Number.isNaN(waitMs) || Number.isNaN(seconds))
          return violated('$', 'retry-after and retry-after-ms', 'one or both lack');
        if (Math.ceil(waitMs / 1000) !== seconds)
          return violated('retry-after', `${Math.ceil(waitMs / 1000)} s, as retry-after-ms`, `${seconds} s`);
        if (waitMs > longestWaitMs) return vacuous(`the wait of ${waitMs} ms is too long to be tried`);
        const askedMs = probe.clock.monotonicMs();
        await probe.sleep(waitMs * 0.6);
        const early = await use(probe, session);
        if (probe.clock.monotonicMs() - askedMs > waitMs * 0.9) return slow;
        if (early.status !== 429)
          return violated(
            'retry-after-ms',
            `a wait that is needed, not ${waitMs}`,
            'admitted after 60 % of it',
          );
        await probe.sleep(number(early, 'retry-after-ms'));
        const { status } = await use(probe, session);
        return status === 429 ? violated('$', 'a request that is admitted', 'status 429') : holds;
      },
    },
  ),
];
