import type { Clock } from '../../../support/clock.ts';
import { unusableError } from '../../../support/errors.ts';
import { HelloAnswer, protocolFeatures, protocolVersion, sameAnswer } from '../protocol.ts';
import type { Ask } from './ask.ts';
import { ConnectionLost } from './lost.ts';
import type { FailureKind } from './lost.ts';
import { Owed, idOf, sameIdsOf } from './owed.ts';
import { startProcess } from './process.ts';
import type { DriverProcess, Ending } from './process.ts';
import { RecentRequests } from './recent.ts';

export { ConnectionLost } from './lost.ts';
export type { FailureKind } from './lost.ts';

/** How a connection is kept. */
export interface ConnectionOptions {
  readonly command: string;
  readonly clock: Clock;
  /** How long a driver may be silent while it owes an answer. */
  readonly deadlineMs: number;
  /** How long it may take to start and say hello; `go run` compiles first. */
  readonly helloMs: number;
  /** How far its memory may grow above what it held after hello; none: no bound. */
  readonly memoryBytes?: number;
  readonly signal?: AbortSignal;
}

/** Growth is seen some while after the requests that made it. */
const keptRequests = 4096;

/**
 * One process of a driver that has said hello. Requests of any kind go through `ask`, many at once; what an answer
 * says is not read here. When the process crashes, falls silent, grows or answers nonsense, every request that is
 * owed an answer is refused with `ConnectionLost`, and the process is killed.
 */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #process: DriverProcess;
  readonly #owed = new Owed();
  readonly #recent = new RecentRequests(keptRequests);
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #abort = () => this.#lose('stopped', 'interrupted');
  #lastWordMs: number;
  #lost: ConnectionLost | undefined;
  #unheard: ConnectionLost | undefined;
  #hello: { resolve: (line: string) => void; reject: (error: ConnectionLost) => void } | undefined;
  #baselineBytes = 0;
  #takesLines = false;

  private constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#lastWordMs = options.clock.monotonicMs();
    this.#process = startProcess(options.command, {
      onLine: (line) => this.#line(line),
      onTooLong: () => this.#lose('broke-protocol', 'wrote a line without end'),
      onEnd: (ending: Ending) => this.#lose('crashed', ending.description, ending.stderr),
    });
    options.signal?.addEventListener('abort', this.#abort);
    if (options.signal?.aborted) this.#abort();
    this.#every(Math.max(20, Math.min(250, options.deadlineMs / 8)), () => this.#watchDeadline());
  }

  /**
   * Starts a driver and asks what it can do.
   * @throws HarnessError (exit code 3) when it can't be used: with what it wrote to standard error.
   */
  static async open(options: ConnectionOptions): Promise<{ connection: Connection; hello: HelloAnswer }> {
    const connection = new Connection(options);
    try {
      const hello = readHello(await connection.#sayHello());
      connection.#takesLines = hello.features?.includes('lines') === true;
      await connection.#watchMemory();
      return { connection, hello };
    } catch (error) {
      const stderr = connection.#process.stderr().trim();
      connection.close();
      if (options.signal?.aborted) throw error;
      const reason = error instanceof ConnectionLost ? error.detail : (error as Error).message;
      const said = stderr === '' ? '' : `\nIts standard error ends:\n${stderr.slice(-2000)}`;
      throw unusableError(`the driver '${options.command}' could not be used: ${reason}${said}`, error);
    }
  }

  /** Whether nothing more can be asked. */
  get lost(): boolean {
    return this.#lost !== undefined;
  }

  /**
   * Sends requests in one write, before the answers to former ones need be there.
   * @returns the answers' lines, in the order of the requests; `sameAnswer` where the driver said that of many at once.
   * @throws ConnectionLost with the answers that had come.
   */
  ask(requests: readonly Ask[]): Promise<string[]> {
    if (this.#lost !== undefined) {
      const lost = new ConnectionLost(this.#lost.kind, this.#lost.detail, this.#lost.stderr);
      lost.answers = requests.map(() => undefined);
      return Promise.reject(lost);
    }
    if (requests.length === 0) return Promise.resolve([]);
    if (this.#owed.isEmpty) this.#lastWordMs = this.#options.clock.monotonicMs();
    return new Promise((resolve, reject) => {
      const { firstId } = this.#owed.add(requests.length, resolve, reject);
      this.#process.write(this.#recent.add(requests, firstId, this.#takesLines));
    });
  }

  /** Resident bytes of the driver and its children above what it held after hello; undefined where unknown. */
  async grownBytes(): Promise<number | undefined> {
    const bytes = await this.#process.residentBytes();
    return bytes === undefined ? undefined : bytes - this.#baselineBytes;
  }

  /** Ends the driver and all that it started. What is still owed is refused. */
  close(): void {
    this.#lose('stopped', 'closed');
  }

  #sayHello(): Promise<string> {
    const answered = new Promise<string>((resolve, reject) => {
      this.#hello = { resolve, reject };
      if (this.#lost !== undefined) reject(this.#lost);
    });
    const { helloMs } = this.#options;
    const timer = setTimeout(() => this.#lose('hung', `no hello within ${helloMs / 1000} s`), helloMs);
    this.#timers.push(timer);
    const hello = { cmd: 'hello', protocol: protocolVersion, features: protocolFeatures };
    this.#process.write(`${JSON.stringify(hello)}\n`);
    return answered.finally(() => clearTimeout(timer));
  }

  #line(line: string): void {
    this.#lastWordMs = this.#options.clock.monotonicMs();
    if (this.#hello !== undefined) {
      this.#hello.resolve(line);
      this.#hello = undefined;
      return;
    }
    const same = sameIdsOf(line);
    const id = same === undefined ? idOf(line) : same.find((each) => !this.#owed.take(each, sameAnswer));
    if (same === undefined ? id !== undefined && this.#owed.take(id, line) : id === undefined) return;
    const what = id === undefined ? 'a line that is no answer' : `an id that was not asked, or twice (${id})`;
    this.#lose('broke-protocol', `${what}: ${line.slice(0, 200)}`);
  }

  #lose(kind: FailureKind, detail: string, stderr = this.#process?.stderr() ?? ''): void {
    if (this.#lost !== undefined) return;
    this.#lost = new ConnectionLost(kind, detail, stderr);
    for (const timer of this.#timers) clearInterval(timer);
    this.#options.signal?.removeEventListener('abort', this.#abort);
    // The constructor can be left before there is a process: a run that was interrupted starts none.
    this.#process?.kill();
    this.#hello?.reject(this.#lost);
    this.#hello = undefined;
    const recent = kind === 'grew' ? this.#recent.list() : [];
    this.#lost.recent = recent;
    if (kind === 'grew' && this.#owed.isEmpty) this.#unheard = this.#lost;
    for (const batch of this.#owed.clear()) {
      const lost = new ConnectionLost(kind, detail, stderr);
      lost.answers = batch.answers;
      lost.recent = recent;
      batch.reject(lost);
    }
  }

  #every(ms: number, act: () => void): void {
    this.#timers.push(setInterval(act, ms).unref());
  }

  #watchDeadline(): void {
    if (this.#owed.isEmpty) return;
    const silentMs = this.#options.clock.monotonicMs() - this.#lastWordMs;
    if (silentMs > this.#options.deadlineMs)
      this.#lose('hung', `no answer within ${this.#options.deadlineMs / 1000} s`);
  }

  /** Looks at the memory now. Growth beyond the bound ends the process. */
  async lookAtMemory(): Promise<void> {
    const { memoryBytes } = this.#options;
    if (memoryBytes === undefined || this.#baselineBytes === 0) return;
    const grown = await this.grownBytes();
    if (grown === undefined || grown <= memoryBytes) return;
    this.#lose('grew', `holds ${Math.round(grown / 2 ** 20)} MiB more than after hello`);
  }

  /** How it was lost by growing while nothing was owed, so that no request was refused; told once. */
  takeUnheard(): ConnectionLost | undefined {
    const unheard = this.#unheard;
    this.#unheard = undefined;
    return unheard;
  }

  async #watchMemory(): Promise<void> {
    this.#baselineBytes = (await this.#process.residentBytes()) ?? 0;
    if (this.#options.memoryBytes === undefined || this.#baselineBytes === 0) return;
    this.#every(100, () => {
      void this.lookAtMemory();
    });
  }
}

/** @throws Error when the line is no answer to hello. */
function readHello(line: string): HelloAnswer {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new Error(`it answered hello with what is no JSON: ${line.slice(0, 200)}`);
  }
  const read = HelloAnswer.safeParse(value);
  if (!read.success) {
    const problems = read.error.issues.map(
      ({ path, message }) => `${path.join('.') || 'the whole'}: ${message}`,
    );
    throw new Error(`its answer to hello breaks the protocol: ${problems.join('; ')}`);
  }
  if (read.data.protocol !== protocolVersion)
    throw new Error(`it speaks protocol ${read.data.protocol}, this program speaks ${protocolVersion}`);
  return read.data;
}
