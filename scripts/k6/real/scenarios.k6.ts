import { expect, it } from 'vitest';
import { runReal } from './run-real.ts';

const secretLike = /ek_[\w-]{6}|sk-chatkit|[Bb]earer \S/;

it.each([
  ['smoke', 5, ['smoke']],
  ['limit', 120, ['0.5x', '2x']],
  ['burst', 96, ['burst', 'edge']],
  ['soak', 45, ['soak']],
] as const)('%s sends what its plan says, and no secret leaves k6', async (scenario, requests, steps) => {
  const { outcome, text } = await runReal({ scenario });
  expect(outcome.plan.requests).toBe(requests);
  expect(outcome.records).toHaveLength(requests);
  expect(outcome.steps.map(({ step }) => step)).toEqual(steps);
  expect(outcome.steps.map(({ failed }) => failed)).toEqual(steps.map(() => 0));
  expect(outcome.judgement.overall.outcome).not.toBe('proved');
  expect(outcome.thresholdsCrossed).toBe(false);
  expect(text).not.toMatch(secretLike);
});

it('soak takes a new session before the old one expires, without a request refused or a limit passed', async () => {
  const lifeSeconds = 3;
  const { outcome, summaries } = await runReal({
    scenario: 'soak',
    sessionLifeSeconds: lifeSeconds,
    sessions: 2,
  });
  const { records } = outcome;
  const generations = (user: number) => [
    ...new Set(records.map(({ session }) => session).filter((label) => label.startsWith(`v${user}-`))),
  ];
  for (const user of [1, 2]) {
    expect(generations(user)).toEqual([`v${user}-1`, `v${user}-2`, `v${user}-3`]);
    const first = records.filter(({ session }) => session === `v${user}-1`);
    expect((first.at(-1)?.endMs ?? NaN) - (first[0]?.sentMs ?? NaN)).toBeLessThan(lifeSeconds * 1000);
  }
  expect(records.map(({ status }) => status)).toEqual(records.map(() => 200));
  expect(outcome.judgement.overall.outcome).not.toBe('proved');
  expect(summaries[0]?.metrics['chatkit_session_created']?.['count']).toBe(6);
  expect(summaries[0]?.metrics['chatkit_session_cancelled']?.['count']).toBe(6);
});

it('journey walks to the end of a thread and cancels its session', async () => {
  const { outcome, text, summaries } = await runReal({ scenario: 'journey' });
  const metrics = summaries[0]?.metrics ?? {};
  expect(outcome.sessions.map(({ label }) => label).toSorted()).toEqual(['j1', 'j2', 'j3', 'j4']);
  expect(outcome.records.every(({ status }) => status === 200)).toBe(true);
  expect(outcome.records.length).toBeGreaterThanOrEqual(8);
  // Creating, cancelling and the look for users are k6's requests, too, and no records.
  expect(metrics['http_reqs']?.['count']).toBe(outcome.records.length + 1 + 2 * 4);
  expect(metrics['chatkit_session_cancelled']?.['count']).toBe(4);
  expect(text).not.toMatch(secretLike);
});

it('breakpoint ramps up and ends by itself', async () => {
  const { outcome, text } = await runReal({ scenario: 'breakpoint' });
  expect(outcome.records.length).toBeGreaterThan(100);
  expect(outcome.records.length).toBeLessThanOrEqual(outcome.plan.requests + 5);
  expect(outcome.records.every(({ status }) => status === 200)).toBe(true);
  expect(text).not.toMatch(secretLike);
});

it('burst proves by k6 alone that a limiter forgets under concurrency', { retry: 2 }, async () => {
  const { outcome, summaries } = await runReal({
    scenario: 'burst',
    deployment: { faults: ['limiter-forgets-under-concurrency'] },
  });
  expect(outcome.thresholdsCrossed).toBe(true);
  expect(summaries[0]?.metrics['chatkit_over_admission']?.['count']).toBeGreaterThan(0);
  expect(outcome.judgement.overall.outcome).toBe('proved');
});

it('burst proves a window that starts anew at its end', { retry: 2 }, async () => {
  const { outcome } = await runReal({
    scenario: 'burst',
    deployment: { limiter: 'fixed-window-anchored' },
  });
  expect(outcome.judgement.overall.outcome).toBe('proved');
});

it.each(['limit', 'soak'] as const)(
  '%s: Ctrl-C stops k6, keeps what was measured and cancels the sessions',
  async (scenario) => {
    const abort = new AbortController();
    const { outcome, deployment } = await runReal({
      scenario,
      loads: [2, 10],
      signal: abort.signal,
      on: (event) => {
        if (event.kind === 'record' && event.record.id === 10) abort.abort();
      },
    });
    expect(outcome.interrupted).toBe(true);
    expect(outcome.records.length).toBeGreaterThanOrEqual(10);
    expect(outcome.records.length).toBeLessThan(outcome.plan.requests);
    // Whoever asks with a session's id now hears that it is cancelled already.
    const ids = outcome.sessions.flatMap(({ id }) => id ?? []);
    for (const id of ids) {
      const answer = await deployment.fetch(
        new Request(`http://x/v1/chatkit/sessions/${id}/cancel`, {
          method: 'POST',
          headers: { authorization: `Bearer ${deployment.apiKey}`, 'openai-beta': 'chatkit_beta=v1' },
        }),
      );
      expect(((await answer.json()) as { status?: string }).status).toBe('cancelled');
    }
    expect(ids).toHaveLength(scenario === 'limit' ? 6 : 0);
  },
);
