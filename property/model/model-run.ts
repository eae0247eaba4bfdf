import type { Answer, Call } from './call.ts';
import { describeCall } from './describe.ts';
import { Demands, Disagreement } from './disagreement.ts';
import type { ModelRules } from './disagreement.ts';
import type { ModelContext } from './gate.ts';
import type { ModelState } from './state.ts';
import { step } from './step.ts';
import { send } from './target.ts';
import type { ModelTarget } from './target.ts';

/** One run of a sequence: the model beside the deployment. */
export class ModelRun {
  state: ModelState;
  /** What was done, a line each, with the status that was answered. */
  readonly steps: string[] = [];
  readonly #context: ModelContext;
  readonly #count: (what: string) => void;

  /** @param count is told of every answer: its operation and status. */
  constructor(
    state: ModelState,
    options: { readonly rules: ModelRules; readonly windowMs: number },
    count: (what: string) => void = () => undefined,
  ) {
    this.state = state;
    this.#context = { demands: new Demands(options.rules), windowMs: options.windowMs };
    this.#count = count;
  }

  /**
   * Sends a call and goes on when the model allows the answer.
   * @throws Disagreement
   */
  async do(target: ModelTarget, call: Call): Promise<Answer> {
    const line = this.#describe(call);
    this.steps.push(line);
    const answer = await this.#send(target, call);
    this.steps[this.steps.length - 1] = `${line} → ${answer.status}`;
    this.state = step(this.#context, this.state, call, answer);
    return answer;
  }

  /**
   * Sends calls at once. The answers must be those of some order of them, one after the other.
   * @throws Disagreement of the order in which they were sent, when no order explains them.
   */
  async doTogether(target: ModelTarget, calls: readonly Call[]): Promise<void> {
    const lines = calls.map((call) => this.#describe(call));
    this.steps.push(`at once: ${lines.join(' ‖ ')}`);
    const settled = await Promise.allSettled(calls.map((call) => this.#send(target, call)));
    const failed = settled.find((each) => each.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    const done = calls.map((call, i) => ({
      call,
      answer: (settled[i] as PromiseFulfilledResult<Answer>).value,
    }));
    this.steps[this.steps.length - 1] =
      `at once: ${lines.map((line, i) => `${line} → ${done[i]?.answer.status}`).join(' ‖ ')}`;
    let first: unknown;
    for (const order of permutations(done)) {
      try {
        this.state = order.reduce(
          (state, { call, answer }) => step(this.#context, state, call, answer),
          this.state,
        );
        return;
      } catch (error) {
        first ??= error;
        if (!(error instanceof Disagreement)) throw error;
      }
    }
    throw first;
  }

  /** Lets time pass. */
  async wait(target: ModelTarget, ms: number): Promise<void> {
    this.steps.push(`${ms / 1000} s pass`);
    await target.advance?.(ms);
  }

  async #send(target: ModelTarget, call: Call): Promise<Answer> {
    const { sessions } = this.state;
    const answer = await send(target, call, (session) => sessions[session]?.secret ?? '');
    this.#count(`${call.operation} ${answer.status}`);
    return answer;
  }

  #describe(call: Call): string {
    return describeCall(call, (id) => this.state.sessions.findIndex((session) => session.id === id));
  }
}

/** All orders of a few things; first the one in which they were given. */
function* permutations<T>(things: readonly T[]): Generator<readonly T[]> {
  if (things.length < 2) {
    yield things;
    return;
  }
  for (const [index, thing] of things.entries())
    for (const rest of permutations(things.toSpliced(index, 1))) yield [thing, ...rest];
}
