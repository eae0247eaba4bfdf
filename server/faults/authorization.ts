import { betaHeader } from '../../schema/index.ts';
import { ApiError } from '../api-error.ts';
import { apiKeyCaller, bearerToken } from '../authorization.ts';
import type { Caller } from '../authorization.ts';
import type { Handler } from '../operations.ts';
import type { Fault, FaultHooks, FaultTools } from './fault.ts';
import { mapJson } from './json.ts';

type About = Pick<Fault, 'does' | 'breaks' | 'source'>;

/** A fault that lets in somebody who was refused with a certain code, if `admit` knows who it is. */
const acceptsRefused = (
  about: About,
  code: string,
  admit: (token: string, tools: FaultTools) => Caller | undefined,
): Fault => ({
  area: 'authorization',
  ...about,
  install: (tools) => ({
    identify: (next) => (header, nowMs) => {
      try {
        return next(header, nowMs);
      } catch (error) {
        const isRefused = error instanceof ApiError && error.details.code === code;
        const caller = isRefused ? admit(bearerToken(header ?? '') ?? '', tools) : undefined;
        if (caller === undefined) throw error;
        return caller;
      }
    },
  }),
});

function bySession(token: string, { sessions }: FaultTools): Caller | undefined {
  const session = sessions.findBySecret(token);
  return session === undefined ? undefined : { kind: 'client_secret', session };
}

/** `ek_` and the 48 digits: what a careless comparison would look at. */
const comparedCharacters = 51;
const maxRemembered = 10_000;

/** Secrets are known by their first characters alone, those of sessions that were created here. */
function installPrefixComparison({ sessions }: FaultTools): FaultHooks {
  const secrets = new Map<string, string>();
  return {
    handlers: (next) => ({
      ...next,
      'sessions.create': (world, call) =>
        mapJson(next['sessions.create'](world, call), (session) => {
          const secret = String(session['client_secret']);
          secrets.set(secret.slice(0, comparedCharacters), secret);
          const [oldest] = secrets.size > maxRemembered ? secrets.keys() : [];
          if (oldest !== undefined) secrets.delete(oldest);
          return session;
        }),
    }),
    identify: (next) => (header, nowMs) => {
      const token = bearerToken(header ?? '') ?? '';
      const secret = secrets.get(token.slice(0, comparedCharacters));
      const isOther = secret !== undefined && sessions.findBySecret(token) === undefined;
      return next(isOther ? `Bearer ${secret}` : header, nowMs);
    },
  };
}

const withEverybody =
  (handler: Handler): Handler =>
  (world, call) =>
    handler(world, { ...call, caller: apiKeyCaller });

/** A fault by which a client secret may do with everybody's threads what it may do with its own user's. */
const seesOthers = (
  about: About,
  ids: readonly ('threads.list' | 'threads.retrieve' | 'threads.delete' | 'threads.listItems')[],
): Fault => ({
  area: 'authorization',
  ...about,
  install: () => ({
    handlers: (next) => ({
      ...next,
      ...Object.fromEntries(ids.map((id) => [id, withEverybody(next[id])])),
    }),
  }),
});

/** Faults of who may do what. */
export const authorizationFaults = {
  'cancelled-secret-accepted': acceptsRefused(
    {
      does: 'the client secret of a cancelled session still works',
      breaks: 'a cancelled session’s secret is refused',
      source: 'seed',
    },
    'client_secret_cancelled',
    bySession,
  ),
  'expired-secret-accepted': acceptsRefused(
    {
      does: 'the client secret of an expired session still works',
      breaks: 'an expired session’s secret is refused',
      source: 'seed',
    },
    'client_secret_expired',
    bySession,
  ),
  'wrong-secret-accepted': {
    area: 'authorization' as const,
    does: `client secrets are compared by their first ${comparedCharacters} characters alone`,
    breaks: 'a secret that was never given out is refused',
    source: 'seed' as const,
    install: installPrefixComparison,
  },
  'wrong-key-accepted': acceptsRefused(
    {
      does: 'any token that starts with sk- passes for an API key',
      breaks: 'an API key that was never given out is refused',
      source: 'observed',
    },
    'invalid_api_key',
    (token) => (token.startsWith('sk-') ? apiKeyCaller : undefined),
  ),
  'beta-header-not-needed': {
    area: 'authorization' as const,
    does: 'requests without the OpenAI-Beta header are answered',
    breaks: 'a request without the OpenAI-Beta header is refused',
    source: 'observed' as const,
    install: () => ({
      exchange: (next) => (request) => {
        if (request.headers.has(betaHeader.name)) return next(request);
        const headers = new Headers(request.headers);
        headers.set(betaHeader.name, betaHeader.value);
        return next(new Request(request, { headers }));
      },
    }),
  },
  'others-threads-listed': seesOthers(
    {
      does: 'a client secret lists the threads of all users',
      breaks: 'a client secret sees its user’s threads and no others',
      source: 'seed',
    },
    ['threads.list'],
  ),
  'others-thread-readable': seesOthers(
    {
      does: 'a client secret reads any user’s thread and its items by their id',
      breaks: 'a client secret sees its user’s threads and no others',
      source: 'seed',
    },
    ['threads.retrieve', 'threads.listItems'],
  ),
  'others-thread-deletable': seesOthers(
    {
      does: 'a client secret deletes any user’s thread by its id',
      breaks: 'a client secret deletes no other user’s threads',
      source: 'seed',
    },
    ['threads.delete'],
  ),
} satisfies Record<string, Fault>;
