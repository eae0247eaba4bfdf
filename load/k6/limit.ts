import type { Options, Scenario } from 'k6/options';
import { limitSteps, wholeWindows } from './plan/limit-steps.ts';
import { metricNames, stepTag } from './plan/names.ts';
import { readSettings } from './plan/settings.ts';
import { currentScenario } from './runtime/current.ts';
import { drive, isSuccess } from './runtime/drive.ts';
import { metrics } from './runtime/metrics.ts';
import { commonOptions } from './runtime/options.ts';
import { type SetupData, openSessions } from './runtime/sessions.ts';

/**
 * Multiples of the sessions' limit, a step each, in the open model: requests leave at their times whatever the
 * target does, evenly spread over the sessions.
 */
const settings = readSettings(__ENV, 'limit');
const { stepMs, windowMs } = settings;
const ownSessions = settings.sessionsFile === null;
const fileSessions = openSessions(
  settings,
  limitSteps({ ...settings, gapMs: 0 }).map(({ name }) => name),
  stepMs * settings.loads.length,
);
// Given sessions serve every step, and are left idle for a window in between.
const shared = fileSessions.planned.some(({ step }) => step === null);
const sessionsPerStep = shared
  ? fileSessions.planned.length
  : ownSessions
    ? settings.sessions
    : Math.max(1, Math.round(fileSessions.planned.length / settings.loads.length));
const steps = limitSteps({ ...settings, sessions: sessionsPerStep, gapMs: shared ? windowMs : 0 });
const stepOf = new Map(steps.map((step) => [step.scenario, step]));
/** Beyond so many sessions none is a time series of its own: the verdict on the records needs none. */
const mostSeries = 50;
const windows = wholeWindows(stepMs, windowMs);
const perSession = windows > 0 && !shared && fileSessions.planned.length <= mostSeries;

/** What a rolling limiter may admit of a session from idle in so many whole windows. */
function windowThresholds(): NonNullable<Options['thresholds']> {
  if (!perSession) return {};
  return Object.fromEntries(
    fileSessions.planned.map(({ label, limit }) => [
      `${metricNames.windowAdmitted}{session:${label}}`,
      [`count<=${limit * windows}`],
    ]),
  );
}

export const options = commonOptions({
  scenarios: Object.fromEntries(
    steps.map((step): [string, Scenario] => [
      step.scenario,
      {
        executor: 'constant-arrival-rate',
        rate: step.rate,
        timeUnit: `${step.timeUnitMs}ms`,
        duration: `${step.durationMs}ms`,
        startTime: `${step.startMs}ms`,
        preAllocatedVUs: settings.vus,
        maxVUs: Math.max(settings.vus, Math.min(10 * settings.vus, step.requests)),
        gracefulStop: `${settings.timeoutMs + 1000}ms`,
        tags: { [stepTag]: step.name },
      },
    ]),
  ),
  thresholds: { dropped_iterations: ['count==0'], ...windowThresholds() },
});

export const setup = (): SetupData => fileSessions.setup();
export const teardown = (data: SetupData): void => fileSessions.teardown(data);

export default function run(data: SetupData): void {
  const { name, iterationInTest, startTime } = currentScenario();
  const step = stepOf.get(name);
  if (step === undefined) throw new Error(`no step is called ${name}`);
  // On a machine that stalls, k6 may begin one more just after the end.
  if (iterationInTest >= step.requests) return;
  const sessions = fileSessions.of(data, step.name);
  const session = sessions[iterationInTest % sessions.length];
  if (session === undefined) return;
  const answer = drive(settings, {
    session,
    request: settings.request,
    name: 'driven',
    intended: { startMs: startTime, afterMs: iterationInTest * step.periodMs },
  });
  const withinMs = windows * windowMs - (2 + (windows * windowMs) / 10_000);
  if (perSession && isSuccess(answer.status) && Date.now() + 1 - startTime < withinMs) {
    metrics.windowAdmitted.add(1, { session: session.label });
  }
}
