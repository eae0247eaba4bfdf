/**
 * The end of a connection in the middle of an exchange, as a `fetch` without a network tells of it: a rejected
 * promise before the answer's head, a failing body after it. Over HTTP the socket itself ends.
 */
export class ConnectionLost extends TypeError {
  override readonly name = 'TypeError';
  /** `reset`: cut at once. `closed`: what was written arrives, then comes the end. */
  readonly how: 'reset' | 'closed';

  constructor(how: ConnectionLost['how']) {
    const [message, code, detail] =
      how === 'reset'
        ? ['fetch failed', 'ECONNRESET', 'read ECONNRESET']
        : ['terminated', 'UND_ERR_SOCKET', 'other side closed'];
    super(message, { cause: Object.assign(new Error(detail), { code }) });
    this.how = how;
  }
}

const unsteady = new WeakSet<Response>();

/** Marks an answer whose body takes its time or fails, so that it is written as it comes and not made whole first. */
export function markUnsteady(response: Response): Response {
  unsteady.add(response);
  return response;
}

/** Whether an answer was marked by `markUnsteady`. */
export const isUnsteady = (response: Response): boolean => unsteady.has(response);
