import { check } from 'k6';
import { stepTag } from './plan/names.ts';
import { journeyCount } from './plan/scenario-steps.ts';
import { readSettings } from './plan/settings.ts';
import { usersWithThreads } from './runtime/api.ts';
import { currentScenario } from './runtime/current.ts';
import { type Answer, drive, isSuccess } from './runtime/drive.ts';
import { commonOptions } from './runtime/options.ts';
import { closeOwned, createOwned, waitForStart } from './runtime/owned-sessions.ts';

/** What a visitor's browser does: a session is created, its user's threads are listed, one is paged through, the session is cancelled. */
const settings = readSettings(__ENV, 'journey');
/** Items of a page; small, so that a short thread has several. */
const pageSize = 5;
const lifeSeconds = 120;

interface Page {
  readonly data?: readonly { readonly id?: string }[];
  readonly has_more?: boolean;
  readonly last_id?: string | null;
}

export const options = commonOptions({
  scenarios: {
    journey: {
      executor: 'constant-arrival-rate',
      rate: settings.journeysPerMinute,
      timeUnit: '1m',
      // Half a period short, so that their number is certain.
      duration: `${(journeyCount(settings) - 0.5) * (60_000 / settings.journeysPerMinute)}ms`,
      preAllocatedVUs: settings.vus,
      maxVUs: 10 * settings.vus,
      gracefulStop: `${2 * settings.timeoutMs}ms`,
      tags: { [stepTag]: 'journey' },
    },
  },
  thresholds: { checks: ['rate==1'], dropped_iterations: ['count==0'] },
});

interface SetupData {
  readonly users: readonly string[];
}

export function setup(): SetupData {
  waitForStart(settings);
  return { users: usersWithThreads(settings) };
}

export default function run({ users }: SetupData): void {
  const { iterationInTest } = currentScenario();
  const label = `j${iterationInTest + 1}`;
  // Where nobody has threads, the lists are empty: that is a journey, too.
  const user = users[iterationInTest % Math.max(1, users.length)] ?? `chatkit-harness-${label}`;
  const session = createOwned(settings, { label, user, lifeSeconds });
  const get = (path: string, name: string): Page | null => {
    const request = { method: 'GET', path, headers: settings.request.headers, body: null };
    const answer = drive(settings, { session, request, name, intended: null, keepBody: true });
    return pageOf(answer, name);
  };
  const threads = get('/chatkit/threads?limit=1', 'threads.list');
  const thread = threads?.data?.[0]?.id;
  let after: string | null = thread === undefined ? null : '';
  // The list was one request of the session's limit; a journey keeps within it.
  for (let requests = 1; after !== null && requests < settings.limit; requests += 1) {
    const cursor = after === '' ? '' : `&after=${encodeURIComponent(after)}`;
    const page: Page | null = get(
      `/chatkit/threads/${encodeURIComponent(thread ?? '')}/items?limit=${pageSize}${cursor}`,
      'items.list',
    );
    after = page?.has_more === true ? (page.last_id ?? null) : null;
  }
  check(closeOwned(settings, session), { 'the session is cancelled': (cancelled) => cancelled });
}

/** The page in an answer; null when there is none. A session that keeps within its limit is never refused. */
function pageOf(answer: Answer, name: string): Page | null {
  const page = typeof answer.body === 'string' && isSuccess(answer.status) ? parse(answer.body) : null;
  check(page, { [`${name} answers a page`]: (one) => Array.isArray(one?.data) });
  return page;
}

function parse(text: string): Page | null {
  try {
    return JSON.parse(text) as Page | null;
  } catch {
    return null;
  }
}
