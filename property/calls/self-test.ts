import { isDeepStrictEqual } from 'node:util';
import { operationPath, operations } from '../../schema/index.ts';
import type { HelloAnswer } from '../fuzz/protocol.ts';
import { Caller } from './caller.ts';
import type { CallerOptions } from './caller.ts';
import type { Observed } from './observed.ts';
import { plainPlay } from './plain-play.ts';
import type { Play } from './scenario.ts';
import { answer, envelope, requestId } from './server/reply.ts';
import type { Reply } from './server/reply.ts';
import { ScriptedServer } from './server/server.ts';
import {
  allOperations,
  goodBody,
  idsOf,
  listOf,
  pagedOperations,
  requiredParams,
  valueOf,
} from './values.ts';
import { describeOutcome } from './timeline.ts';

/** One thing that a driver must do, and whether it did; undefined when it holds. */
export interface CallSelfTestResult {
  readonly claim: string;
  readonly problem: string | undefined;
}

type OperationName = (typeof allOperations)[number];

const isPaged = (id: OperationName): boolean => (pagedOperations as readonly string[]).includes(id);

const headers = { 'x-request-id': requestId };
const good = (id: OperationName): Reply => answer(200, goodBody(id), { headers });

/** Two honest pages of one entry each. */
const twoPages = (id: 'threads.list' | 'threads.listItems'): Play => {
  const [one, two] = [valueOf(id, 'e1'), valueOf(id, 'e2')];
  return {
    operation: id,
    params: requiredParams(id),
    mostRequests: 6,
    reply: ({ target }) =>
      answer(200, target.includes('after=e1') ? listOf([two]) : listOf([one], true), { headers }),
  };
};

/** What went wrong before the client could be looked at. */
const failureOf = ({ outcome }: Observed): string | undefined =>
  outcome.kind === 'failed' || outcome.kind === 'skipped'
    ? describeOutcome({ outcome } as Observed)
    : undefined;

/** The request must have come with its method and key, at its path below the base URL. */
function requestProblem(id: OperationName, { exchanges: [first], apiKey }: Observed): string | undefined {
  const wanted = `${operations[id].method} ${operationPath(id, requiredParams(id) as Record<string, string>)}`;
  if (first === undefined) return `no request came to baseURL; wanted ${wanted}`;
  const { method, target } = first;
  if (`${method} ${target.split('?')[0]}` !== wanted)
    return `wanted ${wanted}, the request was ${method} ${target}`;
  return first.headers['authorization'] === `Bearer ${apiKey}`
    ? undefined
    : `the request carried ${first.headers['authorization'] === undefined ? 'no key' : 'another key'} than apiKey says`;
}

