import { sleep } from 'k6';
import { stepTag } from './plan/names.ts';
import { soakPeriodMs } from './plan/scenario-steps.ts';
import { readSettings } from './plan/settings.ts';
import type { CreatedSession } from './runtime/api.ts';
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
/**
 * A session is given up a tenth of its life before it expires, so that requests under way end in time, and a second: a deployment that counts
 * in whole seconds lets it live by so much less.
 */
const usedMs = settings.sessionLifeSeconds * 900 - 1000;

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

interface Mine {
  readonly session: CreatedSession;
  readonly startedMs: number;
  sent: number;
}

/** This user's session: a user lives in a JavaScript engine of its own. */
let mine: Mine | null = null;
let generation = 0;

export default function run(): void {
  const { startTime } = currentScenario();
  const endMs = startTime + settings.durationMs;
  const current = mine ?? renew();
  const dueMs = current.startedMs + current.sent * periodMs;
  if (dueMs >= endMs) {
    close(current);
    sleepUntil(endMs + 1000);
    return;
  }
  sleepUntil(dueMs);
  if (Math.max(dueMs, Date.now()) - current.startedMs > usedMs) {
    close(current);
    // The next has a timetable of its own, from its first moment on.
    return;
  }
  current.sent += 1;
  drive(settings, {
    session: current.session,
    request: settings.request,
    name: 'driven',
    intended: { startMs: startTime, afterMs: dueMs - startTime },
  });
}

/** Creates this user's next session. Where that fails, the next try is a second away: a deployment that is down is not to be flooded. */
function renew(): Mine {
  generation += 1;
  const label = `v${currentVu().idInTest}-${generation}`;
  try {
    const session = createOwned(settings, {
      label,
      user: `chatkit-harness-${label}`,
      lifeSeconds: settings.sessionLifeSeconds,
    });
    mine = { session, startedMs: Date.now(), sent: 0 };
    return mine;
  } catch (error) {
    sleep(1);
    throw error;
  }
}

function close({ session }: Mine): void {
  closeOwned(settings, session);
  mine = null;
}

const sleepUntil = (unixMs: number): void => {
  const ms = unixMs - Date.now();
  if (ms > 0) sleep(ms / 1000);
};
