import { betaHeader, operationPath } from '../../schema/index.ts';
import type { OperationId, SessionCreate } from '../../schema/index.ts';
import type { ListedPage, ListOperation, PageQuery } from '../invariants/index.ts';
import { Answer, asPage } from './exchange.ts';
import type { Bearer, CreatedSession, Exchange } from './exchange.ts';
import { NotTried, Refuted, Unanswered } from './outcome.ts';
import type { WireLog } from './wire-log.ts';
import type { WireRequest } from './wire.ts';

/** What is asked beside method and path. */
export interface Asking {
  /** Default the API key. */
  readonly bearer?: Bearer;
  /** The beta header; default the right one, null for none. */
  readonly beta?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is, as JSON unless `headers` say otherwise. */
  readonly body?: string | Uint8Array;
  /** Whether a 429 is an answer like any other; otherwise it is waited for, and given up in the end. */
  readonly mayThrottle?: boolean;
}

export interface ProbeOptions {
  readonly log: WireLog;
  readonly apiKey: string;
  readonly workflow: string;
  /** Whether the deployment runs by the very clock of this run. */
  readonly sharesClock: boolean;
}

const apiKey: Bearer = { kind: 'api_key' };
const maxWaits = 3;
const longestWaitMs = 10_000;

/** A list that can be asked for. */
export interface ListPlace {
  readonly operation: ListOperation;
  /** The thread, for items. */
  readonly threadId?: string;
  /** The user whose threads are listed; absent for all. */
  readonly user?: string;
}

/** Sends the requests of one run of a check, and remembers them. */
export class Probe {
  readonly exchanges: Exchange[] = [];
  readonly #options: ProbeOptions;
  #sessions = 0;

  constructor(options: ProbeOptions) {
    this.#options = options;
  }

  get clock(): WireLog['clock'] {
    return this.#options.log.clock;
  }

  sleep(ms: number): Promise<void> {
    return this.#options.log.sleep(ms);
  }

  /**
   * Sends one request: `ask('GET', '/chatkit/threads?limit=1')`.
   * @throws Unanswered without a whole answer, NotTried for a server error and when the deployment throttles for too long.
   */
  async ask(method: string, path: string, asking: Asking = {}): Promise<Answer> {
    for (let waits = 0; ; waits += 1) {
      const answer = await this.#once(method, path, asking);
      if (answer.status !== 429 || asking.mayThrottle === true) return answer;
      if (waits === maxWaits)
        throw new NotTried(`${method} ${clip(path)} was throttled (429) again and again`);
      await this.sleep(waitOf(answer));
    }
  }

  /** Sends one request of an operation, with its path parameters filled in. */
  call(operation: OperationId, parameters: Record<string, string>, asking?: Asking): Promise<Answer> {
    const method =
      operation === 'threads.delete' ? 'DELETE' : operation.startsWith('sessions') ? 'POST' : 'GET';
    return this.ask(method, pathOf(operation, parameters), asking);
  }

  /** Asks for a page. */
  list({ operation, threadId, user }: ListPlace, query: PageQuery, asking?: Asking): Promise<Answer> {
    const parameters = new URLSearchParams();
    const whole = user === undefined ? query : { ...query, user };
    for (const [name, value] of Object.entries(whole)) parameters.set(name, String(value));
    const path = pathOf(operation, threadId === undefined ? {} : { thread_id: threadId });
    return this.ask('GET', parameters.size === 0 ? path : `${path}?${parameters}`, asking);
  }

  /**
   * Asks for a page and reads it, as far as walking needs it.
   * @throws Refuted when it is refused, NotTried when it is no page.
   */
  async page(place: ListPlace, query: PageQuery, asking?: Asking): Promise<ListedPage> {
    const answer = await this.list(place, query, asking);
    if (answer.status !== 200) throw new Refuted('status 200', answer.summary);
    const page = asPage(answer.body);
    if (page === undefined)
      throw new NotTried(`${place.operation} was answered with something that is no page`);
    return page;
  }

