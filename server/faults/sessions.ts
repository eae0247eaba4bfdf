import type { ChatSession, SessionCreate } from '../../schema/index.ts';
import type { SessionRecord } from '../sessions.ts';
import type { Fault, FaultTools } from './fault.ts';
import { mapJson } from './json.ts';
import type { JsonObject } from './json.ts';

type About = Pick<Fault, 'does' | 'breaks' | 'source'>;

/** A fault in every session that is answered. */
const sessionFault = (about: About, change: (session: ChatSession) => JsonObject): Fault => ({
  area: 'sessions',
  ...about,
  install: () => ({
    handlers: (next) => ({
      ...next,
      'sessions.create': (world, call) =>
        mapJson(next['sessions.create'](world, call), (body) => change(body as unknown as ChatSession)),
      'sessions.cancel': (world, call) =>
        mapJson(next['sessions.cancel'](world, call), (body) => change(body as unknown as ChatSession)),
    }),
  }),
});

/** Most sessions whose requests are remembered. */
const maxRemembered = 10_000;

function installUnresolvedDefaults(): ReturnType<Fault['install']> {
  const requests = new Map<string, SessionCreate>();
  const unresolve = (session: ChatSession): JsonObject => {
    const wish = requests.get(session.id);
    if (wish === undefined) return { ...session };
    const { file_upload, history, automatic_thread_titling } = wish.chatkit_configuration ?? {};
    return {
      ...session,
      chatkit_configuration: {
        automatic_thread_titling: { enabled: automatic_thread_titling?.enabled ?? false },
        file_upload: {
          enabled: file_upload?.enabled ?? false,
          max_file_size: file_upload?.max_file_size ?? 0,
          max_files: file_upload?.max_files ?? 0,
        },
        history: { enabled: history?.enabled ?? false, recent_threads: history?.recent_threads ?? 0 },
      },
    };
  };
  return {
    handlers: (next) => ({
      ...next,
      'sessions.create'(world, call) {
        const create = (request: SessionCreate, nowMs: number): SessionRecord => {
          const record = world.sessions.create(request, nowMs);
          requests.set(record.id, request);
          const [oldest] = requests.size > maxRemembered ? requests.keys() : [];
          if (oldest !== undefined) requests.delete(oldest);
          return record;
        };
        const sessions = { create, find: (id: string) => world.sessions.find(id) };
        return mapJson(next['sessions.create']({ ...world, sessions }, call), (body) =>
          unresolve(body as unknown as ChatSession),
        );
      },
      'sessions.cancel': (world, call) =>
        mapJson(next['sessions.cancel'](world, call), (body) => unresolve(body as unknown as ChatSession)),
    }),
  };
}

function installStatusMovesBack(): ReturnType<Fault['install']> {
  const cancelled = new WeakSet<SessionRecord>();
  return {
    handlers: (next) => ({
      ...next,
      'sessions.cancel'(world, call) {
        const record = world.sessions.find(call.parameter('session_id'));
        const isAgain = record !== undefined && cancelled.has(record);
        if (record !== undefined) cancelled.add(record);
        const json = next['sessions.cancel'](world, call);
        return isAgain ? mapJson(json, (session) => ({ ...session, status: 'active' })) : json;
      },
    }),
  };
}

function installRepeatedIds({ stream }: FaultTools): ReturnType<Fault['install']> {
  let isRepeat = stream.chance(0.5);
  let earlier: unknown;
  return {
    handlers: (next) => ({
      ...next,
      'sessions.create': (world, call) =>
        mapJson(next['sessions.create'](world, call), (session) => {
          isRepeat = !isRepeat;
          if (isRepeat && earlier !== undefined) return { ...session, id: earlier };
          earlier = session['id'];
          return session;
        }),
    }),
  };
}

/** Faults of sessions. */
export const sessionFaults = {
  'limits-disagree': sessionFault(
    {
      does: 'the session’s top-level max_requests_per_1_minute is one more than the one in rate_limits',
      breaks: 'the two copies of a session’s limit agree',
      source: 'seed',
    },
    (session) => ({ ...session, max_requests_per_1_minute: session.max_requests_per_1_minute + 1 }),
  ),
  'defaults-not-resolved': {
    area: 'sessions' as const,
    does: 'what a request leaves open in chatkit_configuration is answered as false and 0',
    breaks: 'a session answers the documented defaults of what its request left open',
    source: 'seed' as const,
    install: installUnresolvedDefaults,
  },
  'expires-at-off': sessionFault(
    {
      does: 'expires_at is a minute later than the session asked for, and later than it ends',
      breaks: 'expires_at is the creation plus expires_after.seconds',
      source: 'seed',
    },
    (session) => ({ ...session, expires_at: session.expires_at + 60 }),
  ),
  'status-moves-back': {
    area: 'sessions' as const,
    does: 'a session that is cancelled again is answered as active',
    breaks: 'the status of a session moves only forward',
    source: 'synthetic' as const,
    install: installStatusMovesBack,
  },
  'session-ids-repeat': {
    area: 'sessions' as const,
    does: 'every second session is answered with the id of the one before it',
    breaks: 'sessions have ids of their own',
    source: 'seed' as const,
    install: installRepeatedIds,
  },
};
