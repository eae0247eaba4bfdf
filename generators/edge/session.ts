import type { RandomStream } from '../../support/random.ts';
import type { ChatSession } from '../../schema/index.ts';
import { perhapsNull } from './parts.ts';
import { edgeStateVariables, extremeCount } from './values.ts';

/** What a session is given from outside: a limit that is extreme, an expiry that is now or the next second. */
export function edgeSessionFrame(
  stream: RandomStream,
  referenceTime: number,
): { readonly limit: number; readonly expiresAt: number | undefined } {
  return {
    limit: extremeCount(stream),
    expiresAt: stream.pick([undefined, undefined, referenceTime, referenceTime + 1]),
  };
}

/** A session with odd settings: numbers that are extreme or null, and state of every kind. */
export function edgeSession(stream: RandomStream, session: ChatSession): ChatSession {
  const count = () => (stream.chance(0.3) ? null : extremeCount(stream));
  return {
    ...session,
    chatkit_configuration: {
      automatic_thread_titling: { enabled: stream.chance(0.5) },
      file_upload: { enabled: stream.chance(0.5), max_file_size: count(), max_files: count() },
      history: { enabled: stream.chance(0.5), recent_threads: count() },
    },
    workflow: {
      ...session.workflow,
      state_variables: edgeStateVariables(stream),
      version: perhapsNull(session.workflow.version, stream),
    },
  };
}
