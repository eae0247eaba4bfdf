import { expect, it } from 'vitest';
import type { RequestRecord } from '../records.ts';
import type { K6Outcome } from './measure-with-k6.ts';
import { refuseUselessRun } from './refuse-useless.ts';

const step = (name: string) =>
  ({ name, about: '', load: 1, requests: 2, durationMs: 1000, kind: 'load' }) as const;
const answered = (status: number | null, name: string): RequestRecord => ({
  id: 1,
  session: 's1',
  step: name,
  intendedMs: null,
  sentMs: 1,
  firstByteMs: 2,
  endMs: 3,
  status,
});
const outcome = (records: readonly RequestRecord[], more: Partial<K6Outcome> = {}): K6Outcome =>
  ({
    plan: { steps: [step('1x'), step('2x')], requests: 4, sessionsCreated: 1, durationMs: 2000 },
    warnings: [],
    interrupted: false,
    ...more,
    records,
  }) as unknown as K6Outcome;

it.each<[string, K6Outcome, string]>([
  [
    'k6 sent nothing',
    outcome([], { warnings: ['k6: Error: sessions.create answered 401'] }),
    'k6 sent no request of the scenario: k6: Error: sessions.create answered 401',
  ],
  ['k6 sent nothing and said nothing', outcome([]), 'k6 sent no request of the scenario'],
  [
    'nothing was let through or refused',
    outcome([answered(401, '2x'), answered(401, '2x')]),
    'the step 2x was neither admitted nor throttled once (2 × status 401): is the secret right and still alive?',
  ],
])('refuses a run in which %s', (_, run, message) => {
  expect(() => refuseUselessRun(run)).toThrow(expect.objectContaining({ exitCode: 3, message }));
});

it.each([
  ['admitted', outcome([answered(500, '1x'), answered(200, '2x')])],
  ['refused', outcome([answered(429, '1x')])],
  ['interrupted', outcome([], { interrupted: true })],
])('takes one in which a request was %s', (_, run) => {
  expect(() => refuseUselessRun(run)).not.toThrow();
});
