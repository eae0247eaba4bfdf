import { expect, it } from 'vitest';
import type { BenchPlan, PlannedStep } from '../../load/bench/index.ts';
import { createVirtualClock } from '../../support/clock.ts';
import type { Io } from '../io.ts';
import { createProgress } from './progress.ts';

const step = (name: string, durationMs: number): PlannedStep => ({
  name,
  kind: 'load',
  about: `about ${name}`,
  requests: 10,
  durationMs,
  load: 1,
});
const steps = [step('1x', 40_000), step('2x', 20_000)];
const plan: BenchPlan = { steps, requests: 20, sessionsCreated: 2, durationMs: 61_000 };
const policy = { limit: 2, windowMs: 1000 };

function watch({
  live = false,
  env = {},
  columns = 90,
}: { live?: boolean; env?: Record<string, string>; columns?: number } = {}) {
  const clock = createVirtualClock();
  const abort = new AbortController();
  const written: string[] = [];
  let sleeping = 0;
  const io: Io = {
    stdout: () => expect.unreachable('progress goes to standard error'),
    stderr: (text) => void written.push(text),
    clock: {
      ...clock,
      sleep: async (ms, signal) => {
        sleeping += 1;
        await clock.sleep(ms, signal);
        sleeping -= 1;
      },
    },
    signal: abort.signal,
    setExitCode: () => {},
    env,
    live,
    columns: () => columns,
    color: false,
  };
  const progress = createProgress(io, { budget: 100, policy });
  let id = 0;
  const record = (session: string, sentMs: number, status: number | null) => {
    id += 1;
    const firstByteMs = status === null ? null : sentMs + 1;
    progress.on({
      kind: 'record',
      record: { id, session, step: '', intendedMs: sentMs, sentMs, firstByteMs, endMs: firstByteMs, status },
    });
  };
  return { clock, abort, written, progress, record, sleeping: () => sleeping };
}

it('tells in sparse lines where nothing can be redrawn', async () => {
  const { clock, written, progress, record } = watch();
  progress.on({ kind: 'plan', plan });
  progress.on({ kind: 'step', step: steps[0] as PlannedStep, index: 0, of: 2 });
  record('s1', 0, 200);
  record('s1', 10, 200);
  record('s1', 20, 200);
  record('s2', 30, 429);
  await clock.advance(39_000);
  progress.on({ kind: 'warning', text: 'slow' });
  record('s2', 39_000, null);
  progress.on({ kind: 'wait', ms: 1000, why: 'sessions rest' });
  progress.on({ kind: 'step', step: steps[1] as PlannedStep, index: 1, of: 2 });
  record('s3', 41_000, 200);
  progress.close();
  await clock.advance(100_000);
  expect(written.map((text) => text.trimEnd())).toEqual([
    'plan: 20 requests (budget 100), 2 sessions created, about 61 s',
    '  1x                  40 s      10 requests  about 1x',
    '  2x                  20 s      10 requests  about 2x',
    '[1/2] 1x, 40 s',
    '      1x, so far: 4 offered, 3 admitted, 1 throttled; fullest window 3 of 2 (s1)',
    'warning: slow',
    '      1x: 5 offered, 3 admitted, 1 throttled, 1 failed; fullest window 3 of 2 (s1)',
    'waiting 1 s: sessions rest',
    '[2/2] 2x, 20 s',
    '      2x: 1 offered, 1 admitted, 0 throttled; fullest window 1 of 2 (s3)',
  ]);
});

it('redraws a view on a terminal, though nothing comes, and takes it away in the end', async () => {
  const { clock, written, progress, record, sleeping } = watch({ live: true, env: { NO_COLOR: '1' } });
  progress.on({ kind: 'plan', plan });
  progress.on({ kind: 'step', step: steps[0] as PlannedStep, index: 0, of: 2 });
  record('s1', 0, 200);
  await clock.advance(10_000);
  // Steps: 30 s of this one, 20 s of the next, and a second between them.
  expect(written.at(-1)).toContain('25 %  30 s left, 51 s of the run');
  expect(written.at(-1)).toContain('s1 admitted 0 of 2, at most 1');
  expect(written.filter((text) => text.includes('━'))).toHaveLength(40);
  progress.on({ kind: 'step', step: steps[1] as PlannedStep, index: 1, of: null });
  expect(written.at(-2)).toContain('[1/2] 1x  1 offered, 1 admitted, 0 throttled; fullest window 1 of 2');
  expect(written.at(-1)).toContain('20 s left, the run as its answers say');
  const before = written.length;
  expect(sleeping()).toBe(1);
  progress.close();
  await clock.advance(1);
  expect(sleeping()).toBe(0);
  expect(written.slice(before)).toEqual(['\r\u001B[3A\u001B[J']);
  expect(written.join('')).not.toContain('\u001B[1m');
});

it('takes a terminal that does not know its width for one of 80 columns', () => {
  const { written, progress } = watch({ live: true, columns: 0 });
  progress.on({ kind: 'step', step: steps[0] as PlannedStep, index: 0, of: 2 });
  expect(written.at(-1)).toContain('  about 1x');
  progress.close();
});

it('says that it was interrupted, once, and nothing after its end', () => {
  const { abort, written, progress } = watch();
  progress.on({ kind: 'plan', plan });
  abort.abort();
  progress.close();
  expect(written.at(-1)).toBe('interrupted: judging what was measured so far\n');
  const ended = watch();
  ended.progress.close();
  ended.abort.abort();
  expect(ended.written).toEqual([]);
});
