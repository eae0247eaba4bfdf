import type { RandomStream } from '../../support/random.ts';
import type { Clock } from '../../support/clock.ts';
import type { Identify } from '../authorization.ts';
import type { LimiterFactory } from '../limiter/index.ts';
import type { Handlers } from '../operations.ts';
import type { SessionBook } from '../sessions.ts';

/** What a fault is about; the groups of `serve --list-faults`. */
export type FaultArea =
  | 'paging'
  | 'contents'
  | 'sessions'
  | 'authorization'
  | 'deletion'
  | 'limits'
  | 'errors'
  | 'headers'
  | 'transport';

/**
 * Where the claim that a fault breaks comes from: the API's client documentation, OpenAI's public OpenAPI document,
 * public reports of the real service, HTTP itself, or this project's own choice.
 */
export type ClaimSource = 'seed' | 'openapi' | 'observed' | 'http' | 'synthetic';

/** Takes a whole request to its answer. Rejects with `ConnectionLost` where the connection breaks. */
export type Exchange = (request: Request) => Response | Promise<Response>;

/**
 * The places at which a fault can stand. Each hook takes the part that is there and yields the one to put in its
 * place, so that faults can be stacked:
 *
 *     request → exchange → identify → limiters → handlers → the store
 */
export interface FaultHooks {
  /** The whole exchange: status, headers, bytes, time. */
  readonly exchange?: (next: Exchange) => Exchange;
  /** Who a bearer token is. */
  readonly identify?: (next: Identify) => Identify;
  /** How sessions are limited. */
  readonly limiters?: (next: LimiterFactory) => LimiterFactory;
  /** What the operations do and answer. */
  readonly handlers?: (next: Handlers) => Handlers;
}

/** What a fault may use. */
export interface FaultTools {
  /** The fault's own: it depends on the deployment's seed and the fault's name alone. */
  readonly stream: RandomStream;
  readonly clock: Clock;
  readonly sessions: Pick<SessionBook, 'findBySecret'>;
}

/** One way in which a deployment can be wrong. */
export interface Fault {
  readonly area: FaultArea;
  /** What the faulty deployment does, in one line. */
  readonly does: string;
  /** The claim that it breaks, in one line. */
  readonly breaks: string;
  /** Where that claim comes from. */
  readonly source: ClaimSource;
  /** Makes the fault for one deployment. */
  readonly install: (tools: FaultTools) => FaultHooks;
}
