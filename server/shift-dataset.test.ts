import { describe, expect, it } from 'vitest';
import { createDataset, referenceTime } from '../generators/index.ts';
import type { Dataset } from '../generators/index.ts';
import { HarnessError } from '../support/errors.ts';
import { shiftDataset } from './shift-dataset.ts';
import { createWorld, lint, task, thread } from './testing/world.ts';

const nowMs = 1_900_000_000_999;

const timesOf = ({ threads, items, sessions }: Dataset) => [
  ...threads.map((entry) => entry.created_at),
  ...items.map((entry) => entry.created_at),
  ...sessions.map((entry) => entry.expires_at),
];
const timeless = (value: object) =>
  JSON.parse(JSON.stringify(value, (key, part: unknown) => (key.endsWith('_at') ? 0 : part))) as unknown;

describe('shiftDataset', () => {
  const dataset = createDataset({ seed: 3, users: 5, threads: 20, sessions: 30 });
  const shifted = shiftDataset(dataset, nowMs);

  it('moves all times by one distance, so that the newest thread or item is now', () => {
    const distances = timesOf(shifted).map((time, i) => time - (timesOf(dataset)[i] ?? 0));
    expect(new Set(distances).size).toBe(1);
    const newest = [...shifted.threads, ...shifted.items].map((entry) => entry.created_at);
    expect(Math.max(...newest)).toBe(1_900_000_000);
  });

  it('changes nothing but times: ids and secrets stay what the files say', () => {
    expect(timeless(shifted)).toEqual(timeless(dataset));
    expect(dataset).toEqual(createDataset({ seed: 3, users: 5, threads: 20, sessions: 30 }));
    expect(shifted.sessions.flatMap((session) => lint('chat_session', session))).toEqual([]);
  });

  it('keeps sessions as alive as they were', () => {
    const alive = shifted.sessions.filter((session) => session.expires_at * 1000 > nowMs);
    const were = dataset.sessions.filter((session) => session.expires_at > referenceTime);
    // The newest entry may be a little older than the dataset's now, never younger: no session dies by the shift.
    expect(alive.map((session) => session.id)).toEqual(
      expect.arrayContaining(were.map((session) => session.id)),
    );
  });

  it('goes by the sessions where there is nothing else, and leaves nothing as it is', () => {
    const { sessions } = dataset;
    const latest = Math.max(...sessions.map((session) => session.expires_at));
    const only = shiftDataset({ sessions, threads: [], items: [] }, nowMs).sessions;
    expect(Math.max(...only.map((session) => session.expires_at))).toBe(1_900_000_600);
    expect(latest).toBeLessThan(1_900_000_000);
    const empty = { sessions: [], threads: [], items: [] };
    expect(shiftDataset(empty, nowMs)).toEqual(empty);
  });
});

describe('loading a dataset', () => {
  it('names what contradicts itself, all at once', () => {
    const [session] = createDataset({ sessions: 1, threads: 0 }).sessions;
    if (session === undefined) throw new Error('no session was made');
    const load = () =>
      createWorld({
        dataset: {
          threads: [thread('cthr_1', 2), thread('cthr_1', 1)],
          items: [task('cti_1', 1), task('cti_1', 1), task('cti_2', 1, 'cthr_9')],
          sessions: [
            session,
            session,
            { ...session, id: 'cksess_2' },
            {
              ...session,
              id: 'cksess_3',
              client_secret: 'ek_3',
              rate_limits: { max_requests_per_1_minute: 0 },
            },
          ],
        },
      });
    expect(load).toThrow(
      new HarnessError(2, [
        'dataset: thread cthr_1 exists already',
        'dataset: item cti_1 exists already in thread cthr_1',
        'dataset: item cti_2: there is no thread cthr_9',
        `dataset: session ${session.id} exists already`,
        'dataset: session cksess_2: another session has the same client secret',
        'dataset: session cksess_3: a limit of at least 1 request is wanted, got 0',
      ]),
    );
  });

  it('does not list hundreds of problems', () => {
    const items = Array.from({ length: 300 }, (_, i) => task(`cti_${i}`, 1, 'cthr_9'));
    const load = () => createWorld({ dataset: { threads: [], items, sessions: [] } });
    expect(load).toThrow(/item cti_9: there is no thread cthr_9\ndataset: 290 more problems like these$/);
  });
});
