import type { Dataset } from '../generators/dataset/types.ts';
import type { Clock } from '../support/clock.ts';
import { createStream } from '../support/random.ts';
import { createApp } from './app.ts';
import { Gatekeeper } from './authorization.ts';
import { installFaults } from './faults/install.ts';
import { overSocket } from './faults/over-socket.ts';
import { selectFaults } from './faults/registry.ts';
import type { FaultName } from './faults/registry.ts';
import { IdentifierSource } from './identifiers.ts';
import { createLimiter, defaultLimiter } from './limiter/index.ts';
import type { LimiterFactory, LimiterName } from './limiter/index.ts';
import { listen } from './listen.ts';
import type { ListenOptions, Listening } from './listen.ts';
import { defaultApiKey } from './default-api-key.ts';
import { loadDataset } from './load-dataset.ts';
import { handlers } from './operations.ts';
import type { World } from './operations.ts';
import { createRequestIds } from './request-ids.ts';
import { SessionBook } from './sessions.ts';
import { Store } from './store/store.ts';

/** Largest request body in bytes when nothing else is said. Synthetic. */
export const defaultMaxBodyBytes = 1_048_576;
/** Length of a rate-limit window when nothing else is said: the minute that the contract speaks of. */
export const defaultWindowMs = 60_000;

export interface DeploymentOptions {
  /** Told for every creation, expiry and rate-limit decision. */
  readonly clock: Clock;
  /** What it is filled with; default nothing. Times are taken as they are: see `shiftDataset`. */
  readonly dataset?: Dataset;
  /** Algorithm of every session's limit, by name or as a factory; default `sliding-window-log`. */
  readonly limiter?: LimiterName | LimiterFactory;
  /** Length of the rate-limit window in milliseconds; default 60,000. */
  readonly windowMs?: number;
  /** Keys that see everything; default `defaultApiKey` alone. */
  readonly apiKeys?: readonly string[];
  /** Workflows that exist; default any. */
  readonly workflows?: readonly string[];
  /** Largest request body in bytes; default 1 MiB. */
  readonly maxBodyBytes?: number;
  /** What ids, secrets and request ids are drawn from; default 0. Deployments of one seed make the same ones. */
  readonly seed?: number;
  /** Faults that it is to have, by name; default none. They are deterministic under the seed. `docs/faults.md` lists them. */
  readonly faults?: readonly FaultName[];
  /** Told of every defect that ended in a 500; default nobody. */
  readonly onDefect?: (error: unknown, requestId: string) => void;
}

/**
 * A running deployment:
 *
 *     { fetch,    (input, init?) => Promise<Response>: the API with no port, also as the `fetch` of the openai client
 *       listen,   ({ port, hostname }) => Promise<{ url, port, close() }>: the same over HTTP
 *       store,    threads and items: addThread, addItem, deleteThread, deleteItem, thread, counts
 *       sessions, the sessions: find, size
 *       apiKey }  a key that is accepted
 */
export interface Deployment {
  readonly fetch: (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>;
  readonly listen: (options?: ListenOptions) => Promise<Listening>;
  readonly store: Store;
  readonly sessions: SessionBook;
  readonly apiKey: string;
}

/**
 * Makes a reference deployment of the ChatKit API: all six operations, stateful, in memory. Routes, validation and
 * defaults are the contract's; what the contract leaves open is listed in `docs/synthetic.md`.
 * @throws HarnessError (exit code 2) when the dataset contradicts itself, or no fault has a name.
 * @throws RangeError when an option is out of its range.
 * @example
 * const deployment = createDeployment({ clock: systemClock });
 * const client = new OpenAI({ apiKey: deployment.apiKey, baseURL: 'http://embedded/v1', fetch: deployment.fetch });
 */
export function createDeployment(options: DeploymentOptions): Deployment {
  const {
    clock,
    dataset,
    limiter = defaultLimiter,
    windowMs = defaultWindowMs,
    apiKeys = [defaultApiKey],
    workflows,
    maxBodyBytes = defaultMaxBodyBytes,
    seed = 0,
    faults = [],
    onDefect = () => undefined,
  } = options;
  const [apiKey] = apiKeys;
  if (apiKey === undefined) throw new RangeError('apiKeys must hold at least one key');
  if (!Number.isSafeInteger(windowMs) || windowMs < 1)
    throw new RangeError(`windowMs must be a whole number of at least 1, got ${windowMs}`);

  const store = new Store();
  // Faults need the book to look sessions up, and the book the limiters that faults may replace.
  const findBySecret = (secret: string) => sessions.findBySecret(secret);
  const withFaults = installFaults(selectFaults(faults), seed, { clock, sessions: { findBySecret } });
  const makeLimiter = withFaults(
    'limiters',
    typeof limiter === 'string' ? (policy) => createLimiter(limiter, policy) : limiter,
  );
  const sessions = new SessionBook(new IdentifierSource(seed), (limit) => makeLimiter({ limit, windowMs }));
  if (dataset !== undefined) loadDataset(dataset, store, sessions);

  const gatekeeper = new Gatekeeper(apiKeys, sessions);
  const world: World = {
    store,
    sessions,
    workflows: workflows === undefined ? null : new Set(workflows),
    maxBodyBytes,
  };
  const operate = withFaults('handlers', handlers);
  const app = createApp({
    handle: (id, call) => operate[id](world, call),
    identify: withFaults('identify', (header, nowMs) => gatekeeper.identify(header, nowMs)),
    needsBetaHeader: true,
    clock,
    seed,
    onDefect,
  });
  const answer = (request: Request) => app.fetch(request);
  const exchange = withFaults('exchange', answer);
  const nextConnectionId = createRequestIds(createStream(seed, 'connection'));
  return {
    fetch: async (input, init) => exchange(new Request(input, init)),
    listen: (listenOptions) =>
      listen(exchange === answer ? answer : overSocket(exchange), nextConnectionId, listenOptions),
    store,
    sessions,
    apiKey,
  };
}