/** The fields of a body, however it is spaced; none of what is no object. */
function fieldsOf(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function valueProblem(id: OperationName, observed: Observed): string | undefined {
  const { outcome } = observed;
  if (outcome.kind !== 'value') return `wanted a value, came ${describeOutcome(observed)}`;
  const ids = idsOf(outcome.value);
  if (isPaged(id)) {
    if (!Array.isArray(outcome.value))
      return `wanted the list of all that the auto-pager yields, came ${describeOutcome(observed)}`;
    return ids.join() === 'e1,e2'
      ? undefined
      : `two pages of one entry each were served, the list holds ${ids.join(', ') || 'nothing'}`;
  }
  return ids.join() === 'entry_1'
    ? undefined
    : `wanted the client's value, came ${describeOutcome(observed)}`;
}

/** Calls that take so long each, and so many of them; a driver that makes one at a time takes eight seconds. */
const sideBySide = { calls: 32, delayMs: 250, withinMs: 4000 };

/** Three tries and their pauses; a client without the timeout waits for the server, which lets go after six seconds. */
const timeoutWithinMs = 5500;

/**
 * Checks that a driver keeps the part of the protocol that is about calls; what its client makes of odd answers is not
 * judged here. A driver that does not declare `call` is asked for its hello only, and `results` is undefined.
 * @throws HarnessError (exit code 3) when it can't be started, or does not answer `hello`; Interrupted.
 */
export async function selfTestCalls(
  options: CallerOptions,
): Promise<{ readonly hello: HelloAnswer; readonly results: readonly CallSelfTestResult[] | undefined }> {
  const server = await ScriptedServer.start(options.clock);
  try {
    const caller = await Caller.start(options, server);
    try {
      const { hello } = caller;
      return {
        hello,
        results: hello.modes.includes('call') ? await new Test(caller, options).run() : undefined,
      };
    } finally {
      await caller.close();
    }
  } finally {
    await server.close();
  }
}

class Test {
  readonly #caller: Caller;
  readonly #options: CallerOptions;
  readonly #results: CallSelfTestResult[] = [];

  constructor(caller: Caller, options: CallerOptions) {
    this.#caller = caller;
    this.#options = options;
  }

  async run(): Promise<readonly CallSelfTestResult[]> {
    const named = this.#caller.hello.operations ?? [];
    const known = allOperations.filter((id) => named.includes(id));
    const foreign = named.filter((name) => !(allOperations as readonly string[]).includes(name));
    this.#claim(
      'names operations that there are',
      foreign.length > 0
        ? `no operation is called ${foreign.join(', ')}; there are ${allOperations.join(', ')}`
        : known.length === 0
          ? `hello names no operations; there are ${allOperations.join(', ')}`
          : undefined,
    );
    const [first] = known;
    if (first === undefined) return this.#results;
    for (const id of known) await this.#calls(id);
    await this.#passesParameters(known);
    await this.#tellsErrors(first);
    await this.#worksSideBySide(first);
    await this.#skipsUnknown();
    const { restarts } = this.#caller;
    this.#claim(
      'lives through all of these calls',
      restarts === 0 ? undefined : `was started again ${restarts} times`,
    );
    // Last: a client that does not keep it leaves a call behind.
    await this.#keepsTimeout(known.find((id) => id !== 'sessions.create') ?? first);
    return this.#results;
  }

  #claim(claim: string, problem: string | undefined): void {
    this.#results.push({ claim, problem });
  }

  async #call(made: Play): Promise<Observed> {
    return (await this.#caller.call(made)).observed;
  }

  async #calls(id: OperationName): Promise<void> {
    const paged = id === 'threads.list' || id === 'threads.listItems';
    const observed = await this.#call(paged ? twoPages(id) : plainPlay(id, () => good(id)));
    const problem = failureOf(observed) ?? requestProblem(id, observed) ?? valueProblem(id, observed);
    this.#claim(`makes the call and gives ${paged ? 'all that is listed' : 'its value'}: ${id}`, problem);
  }

  async #passesParameters(known: readonly OperationName[]): Promise<void> {
    if (known.includes('threads.list')) {
      const params = { limit: 7, order: 'asc', user: 'a b' };
      const observed = await this.#call(
        plainPlay('threads.list', () => answer(200, listOf([]), { headers }), { params }),
      );
      const target = observed.exchanges[0]?.target ?? '(no request)';
      const query = new URLSearchParams(target.split('?')[1] ?? '');
      const wrong = Object.entries(params).find(([name, value]) => query.get(name) !== String(value));
      this.#claim(
        'passes parameters on: threads.list',
        failureOf(observed) ??
          (wrong && `${wrong[0]} was ${JSON.stringify(wrong[1])}, the request was ${target}`),
      );
    }
    if (known.includes('sessions.create')) {
      const observed = await this.#call(plainPlay('sessions.create', () => good('sessions.create')));
      const body = observed.exchanges[0]?.body ?? '';
      const params = requiredParams('sessions.create');
      const sent = fieldsOf(body);
      const lacks = Object.entries(params).some(([name, value]) => !isDeepStrictEqual(sent[name], value));
      this.#claim(
        'passes parameters on: sessions.create',
        failureOf(observed) ??
          (lacks ? `given ${JSON.stringify(params)}, the body was ${body.slice(0, 200)}` : undefined),
      );
    }
  }

  async #tellsErrors(id: OperationName): Promise<void> {
    const body = envelope('There is no such thing.', 'not_there');
    const observed = await this.#call(plainPlay(id, () => answer(404, body, { headers })));
    const { outcome } = observed;
    const problem =
      outcome.kind !== 'error'
        ? `wanted an error, came ${describeOutcome(observed)}`
        : outcome.error.status === 404
          ? undefined
          : `the error has status ${outcome.error.status ?? 'null'}; tell status, code and requestId as the client's error has them`;
    this.#claim('tells an error with its status', failureOf(observed) ?? problem);
  }

  async #keepsTimeout(id: OperationName): Promise<void> {
    const silent: Reply = { kind: 'none', how: 'silence' };
    const observed = await this.#call(
      plainPlay(id, () => silent, { timeoutMs: 300, deadlineMs: timeoutWithinMs }),
    );
    const { outcome } = observed;
    const problem =
      outcome.kind === 'failed' && outcome.failure === 'hung'
        ? `no answer came, timeoutMs was 300, and the call had not ended after ${timeoutWithinMs} ms`
        : outcome.kind === 'value'
          ? `no answer came, and the caller got ${describeOutcome(observed)}`
          : failureOf(observed);
    this.#claim('gives timeoutMs to the client', problem);
  }

  async #worksSideBySide(id: OperationName): Promise<void> {
    const { calls, delayMs, withinMs } = sideBySide;
    const { clock } = this.#options;
    const startMs = clock.monotonicMs();
    const slow = plainPlay(id, () => answer(200, goodBody(id), { headers, delayMs }));
    const all = await Promise.all(Array.from({ length: calls }, () => this.#call(slow)));
    const tookMs = clock.monotonicMs() - startMs;
    const failed = all.map(failureOf).find((problem) => problem !== undefined);
    this.#claim(
      `makes ${calls} calls side by side`,
      failed ??
        (tookMs > withinMs
          ? `${calls} calls of ${delayMs} ms took ${Math.round(tookMs)} ms; answer each when it is done, begin the next before`
          : undefined),
    );
  }

  async #skipsUnknown(): Promise<void> {
    const known = plainPlay('threads.retrieve', () => good('threads.retrieve'));
    const observed = await this.#call({ ...known, operation: 'threads.unknown' as string as OperationName });
    const { kind } = observed.outcome;
    this.#claim(
      'skips an operation that it does not know',
      kind === 'skipped' ? undefined : `wanted skipped, came ${describeOutcome(observed)}`,
    );
  }
}
