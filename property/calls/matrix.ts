import type { HelloAnswer } from '../fuzz/protocol.ts';
import { Caller, Interrupted } from './caller.ts';
import type { Called, CallerOptions } from './caller.ts';
import type { CallCase } from './cases.ts';
import { operationOf } from './cases.ts';
import { judgeCase } from './findings.ts';
import type { Observed } from './observed.ts';
import { ScriptedServer } from './server/server.ts';
import { mostProcessFailures, tryCases } from './try-cases.ts';
import { idsOf } from './values.ts';

/** Calls in which clients disagree in one way. */
export interface CallDisagreement {
  /** Name of the scenario. */
  readonly scenario: string;
  /** What the server does in it. */
  readonly server: string;
  /** What each client did, in their order: `value, 2 requests`, `error, 3 requests`, `broken: entries lost`, or `-`. */
  readonly did: readonly string[];
  readonly count: number;
  /** The one with the shortest plan. */
  readonly example: CallCase;
  /** What was seen of each client with it; undefined where it can't make the call. */
  readonly observed: readonly (Observed | undefined)[];
}

/** What came of the same calls by several clients. */
export interface CallMatrix {
  readonly hellos: readonly HelloAnswer[];
  readonly tried: number;
  readonly disagreements: readonly CallDisagreement[];
  /** Disagreements that did not come again when they were tried again. */
  readonly unrepeated: readonly string[];
  readonly gaveUp: string | undefined;
  readonly interrupted: boolean;
}

/** How several clients are compared. */
export interface CallMatrixSettings extends Omit<CallerOptions, 'command'> {
  readonly commands: readonly string[];
  /** Cases at a time. */
  readonly concurrency: number;
  /** Disagreements to try again; the rest are listed as they were seen. */
  readonly maxRepeated: number;
  readonly onProgress?: (progress: { readonly tried: number; readonly ways: number }) => void;
}

const requests = (n: number): string => `${n} ${n === 1 ? 'request' : 'requests'}`;

/** What one client did, in a few words. */
function wordOf(callCase: CallCase, observed: Observed): string {
  const { outcome, exchanges } = observed;
  if (outcome.kind === 'skipped') return '-';
  if (outcome.kind === 'failed') return outcome.failure;
  const [fault] = judgeCase(callCase, observed);
  if (fault !== undefined)
    return fault.rule === callCase.scenario.name
      ? `broken: ${fault.what}`
      : `broken: ${fault.rule}: ${fault.what}`;
  return `${outcome.kind}, ${requests(exchanges.length)}`;
}

/** What each client did; values that differ are told apart. */
function compare(callCase: CallCase, all: readonly (Observed | undefined)[]): string[] {
  const values: string[] = [];
  return all.map((observed) => {
    if (observed === undefined) return '-';
    const word = wordOf(callCase, observed);
    const { outcome } = observed;
    if (outcome.kind !== 'value' || !word.startsWith('value,')) return word;
    const value = JSON.stringify(idsOf(outcome.value));
    if (!values.includes(value)) values.push(value);
    const n = values.indexOf(value) + 1;
    return n === 1 ? word : `another ${word}${n > 2 ? ` (${n})` : ''}`;
  });
}

const disagree = (did: readonly string[]): boolean => new Set(did.filter((word) => word !== '-')).size > 1;

/**
 * Has several clients make the same calls, each against a stage of its own, and tells where they disagree: there at
 * least one of them is wrong, or nobody has said what is right.
 * @throws HarnessError (exit code 3) when one of the drivers can't be used.
 */
export async function compareCallers(
  settings: CallMatrixSettings,
  makeCases: (hellos: readonly HelloAnswer[]) => Iterable<CallCase>,
): Promise<CallMatrix> {
  const server = await ScriptedServer.start(settings.clock);
  const callers: Caller[] = [];
  try {
    for (const command of settings.commands)
      callers.push(await Caller.start({ ...settings, command }, server));
    const matrix = new Comparison(settings, callers);
    return await matrix.go(makeCases(callers.map(({ hello }) => hello)));
  } finally {
    await Promise.all(callers.map((caller) => caller.close()));
    await server.close();
  }
}

