import { sleep } from 'k6';
import { stepTag } from './plan/names.ts';
import { soakPeriodMs } from './plan/scenario-steps.ts';
import { readSettings } from './plan/settings.ts';
import { type CreatedSession, longestLifeSeconds } from './runtime/api.ts';
import { currentScenario, currentVu } from './runtime/current.ts';
import { drive } from './runtime/drive.ts';
import { commonOptions } from './runtime/options.ts';
import { closeOwned, createOwned, waitForStart } from './runtime/owned-sessions.ts';

/**
 * Hours just below the limit. A session lives ten minutes at the most, so each user creates its own, keeps to that session's
 * timetable, and takes a new one in good time. Nothing is shared, so any number of instances may take part.
 */
const settings = readSettings(__ENV, 'soak');
const periodMs = soakPeriodMs(settings);
/** A session is given up so long before it expires. */
const marginMs = 60_000;
const lifeMs = longestLifeSeconds * 1000 - marginMs;

export const options = commonOptions({
  scenarios: {
    soak: {
      executor: 'constant-vus',
      vus: settings.sessions,
      duration: `${settings.durationMs}ms`,
      gracefulStop: `${settings.timeoutMs + Math.ceil(periodMs) + 1000}ms`,
      tags: { [stepTag]: 'soak' },
    },
  },
});

export const setup = (): void => waitForStart(settings);

/** This user's session: a user lives in a JavaScript engine of its own. */
let mine: { session: CreatedSession; startedMs: number; sent: number } | null = null;
let generation = 0;

export default function run(): void {
  const { startTime } = currentScenario();
  const endMs = startTime + settings.durationMs;
  if (mine !== null && Date.now() - mine.startedMs > lifeMs) {
    closeOwned(settings, mine.session);
    mine = null;
  }
  if (mine === null) {
    generation += 1;
    const label = `v${currentVu().idInTest}-${generation}`;
    const lifeSeconds = Math.min(longestLifeSeconds, Math.ceil((endMs - Date.now()) / 1000) + 60);
    mine = {
      session: createOwned(settings, { label, user: `chatkit-harness-${label}`, lifeSeconds }),
      startedMs: Date.now(),
      sent: 0,
    };
  }
  const dueMs = mine.startedMs + mine.sent * periodMs;
  if (dueMs >= endMs) {
    closeOwned(settings, mine.session);
    mine = null;
    sleep(Math.max(0, endMs + 1000 - Date.now()) / 1000);
    return;
  }
  sleep(Math.max(0, dueMs - Date.now()) / 1000);
  mine.sent += 1;
  drive(settings, {
    session: mine.session,
    request: settings.request,
    name: 'driven',
    intended: { startMs: startTime, afterMs: dueMs - startTime },
  });
}
