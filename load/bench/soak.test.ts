import { expect, it } from 'vitest';
import { judgeRecords } from '../analysis/index.ts';
import { benchEmbedded } from './testing/bench-embedded.ts';

// In real time, for lives are counted in whole seconds.
it(
  'renews sessions before they end, each with a limit of its own',
  { timeout: 30_000, retry: 2 },
  async () => {
    const windowMs = 1000;
    const soak = { durationMs: 7500, load: 1, lifeSeconds: 6 };
    const { steps, sessions, judgement, records, warnings } = await benchEmbedded({
      settings: { soak, sessions: 2 },
      deployment: { windowMs },
    });
    // The first end after 5 to 6 seconds; they are renewed after 2.4.
    expect(sessions.map(({ label }) => label)).toEqual(['s1', 's2', 's3', 's4', 's5', 's6', 's7', 's8']);
    const [step] = steps;
    expect(step).toMatchObject({ step: 'soak', offered: 75, failed: 0, dropped: 0 });
    expect(step?.sessions.every(({ admitted }) => admitted > 0)).toBe(true);
    expect(records.every(({ status }) => status === 200 || status === 429)).toBe(true);
    const bySession = judgement.sessions.map(({ session, outcome }) => [session, outcome === 'proved']);
    expect(bySession).toEqual(sessions.map(({ label }) => [label, false]));
    const policies = new Map(sessions.map(({ label, policy }) => [label, policy]));
    expect(judgeRecords(records, policies, { isFresh: () => true }).grading.outcomes.rolling).not.toBe(
      'proved',
    );
    expect(warnings).toEqual([]);
  },
);
