import { expect, it } from 'vitest';
import type { RequestRecord } from '../records.ts';
import { judgeSecretEnd } from './lifecycle.ts';
import type { SecretEnd } from './lifecycle.ts';

const end: SecretEnd = { kind: 'cancelled', session: 's1', fromMs: 500, toMs: 520, unknown: null };

/** Requests 100 ms apart from 50 ms on, each answered in 20 ms. */
const answers = (...statuses: readonly (number | null)[]): RequestRecord[] =>
  statuses.map((status, i) => {
    const sentMs = 50 + i * 100;
    const answeredMs = status === null ? null : sentMs + 20;
    return {
      id: i + 1,
      session: 's1',
      step: 'lifecycle',
      intendedMs: sentMs,
      sentMs,
      firstByteMs: answeredMs,
      endMs: answeredMs,
      status,
    };
  });

it('is not refuted when the first request after the end is refused', () => {
  expect(judgeSecretEnd(end, answers(200, 200, 200, 200, 200, 401, 401))).toEqual({
    kind: 'cancelled',
    session: 's1',
    outcome: 'not_refuted',
    reason: null,
    endedMs: { fromMs: 500, toMs: 520 },
    firstRefused: { id: 6, sentMs: 550, firstByteMs: 570 },
    lastAdmitted: { id: 5, sentMs: 450, firstByteMs: 470 },
    admittedAfter: 0,
    lateMs: { fromMs: 0, toMs: 70 },
  });
});

it('is proved by a request that was sent after the end and admitted, and says how late at least and at most', () => {
  expect(judgeSecretEnd(end, answers(200, 200, 200, 200, 200, 200, 200, 401).toReversed())).toMatchObject({
    outcome: 'proved',
    firstRefused: { id: 8 },
    lastAdmitted: { id: 7, sentMs: 650 },
    admittedAfter: 2,
    lateMs: { fromMs: 130, toMs: 270 },
  });
});

it('knows no end of a secret that is honoured to the last, or now and then', () => {
  expect(judgeSecretEnd(end, answers(200, 200, 200, 200, 200, 200)).lateMs).toEqual({
    fromMs: 30,
    toMs: null,
  });
  expect(judgeSecretEnd(end, answers(200, 200, 200, 200, 200, 401, 200))).toMatchObject({
    outcome: 'proved',
    firstRefused: { id: 6 },
    lateMs: { fromMs: 130, toMs: null },
  });
});

it('proves nothing by a request that was under way', () => {
  const [under, ...rest] = answers(200, 401, 403);
  const underWay = { ...under, sentMs: 519, firstByteMs: 600 } as RequestRecord;
  const later = rest.map((record) => ({ ...record, sentMs: 700, firstByteMs: 710 }));
  expect(judgeSecretEnd(end, [underWay, ...later])).toMatchObject({
    outcome: 'not_refuted',
    lateMs: { fromMs: 0, toMs: 210 },
  });
});

it.each([
  ['it was never admitted', end, answers(401, 401, 401, 401, 401, 401), /ever admitted/],
  ['nothing was sent after the end', end, answers(200, 200, 200), /no request that was sent after the end/],
  [
    'only other answers came',
    end,
    answers(200, 200, 200, 200, 200, 429, 500, null),
    /no request that was sent after/,
  ],
  [
    'the end is not known',
    { ...end, unknown: 'because' },
    answers(200, 200, 200, 200, 200, 200, 200),
    /^because$/,
  ],
])('is inconclusive when %s', (_, of, records, reason) => {
  expect(judgeSecretEnd(of, records)).toMatchObject({
    outcome: 'inconclusive',
    reason: expect.stringMatching(reason),
    admittedAfter: 0,
    lateMs: null,
  });
});
