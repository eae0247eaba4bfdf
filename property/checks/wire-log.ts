import type { Clock } from '../../support/clock.ts';
import type { CreatedSession, Exchange } from './exchange.ts';
import type { Transport, WireOutcome, WireRequest } from './wire.ts';

/** Why a run as a whole ends before its time. */
export type EndReason = 'interrupted' | 'deadline' | 'budget' | 'unanswered';

export interface WireLogOptions {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Most requests of the run; tidying up comes on top. */
  readonly budget: number;
  /** How long the run may take, tidying up excluded. */
  readonly deadlineMs: number;
  /** Told of every exchange. */
  readonly onExchange: (exchange: Exchange) => void;
}

/** Answers in a row that may be missing, and timeouts in all, before a target counts as one that doesn't answer. */
const maxUnansweredInARow = 8;
const maxTimeouts = 5;

const endTexts: Readonly<Record<EndReason, string>> = {
  interrupted: 'the run was interrupted',
  deadline: 'the time of the run was up',
  budget: 'the budget of requests was used up',
  unanswered: 'the deployment stopped answering',
};

/** All traffic of a run: counts it, bounds it, and knows which sessions were created. */
export class WireLog {
  readonly #options: WireLogOptions;
  readonly #abort = new AbortController();
  readonly #startMs: number;
  /** Sessions that were created and not cancelled since, by their ids. */
  readonly sessions = new Map<string, CreatedSession>();
  /** Every token that was used and must not be shown. */
  readonly secrets = new Set<string>();
  requests = 0;
  answers = 0;
  #unansweredInARow = 0;
  #timeouts = 0;
  #end: EndReason | undefined;
  readonly #interrupt = () => this.#stop('interrupted');

  constructor(options: WireLogOptions) {
    this.#options = options;
    this.#startMs = options.clock.monotonicMs();
    options.signal.addEventListener('abort', this.#interrupt, { once: true });
    if (options.signal.aborted) this.#interrupt();
  }

  get clock(): Clock {
    return this.#options.clock;
  }

  /** Why nothing more is sent; undefined while it is. */
  get end(): EndReason | undefined {
    this.#look();
    return this.#end;
  }

  get endText(): string | undefined {
    const { end } = this;
    return end === undefined ? undefined : endTexts[end];
  }

  /** Aborts when the run ends early: pauses end with it. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Sends one request, unless the run has ended: then the outcome is the failure `stopped`. */
  async send(request: WireRequest): Promise<WireOutcome> {
    this.#look();
    if (this.#end !== undefined)
      return { kind: 'failure', failure: 'stopped', code: this.#end, durationMs: 0 };
    this.requests += 1;
    const outcome = await this.#options.transport.send(request, this.#abort.signal);
    if (outcome.kind === 'answer') {
      this.answers += 1;
      this.#unansweredInARow = 0;
    } else if (outcome.failure !== 'stopped') {
      this.#unansweredInARow += 1;
      if (outcome.failure === 'timeout') this.#timeouts += 1;
      // A target that never answered anything gets fewer chances.
      const limit = this.answers === 0 ? 3 : maxUnansweredInARow;
      if (this.#unansweredInARow >= limit || this.#timeouts >= maxTimeouts) this.#stop('unanswered');
    }
    return outcome;
  }

  tell(exchange: Exchange): void {
    this.#options.onExchange(exchange);
  }

  /** Waits; a run that ends ends the wait. */
  sleep(ms: number): Promise<void> {
    return this.#options.clock.sleep(ms, this.#abort.signal);
  }

  /** Stops listening for interruptions. */
  close(): void {
    this.#options.signal.removeEventListener('abort', this.#interrupt);
  }

  #look(): void {
    if (this.#end !== undefined) return;
    if (this.requests >= this.#options.budget) this.#stop('budget');
    else if (this.#options.clock.monotonicMs() - this.#startMs >= this.#options.deadlineMs)
      this.#stop('deadline');
  }

  #stop(reason: EndReason): void {
    this.#end ??= reason;
    this.#abort.abort(new Error(reason));
  }
}
