import { sleep } from 'k6';
import { stepTag } from './plan/names.ts';
import { edgeSafetyMs, edgeShare } from './plan/scenario-steps.ts';
import type { K6Session } from './plan/sessions-file.ts';
import { readSettings } from './plan/settings.ts';
import { currentScenario, currentVu } from './runtime/current.ts';
import { type Answer, driveBesides } from './runtime/drive.ts';
import { commonOptions } from './runtime/options.ts';
import { type SetupData, openSessions } from './runtime/sessions.ts';

/**
 * Bursts of each session, by one user who therefore sees all of its requests:
 *
 *     burst   |2N at once        admitted beyond N, the limiter forgets under concurrency
 *     edge    |1       N−1|N     admitted again at once past its window's end: the window starts anew
 *             0      0.9W W
 */
const settings = readSettings(__ENV, 'burst');
const { limit, windowMs } = settings;
const source = openSessions(settings, ['burst', 'edge'], 4 * windowMs);
const users = source.planned.filter(({ step }) => step !== 'edge').length;

export const options = commonOptions({
  // A burst needs its connections at once, and keeps them for the next.
  batchPerHost: Math.min(200, 2 * limit),
  scenarios: {
    burst: {
      executor: 'per-vu-iterations',
      vus: users,
      iterations: 1,
      maxDuration: `${Math.ceil(4 * windowMs + 2 * settings.timeoutMs)}ms`,
      tags: { [stepTag]: 'burst' },
    },
  },
});

export const setup = (): SetupData => source.setup();
export const teardown = (data: SetupData): void => source.teardown(data);

export default async function run(data: SetupData): Promise<void> {
  const { iterationInTest } = currentScenario();
  const pick = (step: string): K6Session | undefined => {
    const mine = source.of(data, step);
    return mine[iterationInTest % mine.length];
  };
  const [first, second] = [pick('burst'), pick('edge')];
  if (first === undefined || second === undefined) return;
  await together(first, 2 * limit);
  sleepMs(windowMs);
  currentVu().metrics.tags[stepTag] = 'edge';
  await edge(second);
}

async function edge(session: K6Session): Promise<void> {
  const sentMs = Date.now();
  await send(session);
  // The window opened when the first request was decided: at the latest when its answer was there.
  const endMs = Date.now() + 1 + windowMs + edgeSafetyMs(windowMs);
  const spreadMs = windowMs * edgeShare;
  await paced(session, limit - 1, sentMs + windowMs - 2 * spreadMs, spreadMs);
  await paced(session, limit, endMs, spreadMs);
}

/** So many requests, evenly spread from a moment on; each leaves whether or not those before it were answered. */
async function paced(session: K6Session, count: number, fromMs: number, overMs: number): Promise<void> {
  const answers: Promise<Answer>[] = [];
  for (let i = 0; i < count; i += 1) {
    sleepMs(fromMs + (i * overMs) / count - Date.now());
    answers.push(send(session));
  }
  await Promise.all(answers);
}

const together = (session: K6Session, count: number): Promise<Answer[]> =>
  Promise.all(Array.from({ length: count }, () => send(session)));

const send = (session: K6Session): Promise<Answer> =>
  driveBesides(settings, { session, request: settings.request, name: 'driven', intended: null });

const sleepMs = (ms: number): void => {
  if (ms > 0) sleep(ms / 1000);
};
