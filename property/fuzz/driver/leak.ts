import type { Ask } from './ask.ts';
import { Connection, ConnectionLost } from './connection.ts';
import type { ConnectionOptions } from './connection.ts';

/** How often one set of requests is repeated at most, counted in requests. */
const mostRequests = 8192;
const looksAfter = 512;
const batch = 64;

/**
 * Whether a driver, started anew, grows beyond its memory bound when it is asked the same requests over and over.
 * A set under which it does not grow is let go early, from what it grew by then.
 */
export async function growsOn(requests: readonly Ask[], options: ConnectionOptions): Promise<boolean> {
  const { memoryBytes } = options;
  if (memoryBytes === undefined || requests.length === 0) return false;
  const { connection } = await Connection.open(options);
  try {
    for (let asked = 0; asked < mostRequests;) {
      const size = Math.min(batch, mostRequests - asked);
      await connection.ask(
        Array.from({ length: size }, (_, i) => requests[(asked + i) % requests.length] as Ask),
      );
      asked += size;
      if (asked % looksAfter !== 0 || asked < requests.length) continue;
      const grown = (await connection.grownBytes()) ?? 0;
      if (grown > memoryBytes) return true;
      if ((grown / asked) * mostRequests < memoryBytes) return false;
    }
    return false;
  } catch (error) {
    if (error instanceof ConnectionLost && error.kind !== 'stopped') return error.kind === 'grew';
    throw error;
  } finally {
    connection.close();
  }
}

/** The request of several that makes a driver grow, found by halving; undefined when no single one does. */
export async function findLeak(
  requests: readonly Ask[],
  options: ConnectionOptions,
): Promise<Ask | undefined> {
  let suspects = requests;
  if (!(await growsOn(suspects, options))) return undefined;
  while (suspects.length > 1) {
    const half = Math.ceil(suspects.length / 2);
    const former = suspects.slice(0, half);
    const latter = suspects.slice(half);
    if (await growsOn(former, options)) suspects = former;
    else if (await growsOn(latter, options)) suspects = latter;
    else return undefined;
  }
  return suspects[0];
}
