import { metricNames, stepTag } from './plan/names.ts';
import { readSettings } from './plan/settings.ts';
import { currentScenario } from './runtime/current.ts';
import { drive } from './runtime/drive.ts';
import { commonOptions } from './runtime/options.ts';
import { type SetupData, openSessions } from './runtime/sessions.ts';

/** A ramp from 1 to `CHATKIT_PEAK` requests a second that stops by itself where the deployment breaks: answers fail, or take a second. */
const settings = readSettings(__ENV, 'breakpoint');
const sessions = openSessions(settings, ['breakpoint'], settings.durationMs);
const seconds = Math.max(1, Math.round(settings.durationMs / 1000));

export const options = commonOptions({
  scenarios: {
    breakpoint: {
      executor: 'ramping-arrival-rate',
      startRate: 1,
      timeUnit: '1s',
      preAllocatedVUs: settings.vus,
      maxVUs: 10 * settings.vus,
      stages: [{ target: settings.peakPerSecond, duration: `${seconds}s` }],
      gracefulStop: `${settings.timeoutMs + 1000}ms`,
      tags: { [stepTag]: 'breakpoint' },
    },
  },
  thresholds: {
    [metricNames.failed]: [{ threshold: 'count==0', abortOnFail: true }],
    [metricNames.latencyAdmitted]: [{ threshold: 'p(95)<1000', abortOnFail: true, delayAbortEval: '5s' }],
  },
});

export const setup = (): SetupData => sessions.setup();
export const teardown = (data: SetupData): void => sessions.teardown(data);

export default function run(data: SetupData): void {
  const mine = sessions.of(data, 'breakpoint');
  const session = mine[currentScenario().iterationInTest % mine.length];
  if (session !== undefined)
    drive(settings, { session, request: settings.request, name: 'driven', intended: null });
}
