import type { Clock } from '../../support/clock.ts';
import { Answer } from '../fuzz/protocol.ts';
import type { HelloAnswer } from '../fuzz/protocol.ts';
import { Connection, ConnectionLost } from '../fuzz/driver/connection.ts';
import type { Observed, Outcome } from './observed.ts';
import type { Play } from './scenario.ts';
import type { ScriptedServer } from './server/server.ts';

/** How a driver is called. */
export interface CallerOptions {
  readonly command: string;
  readonly clock: Clock;
  readonly helloMs: number;
  readonly memoryBytes: number;
  readonly signal: AbortSignal;
  /** How long a call may take, unless its scenario says. */
  readonly deadlineMs: number;
}

/** What came of a call, and whether others were under way in the same process, any of which may be to blame. */
export interface Called {
  readonly observed: Observed;
  readonly alone: boolean;
}

/** The run was interrupted. */
export class Interrupted extends Error {}

/**
 * A driver that makes calls, many at once, and is started again after it ended or hung. A call that fails beside
 * others has to be made again alone to know whose fault it was; each attempt has a stage of its own on the server.
 */
export class Caller {
  readonly hello: HelloAnswer;
  readonly #options: CallerOptions;
  readonly #server: ScriptedServer;
  #connection: Promise<Connection>;
  /** The calls that the process works at. */
  readonly #underWay = new Set<{ alone: boolean }>();
  /** Calls that the process still owes though nobody waits for them any more. */
  #abandoned = false;
  restarts = 0;

  private constructor(
    options: CallerOptions,
    server: ScriptedServer,
    connection: Connection,
    hello: HelloAnswer,
  ) {
    this.#options = options;
    this.#server = server;
    this.#connection = Promise.resolve(connection);
    this.hello = hello;
  }

  /**
   * Starts the driver.
   * @throws HarnessError (exit code 3) when it can't be used.
   */
  static async start(options: CallerOptions, server: ScriptedServer): Promise<Caller> {
    const { connection, hello } = await Connection.open(connectionOptions(options));
    return new Caller(options, server, connection, hello);
  }

  /**
   * Makes a call and watches it.
   * @throws Interrupted; HarnessError when the driver can't be started again.
   */
  async call(play: Play): Promise<Called> {
    const connection = await this.#open();
    const { clock } = this.#options;
    const stage = this.#server.stage(play);
    const startMs = clock.monotonicMs();
    const self = { alone: this.#underWay.size === 0 };
    for (const other of this.#underWay) other.alone = false;
    this.#underWay.add(self);
    try {
      const request = JSON.stringify({
        cmd: 'call',
        operation: play.operation,
        params: play.params,
        baseURL: stage.baseURL,
        apiKey: stage.apiKey,
        ...(play.timeoutMs === undefined ? {} : { timeoutMs: play.timeoutMs }),
      }).slice(1, -1);
      // Some readers of lines end them at U+2028 and its like, so these go as escapes.
      const ascii = request.replaceAll(
        /[\u007f-\uffff]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
      const outcome = await this.#outcomeOf(connection, ascii, play.deadlineMs ?? this.#options.deadlineMs);
      const elapsedMs = clock.monotonicMs() - startMs;
      const exchanges = [...stage.exchanges];
      return { observed: { exchanges, outcome, elapsedMs, apiKey: stage.apiKey }, alone: self.alone };
    } finally {
      this.#underWay.delete(self);
      stage.close();
    }
  }

  /** Ends the driver. */
  async close(): Promise<void> {
    (await this.#connection.catch(() => undefined))?.close();
  }

  async #outcomeOf(connection: Connection, request: string, deadlineMs: number): Promise<Outcome> {
    const late = new AbortController();
    const answered = connection.ask([request]);
    // Whoever loses the race below is heard all the same.
    answered.catch(() => {});
    try {
      const first = await Promise.race([
        answered,
        this.#options.clock.sleep(deadlineMs, late.signal).then(() => undefined),
      ]);
      if (first !== undefined) return readAnswer(first[0] ?? '');
      this.#abandoned = true;
      return {
        kind: 'failed',
        failure: 'hung',
        detail: `no answer within ${deadlineMs / 1000} s`,
        stderr: '',
      };
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
      if (error.kind === 'stopped') throw new Interrupted();
      return { kind: 'failed', failure: error.kind, detail: error.detail, stderr: error.stderr };
    } finally {
      late.abort();
    }
  }

  /** The living connection, or a new one. */
  #open(): Promise<Connection> {
    const former = this.#connection;
    const next = former.then(async (connection) => {
      if (this.#options.signal.aborted) throw new Interrupted();
      // A process that owes an abandoned answer is replaced as soon as nobody else uses it.
      if (this.#abandoned && this.#underWay.size === 0) connection.close();
      if (!connection.lost) return connection;
      this.#abandoned = false;
      this.restarts += 1;
      const { connection: opened } = await Connection.open(connectionOptions(this.#options));
      return opened;
    });
    this.#connection = next.catch(() => former);
    return next;
  }
}

/** The process may be silent for long: most calls wait. Each call has a deadline of its own. */
const connectionOptions = ({ command, clock, helloMs, memoryBytes, signal }: CallerOptions) => ({
  command,
  clock,
  helloMs,
  memoryBytes,
  signal,
  deadlineMs: 10 * 60_000,
});

const broken = (detail: string): Outcome => ({
  kind: 'failed',
  failure: 'broke-protocol',
  detail,
  stderr: '',
});

function readAnswer(line: string): Outcome {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return broken(`answered with what is no JSON: ${line.slice(0, 200)}`);
  }
  const read = Answer.safeParse(value);
  if (!read.success) {
    const problems = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    return broken(`its answer breaks the protocol: ${problems.join('; ')}`);
  }
  const answer = read.data;
  if (answer.outcome === 'value') return { kind: 'value', value: answer.value };
  if (answer.outcome === 'skipped') return { kind: 'skipped', reason: answer.reason };
  const { type, message, typed = true, status = null, code = null, requestId = null } = answer.error;
  return {
    kind: 'error',
    error: { type, message, typed, status, code: code || null, requestId: requestId || null },
    value: answer.value ?? null,
  };
}
