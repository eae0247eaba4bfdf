import http, { type RefinedResponse } from 'k6/http';
import type { K6Session } from '../plan/sessions-file.ts';
import { type K6Settings, longestLifeSeconds } from '../plan/settings.ts';

/** A session as a scenario created it. */
export interface CreatedSession extends K6Session {
  /** Id at the deployment. */
  readonly id: string;
}

const json = { 'content-type': 'application/json' };
const beta = { 'openai-beta': 'chatkit_beta=v1' };

const withKey = (settings: K6Settings) => ({ authorization: `Bearer ${settings.apiKey}`, ...beta });

/**
 * Creates a session of a user.
 * @throws Error that says what was answered, when it was not a session.
 */
export function createSession(
  settings: K6Settings,
  {
    label,
    user,
    step,
    lifeSeconds,
  }: { label: string; user: string; step: string | null; lifeSeconds: number },
): CreatedSession {
  const answer = http.post(
    `${settings.baseUrl}/chatkit/sessions`,
    JSON.stringify({
      user,
      workflow: { id: settings.workflowId },
      expires_after: { anchor: 'created_at', seconds: Math.min(longestLifeSeconds, lifeSeconds) },
      rate_limits: { max_requests_per_1_minute: settings.limit },
    }),
    {
      headers: { ...withKey(settings), ...json },
      timeout: settings.timeoutMs,
      redirects: 0,
      responseType: 'text',
      tags: { name: 'sessions.create' },
    },
  );
  if (answer.status !== 200) {
    throw new Error(
      `sessions.create at ${settings.baseUrl} answered ${answer.status === 0 ? `nothing (error ${answer.error_code})` : answer.status}: is the deployment there, and CHATKIT_API_KEY right?`,
    );
  }
  const session = answer.json() as {
    id?: string;
    client_secret?: string;
    max_requests_per_1_minute?: number;
  };
  if (typeof session.client_secret !== 'string' || typeof session.id !== 'string') {
    throw new Error('sessions.create answered 200, but not with a session');
  }
  const limit = session.max_requests_per_1_minute ?? settings.limit;
  return { label, secret: session.client_secret, limit, step, id: session.id };
}

/** Cancels a session. @returns whether it was acknowledged. */
export function cancelSession(settings: K6Settings, id: string): boolean {
  const answer = http.post(`${settings.baseUrl}/chatkit/sessions/${encodeURIComponent(id)}/cancel`, null, {
    headers: withKey(settings),
    timeout: settings.timeoutMs,
    redirects: 0,
    tags: { name: 'sessions.cancel' },
  });
  return answer.status === 200;
}

/** Users who have threads, as many as one page shows; none where there are none. */
export function usersWithThreads(settings: K6Settings): string[] {
  const answer: RefinedResponse<'text'> = http.get(`${settings.baseUrl}/chatkit/threads?limit=100`, {
    headers: withKey(settings),
    timeout: settings.timeoutMs,
    redirects: 0,
    responseType: 'text',
    tags: { name: 'threads.list' },
  });
  if (answer.status !== 200) return [];
  const { data } = answer.json() as { data?: { user?: string }[] };
  return [...new Set((data ?? []).flatMap(({ user }) => user ?? []))];
}
