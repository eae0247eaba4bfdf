import { requestLine } from './call.ts';
import type { Call } from './call.ts';

function tokenText({ token }: Call): string {
  switch (token.kind) {
    case 'key':
      return 'the API key';
    case 'secret':
      return `the secret of session ${token.session}`;
    case 'unknown':
      return 'a token that nobody issued';
    case 'none':
      return 'no token';
  }
}

/** A call for people; sessions are named by their numbers, and no secret is shown. */
export function describeCall(call: Call, sessionNumber: (id: string) => number): string {
  const { method, path } = requestLine(call);
  const by = `with ${tokenText(call)}`;
  if (call.operation === 'sessions.cancel') {
    const number = sessionNumber(call.id);
    return `cancel ${number === -1 ? 'a session that never was' : `session ${number}`}, ${by}`;
  }
  if (call.operation === 'sessions.create') return `create a session, ${by}: ${JSON.stringify(call.body)}`;
  return `${method} ${path}, ${by}`;
}
