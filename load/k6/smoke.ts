import { check } from 'k6';
import { stepTag } from './plan/names.ts';
import { smokeRequests } from './plan/scenario-steps.ts';
import { readSettings } from './plan/settings.ts';
import { currentScenario } from './runtime/current.ts';
import { drive, isSuccess } from './runtime/drive.ts';
import { commonOptions } from './runtime/options.ts';
import { type SetupData, openSessions } from './runtime/sessions.ts';

/** A few requests, one after the other, all of which must be admitted: is the deployment there, and do the settings fit? */
const settings = readSettings(__ENV, 'smoke');
const sessions = openSessions(settings, ['smoke'], settings.timeoutMs);

export const options = commonOptions({
  scenarios: {
    smoke: {
      executor: 'shared-iterations',
      vus: 1,
      iterations: smokeRequests(settings.limit),
      maxDuration: '60s',
      tags: { [stepTag]: 'smoke' },
    },
  },
  thresholds: { checks: ['rate==1'] },
});

export const setup = (): SetupData => sessions.setup();
export const teardown = (data: SetupData): void => sessions.teardown(data);

export default function run(data: SetupData): void {
  const mine = sessions.of(data, 'smoke');
  const session = mine[currentScenario().iterationInTest % mine.length];
  if (session === undefined) return;
  const answer = drive(settings, {
    session,
    request: settings.request,
    name: 'driven',
    intended: null,
    keepBody: true,
  });
  check(answer, {
    'is admitted': ({ status }) => isSuccess(status),
    'is JSON': ({ body }) => typeof body === 'string' && isJson(body),
  });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
