import type { Answer, Call, Moment } from './call.ts';
import type { Demands } from './disagreement.ts';
import { withSession } from './state.ts';
import type { ModelSession, ModelState } from './state.ts';

/** Who a request turned out to come from, and the state after it was counted. */
export interface Admission {
  readonly state: ModelState;
  /** Undefined for the key, which sees everything. */
  readonly session: ModelSession | undefined;
}

/** What the model knows besides the state. */
export interface ModelContext {
  readonly demands: Demands;
  /** Length of a rate-limit window in milliseconds. */
  readonly windowMs: number;
}

/** Requests a minute where the request for a session names none. Published. */
const defaultLimit = 10;

/** How a session may stand at a moment: two answers where the moment is not known exactly enough. */
export function standings(session: ModelSession, at: Moment): ('active' | 'expired' | 'cancelled')[] {
  if (session.isCancelled) return ['cancelled'];
  const endMs = session.expiresAt * 1000;
  if (at.latestMs < endMs) return ['active'];
  return at.earliestMs >= endMs ? ['expired'] : ['active', 'expired'];
}

function demandRefusal({ demands }: ModelContext, { status }: Answer, whom: string): void {
  demands.published(status >= 400 && status < 500, '$.status', `a refusal of ${whom}`, status);
  demands.synthetic(status === 401, '$.status', `401 for ${whom}`, status);
}

/**
 * Whether a request gets as far as its operation. Yields the state alone when the answer was rightly a refusal.
 *
 *     unknown token → 401    ended session → 401    key wanted → 401    over the limit → 429    else → operation
 *
 * The limit, which is published as a maximum and no more, is that of every rolling window: synthetic.
 */
export function passGate(
  context: ModelContext,
  state: ModelState,
  call: Call,
  answer: Answer,
): Admission | { readonly refused: ModelState } {
  const { token } = call;
  if (token.kind === 'key') return { state, session: undefined };
  const session = token.kind === 'secret' ? state.sessions[token.session] : undefined;
  if (session === undefined) {
    demandRefusal(context, answer, token.kind === 'none' ? 'a request without a token' : 'an unknown token');
    return { refused: state };
  }
  const possible = standings(session, answer.at);
  if (!possible.includes('active')) {
    demandRefusal(
      context,
      answer,
      `the secret of ${possible[0] === 'expired' ? 'an expired' : 'a cancelled'} session`,
    );
    return { refused: state };
  }
  if (possible.includes('expired') && answer.status === 401) return { refused: state };
  return passLimit(context, state, session, call, answer);
}

function passLimit(
  { demands, windowMs }: ModelContext,
  state: ModelState,
  session: ModelSession,
  call: Call,
  answer: Answer,
): Admission | { readonly refused: ModelState } {
  const limit = session.request.rate_limits?.max_requests_per_1_minute ?? defaultLimit;
  const { earliestMs, latestMs } = answer.at;
  const certain = session.admitted.filter((past) => latestMs - past.earliestMs < windowMs).length;
  const possible = session.admitted.filter((past) => earliestMs - past.latestMs < windowMs).length;
  const counted: ModelSession = { ...session, admitted: [...session.admitted, answer.at] };
  if (call.operation === 'sessions.create' || call.operation === 'sessions.cancel') {
    demands.synthetic(
      answer.status === 401,
      '$.status',
      '401: a secret makes and ends no sessions',
      answer.status,
    );
    return { refused: possible < limit ? withSession(state, counted) : state };
  }
  if (answer.status === 429) {
    demands.synthetic(
      possible >= limit,
      '$.status',
      `anything but 429: ${possible} of ${limit} requests were sent`,
      429,
    );
    return { refused: state };
  }
  demands.published(
    answer.status !== 401 && answer.status !== 403,
    '$.status',
    'the secret of an active session to be accepted',
    answer.status,
  );
  demands.synthetic(
    certain < limit,
    '$.status',
    `429: ${certain} of ${limit} requests were sent`,
    answer.status,
  );
  return { state: withSession(state, counted), session: counted };
}
