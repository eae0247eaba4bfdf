import type { Clock } from '../../../support/clock.ts';
import type { HelloAnswer } from '../protocol.ts';
import type { Ask } from './ask.ts';
import { Connection, ConnectionLost } from './connection.ts';
import type { FailureKind } from './connection.ts';

/** How a driver is run, through as many processes as it takes. */
export interface SubjectOptions {
  readonly command: string;
  readonly clock: Clock;
  readonly deadlineMs: number;
  readonly helloMs: number;
  readonly memoryBytes?: number;
  /** How often the driver may be started again after a crash or a hang; default 100. */
  readonly maxRestarts?: number;
  readonly signal?: AbortSignal;
}

/** What came of one request: the answer's line, or how the driver failed at it. */
export type Reply =
  | { readonly line: string }
  | { readonly failure: FailureKind; readonly detail: string; readonly stderr: string };

/** A failure that no single request makes again. */
export interface Stray {
  readonly failure: FailureKind;
  readonly detail: string;
  readonly stderr: string;
  /** How many requests were owed an answer. */
  readonly owed: number;
  /** What the process had been asked since it was started, the latest last. */
  readonly recent: readonly Ask[];
}

/** Failures that can't be made again before a driver is given up: it fails by itself. */
const mostStrays = 12;

/** The driver was started again as often as it may be. */
export class GaveUp extends Error {
  /** What had been found of the requests that were under way: those at which the driver fails. */
  readonly failures: ReadonlyMap<Ask, Reply>;

  constructor(reason: string, failures: ReadonlyMap<Ask, Reply> = new Map()) {
    super(`the driver was given up: ${reason}`);
    this.failures = failures;
  }
}

/**
 * A driver that outlives its crashes. `run` always comes to an answer for every request: when the process fails, the
 * requests that were owed an answer are asked again in ever smaller parts, until the one that does it stands alone.
 * It serves requests of any kind.
 */
export class Subject {
  readonly hello: HelloAnswer;
  #deadlineMs: number;
  /** Failures that could not be made again. */
  readonly strays: Stray[] = [];
  readonly #options: SubjectOptions;
  #connection: Promise<Connection>;
  #restarts = 0;
  #mostRestarts: number;
  #mostHangs = 10;
  #hangs = 0;
  #recovery: Promise<unknown> = Promise.resolve();
  /** Of the recovery that goes on: the requests that were found to fail alone. */
  #failures = new Map<Ask, Reply>();
  #startingMs = 0;
  /** How often the driver was given up. */
  #givenUp = 0;

  private constructor(options: SubjectOptions, connection: Connection, hello: HelloAnswer) {
    this.#options = options;
    this.#deadlineMs = options.deadlineMs;
    this.#connection = Promise.resolve(connection);
    this.#mostRestarts = options.maxRestarts ?? 100;
    this.hello = hello;
  }

  /**
   * Starts the driver.
   * @throws HarnessError (exit code 3) when it can't be used.
   */
  static async start(options: SubjectOptions): Promise<Subject> {
    const { connection, hello } = await Connection.open(options);
    return new Subject(options, connection, hello);
  }

  get restarts(): number {
    return this.#restarts;
  }

  /** How long its restarts took in all, each until its hello, in milliseconds. */
  get startingMs(): number {
    return this.#startingMs;
  }

