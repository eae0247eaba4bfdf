import type { Clock } from '../../support/clock.ts';
import type { Transport } from './wire.ts';

/**
 * A transport without a network: requests go to a `fetch` function, such as that of an embedded deployment. It has
 * no bounds of its own, and paths are normalised as `Request` does: it is for checking what is ours, quickly.
 * @param baseUrl where the API begins, such as `http://embedded/v1`.
 */
export function createFetchTransport(
  fetch: (url: string, init: RequestInit) => Promise<Response>,
  baseUrl: string,
  clock: Clock,
): Transport {
  return {
    async send(request, signal) {
      const startMs = clock.monotonicMs();
      const durationMs = () => clock.monotonicMs() - startMs;
      if (signal.aborted)
        return { kind: 'failure', failure: 'stopped', code: 'stopped', durationMs: durationMs() };
      let hasBegun = false;
      try {
        const response = await fetch(baseUrl + request.path, {
          method: request.method,
          headers: request.headers,
          redirect: 'manual',
          ...(request.body === undefined ? {} : { body: request.body as string | Uint8Array<ArrayBuffer> }),
        });
        hasBegun = true;
        const body = new Uint8Array(await response.arrayBuffer());
        const headers = Object.fromEntries(response.headers);
        return { kind: 'answer', status: response.status, headers, body, durationMs: durationMs() };
      } catch (error) {
        const { name, cause } = error as Error;
        const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? name;
        const failure = hasBegun ? 'truncated' : 'reset';
        return { kind: 'failure', failure, code, durationMs: durationMs() };
      }
    },
    close: () => Promise.resolve(),
  };
}