  /** The body that a session is created with when nothing is asked for. */
  sessionBody(changes: Partial<SessionCreate> = {}): SessionCreate {
    return { user: 'chatkit-harness-check', workflow: { id: this.#options.workflow }, ...changes };
  }

  /**
   * Creates a session. Whatever is answered, a session that came of it is remembered, to be cancelled.
   */
  async create(body: unknown, asking: Asking = {}): Promise<{ answer: Answer; session?: CreatedSession }> {
    const answer = await this.ask('POST', operationPath('sessions.create'), { ...asking, json: body });
    const session = this.exchanges.at(-1)?.created;
    return session === undefined ? { answer } : { answer, session };
  }

  /**
   * Creates a session whose secret can be used as often as a check needs.
   * @throws Refuted when that fails.
   */
  async session(changes: Partial<SessionCreate> = {}): Promise<CreatedSession> {
    const body = this.sessionBody({ rate_limits: { max_requests_per_1_minute: 1000 }, ...changes });
    const { answer, session } = await this.create(body);
    if (answer.status === 200 && answer.body === undefined) throw new NotTried('an answer was no JSON');
    if (session === undefined) throw new Refuted('a session with an id and a client secret', answer.summary);
    return session;
  }

  /** Cancels a session of this run. */
  async cancel(session: CreatedSession, asking?: Asking): Promise<Answer> {
    const answer = await this.call('sessions.cancel', { session_id: session.id }, asking);
    if (answer.status === 200) this.#options.log.sessions.delete(session.id);
    return answer;
  }

  async #once(method: string, path: string, asking: Asking): Promise<Answer> {
    const { log } = this.#options;
    const { bearer = apiKey } = asking;
    const request = this.#request(method, path, bearer, asking);
    const sentMs = log.clock.nowMs();
    const outcome = await log.send(request);
    const endMs = log.clock.nowMs();
    const exchange: Exchange = { bearer, request, outcome };
    if (outcome.kind === 'failure') {
      if (outcome.failure === 'stopped') throw new NotTried(log.endText ?? 'the run was stopped');
      this.exchanges.push(exchange);
      log.tell(exchange);
      throw new Unanswered(outcome.failure, `${method} ${clip(path)}`);
    }
    const answer = new Answer(outcome, this.#options.sharesClock ? { sentMs, endMs } : undefined);
    const created = this.#createdBy(request, answer);
    if (created !== undefined) exchange.created = created;
    this.exchanges.push(exchange);
    log.tell(exchange);
    // Told by the check that looks at all traffic for it; here it would only hide what is looked for.
    if (answer.status >= 500) throw new NotTried(`${method} ${clip(path)} was answered ${answer.status}`);
    return answer;
  }

  #request(method: string, path: string, bearer: Bearer, asking: Asking): WireRequest {
    const token = this.#token(bearer);
    const body = asking.json === undefined ? asking.body : JSON.stringify(asking.json);
    const { beta = betaHeader.value } = asking;
    return {
      method,
      path,
      headers: {
        ...(token === undefined ? {} : { authorization: token }),
        ...(beta === null ? {} : { [betaHeader.name]: beta }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...asking.headers,
      },
      ...(body === undefined ? {} : { body }),
    };
  }

  #token(bearer: Bearer): string | undefined {
    if (bearer.kind === 'api_key') return `Bearer ${this.#options.apiKey}`;
    if (bearer.kind === 'secret') return `Bearer ${bearer.session.secret}${bearer.suffix ?? ''}`;
    return bearer.kind === 'raw' ? bearer.value : undefined;
  }

  /** Whatever says that it is a new session is one, also where a check meant it to be refused. */
  #createdBy({ method, path }: WireRequest, answer: Answer): CreatedSession | undefined {
    const isCreation = method === 'POST' && /^\/chatkit\/sessions\/?(\?.*)?$/.test(path);
    if (!isCreation || answer.status < 200 || answer.status > 299) return undefined;
    const value = answer.body as { id?: unknown; client_secret?: unknown; user?: unknown } | null | undefined;
    if (typeof value?.id !== 'string' || typeof value.client_secret !== 'string' || value.id === '')
      return undefined;
    this.#sessions += 1;
    const session: CreatedSession = {
      number: this.#sessions,
      id: value.id,
      secret: value.client_secret,
      user: String(value.user),
      value,
    };
    this.#options.log.sessions.set(session.id, session);
    this.#options.log.secrets.add(session.secret);
    return session;
  }
}

/** @throws NotTried for ids that no path can name. */
function pathOf(operation: OperationId, parameters: Record<string, string>): string {
  try {
    return operationPath(operation, parameters);
  } catch (error) {
    throw new NotTried(`the deployment's own ids cannot be asked for: ${(error as Error).message}`);
  }
}

const clip = (path: string): string => (path.length <= 80 ? path : `${path.slice(0, 79)}…`);

/** How long a throttled caller is asked to wait; a second when nothing is said. */
function waitOf(answer: Answer): number {
  const exactMs = Number(answer.header('retry-after-ms') ?? Number.NaN);
  const seconds = Number(answer.header('retry-after') ?? Number.NaN);
  const ms = exactMs >= 0 ? exactMs : seconds >= 0 ? seconds * 1000 : 1000;
  return Math.min(Math.max(ms, 1), longestWaitMs);
}