class Comparison {
  readonly #settings: CallMatrixSettings;
  readonly #callers: readonly Caller[];
  readonly #found = new Map<string, CallDisagreement>();
  /** Cases that ended a process beside others, to be tried alone. */
  readonly #suspects: CallCase[] = [];
  #tried = 0;
  #processFailures = 0;

  constructor(settings: CallMatrixSettings, callers: readonly Caller[]) {
    this.#settings = settings;
    this.#callers = callers;
  }

  async go(cases: Iterable<CallCase>): Promise<CallMatrix> {
    const { signal } = this.#settings;
    const unrepeated: string[] = [];
    let disagreements: readonly CallDisagreement[] = [];
    let gaveUp: string | undefined;
    try {
      await tryCases(cases, this.#settings.concurrency, this.#suspects, (each) => this.#tryCase(each));
      gaveUp = await this.#trySuspects();
      for (const each of this.#sorted().slice(0, this.#settings.maxRepeated))
        if (!(await this.#comesAgain(each))) {
          this.#found.delete(keyOf(each));
          unrepeated.push(`${each.scenario}: ${each.did.join(' | ')}`);
        }
      disagreements = this.#sorted();
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error;
      disagreements = this.#sorted();
    }
    const hellos = this.#callers.map(({ hello }) => hello);
    return { hellos, tried: this.#tried, disagreements, unrepeated, gaveUp, interrupted: signal.aborted };
  }

  #sorted(): CallDisagreement[] {
    return [...this.#found.values()].toSorted((a, b) => b.count - a.count);
  }

  async #trySuspects(): Promise<string | undefined> {
    for (const callCase of this.#suspects) {
      if (this.#processFailures >= mostProcessFailures)
        return `the drivers were given up: they ended or hung at ${this.#processFailures} cases`;
      await this.#tryCase(callCase);
    }
    return undefined;
  }

  /** The same call by each client that knows its operation, at the same time. */
  #callEach(callCase: CallCase): Promise<(Called | undefined)[]> {
    const operation = operationOf(callCase);
    return Promise.all(
      this.#callers.map(async (caller) => {
        if (caller.hello.operations?.includes(operation) !== true) return undefined;
        return caller.call(callCase.scenario.play(callCase.plan));
      }),
    );
  }

  async #tryCase(callCase: CallCase): Promise<void> {
    const called = await this.#callEach(callCase);
    const failed = called.filter((each) => each?.observed.outcome.kind === 'failed');
    if (failed.some((each) => each?.alone === false)) {
      this.#suspects.push(callCase);
      return;
    }
    this.#processFailures += failed.length;
    this.#tried += 1;
    const observed = called.map((each) => each?.observed);
    const did = compare(callCase, observed);
    if (disagree(did)) this.#note(callCase, did, observed);
    this.#settings.onProgress?.({ tried: this.#tried, ways: this.#found.size });
  }

  #note(example: CallCase, did: readonly string[], observed: readonly (Observed | undefined)[]): void {
    const { name, server } = example.scenario;
    const made = { scenario: name, server, did, count: 1, example, observed };
    const former = this.#found.get(keyOf(made));
    if (former === undefined) {
      this.#found.set(keyOf(made), made);
      return;
    }
    const shorter = lengthOf(made) < lengthOf(former) ? made : former;
    this.#found.set(keyOf(made), { ...shorter, count: former.count + 1 });
  }

  /** Whether the example does the same when it is made again: what depends on the moment is no disagreement. */
  async #comesAgain({ example, did }: CallDisagreement): Promise<boolean> {
    for (let i = 0; i < 2; i += 1) {
      const called = await this.#callEach(example);
      const again = compare(
        example,
        called.map((each) => each?.observed),
      );
      if (JSON.stringify(again) === JSON.stringify(did)) return true;
    }
    return false;
  }
}

const lengthOf = ({ example }: CallDisagreement): number => JSON.stringify(example.plan).length;

/** How many requests there were depends on the plan; who made as many as whom, on the clients. */
function keyOf({ scenario, did }: Pick<CallDisagreement, 'scenario' | 'did'>): string {
  const counts: string[] = [];
  const alike = did.map((word) =>
    word.replace(/\d+ requests?/, (count) => {
      if (!counts.includes(count)) counts.push(count);
      return `requests ${counts.indexOf(count)}`;
    }),
  );
  return JSON.stringify([scenario, alike]);
}