  /** Changes how long the driver may be silent; it is started anew for that. */
  async setDeadline(deadlineMs: number): Promise<void> {
    if (deadlineMs === this.#deadlineMs) return;
    this.#deadlineMs = deadlineMs;
    await this.close();
  }

  /** Lets the driver be started again so many times more, whatever was used up: shrinking crashes it on purpose. */
  grantRestarts(more: number): void {
    this.#mostRestarts = this.#restarts + more;
    this.#mostHangs = Infinity;
  }

  /**
   * Asks all requests at once. Calls may overlap.
   * @returns the replies in the order of the requests.
   * @throws GaveUp; ConnectionLost of kind `stopped` when interrupted; HarnessError when it can't be started again.
   */
  async run(requests: readonly Ask[]): Promise<Reply[]> {
    const before = this.#givenUp;
    try {
      return (await this.#ask(requests)).map((line) => ({ line }));
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
      return this.#exclusively(() => {
        if (this.#givenUp > before) throw new GaveUp('while others were under way');
        return this.#recover(requests, error);
      });
    }
  }

  /** Looks at the driver's memory when it owes nothing: it may have answered all before anyone looked. */
  async lookAtMemory(): Promise<void> {
    const connection = await this.#connection.catch(() => undefined);
    await connection?.lookAtMemory();
    if (connection !== undefined) this.#hear(connection);
  }

  async close(): Promise<void> {
    const connection = await this.#connection.catch(() => undefined);
    connection?.close();
  }

  async #ask(requests: readonly Ask[]): Promise<string[]> {
    return (await this.#open()).ask(requests);
  }

  /** The living connection, or a new one. */
  #open(): Promise<Connection> {
    // Calls wait for one another, so that a lost connection is opened anew once.
    const former = this.#connection;
    const next = former.then(async (connection) => {
      if (!connection.lost) return connection;
      this.#hear(connection);
      if (this.#options.signal?.aborted) throw new ConnectionLost('stopped', 'interrupted', '');
      if (this.#restarts >= this.#mostRestarts)
        throw this.#giveUp(`it was started again ${this.#restarts} times`);
      this.#restarts += 1;
      const startMs = this.#options.clock.monotonicMs();
      const { connection: opened } = await Connection.open({
        ...this.#options,
        deadlineMs: this.#deadlineMs,
      });
      this.#startingMs += this.#options.clock.monotonicMs() - startMs;
      return opened;
    });
    this.#connection = next.catch(() => former);
    return next;
  }

  /** Growth that no request was refused for. */
  #hear(connection: Connection): void {
    const unheard = connection.takeUnheard();
    if (unheard === undefined) return;
    const { kind: failure, detail, stderr, recent } = unheard;
    this.strays.push({ failure, detail, stderr, owed: 0, recent });
  }

  /** What was asked before comes to no answer any more; what is asked from now on does. */
  #giveUp(reason: string): GaveUp {
    this.#givenUp += 1;
    return new GaveUp(reason, this.#failures);
  }

  /** Each hang costs a deadline: after a few the run ends, so that it ends in good time. */
  #countHang(failure: FailureKind): void {
    if (failure === 'hung') this.#hangs += 1;
    if (this.#hangs > this.#mostHangs) throw this.#giveUp(`it hung at ${this.#hangs} cases`);
  }

  /** One recovery at a time: batches that were in flight together fail together. */
  #exclusively<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#recovery.then(act);
    this.#recovery = done.catch(() => {});
    return done;
  }

  async #recover(requests: readonly Ask[], lost: ConnectionLost): Promise<Reply[]> {
    if (lost.kind === 'stopped') throw lost;
    this.#failures = new Map();
    const { answers, recent } = lost;
    const owed = requests.filter((_, i) => answers[i] === undefined);
    const replies = await this.#probe(owed, answers.some((line) => line !== undefined) || owed.length === 1);
    if (!replies.some((reply) => 'failure' in reply)) {
      const { kind: failure, detail, stderr } = lost;
      this.strays.push({
        failure,
        detail,
        stderr,
        owed: owed.length,
        recent,
      });
      if (this.strays.length >= mostStrays)
        throw this.#giveUp(`it failed ${mostStrays} times in ways that no single case makes again`);
    }
    let next = 0;
    return requests.map((_, i): Reply => {
      const line = answers[i];
      if (line !== undefined) return { line };
      next += 1;
      return replies[next - 1] as Reply;
    });
  }

  /** @param first whether the first request is to be tried alone: drivers that answer in order fail at it. */
  async #probe(requests: readonly Ask[], first: boolean): Promise<Reply[]> {
    const [head, ...rest] = requests;
    if (head === undefined) return [];
    if (first && rest.length > 0) {
      const [reply] = (await this.#probe([head], false)) as [Reply];
      if ('failure' in reply) return [reply, ...(await this.#probe(rest, false))];
      const half = Math.ceil(rest.length / 2);
      const former = await this.#probe(rest.slice(0, half), false);
      return [reply, ...former, ...(await this.#probe(rest.slice(half), false))];
    }
    try {
      return (await this.#ask(requests)).map((line) => ({ line }));
    } catch (error) {
      if (!(error instanceof ConnectionLost) || error.kind === 'stopped') throw error;
      const { answers, kind: failure, detail, stderr } = error;
      if (rest.length === 0) {
        const reply = { failure, detail, stderr };
        this.#failures.set(head, reply);
        this.#countHang(failure);
        return [reply];
      }
      const owed = requests.filter((_, i) => answers[i] === undefined);
      const replies = await this.#probe(owed, true);
      let next = 0;
      return requests.map((_, i): Reply => {
        const line = answers[i];
        if (line !== undefined) return { line };
        next += 1;
        return replies[next - 1] as Reply;
      });
    }
  }
}
