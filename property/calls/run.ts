import type { Clock } from '../../support/clock.ts';
import type { HelloAnswer } from '../fuzz/protocol.ts';
import { Caller, Interrupted } from './caller.ts';
import type { CallCase } from './cases.ts';
import type { CallExpectation } from './expectations.ts';
import { CallGroups, describeCallGroup, judgeCase, signatureOf } from './findings.ts';
import type { CallFinding, CallGroup } from './findings.ts';
import type { Observed } from './observed.ts';
import { ScriptedServer } from './server/server.ts';
import { shrinkCallGroup } from './shrink.ts';
import { mostProcessFailures, tryCases } from './try-cases.ts';

/** How a client's calls are fuzzed. */
export interface CallSettings {
  readonly command: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly helloMs: number;
  readonly memoryBytes: number;
  /** How long a call may take, unless its scenario says. */
  readonly deadlineMs: number;
  /** Calls at a time. */
  readonly concurrency: number;
  /** Shrunk findings at most; the rest are listed as they were found. */
  readonly maxShrunk: number;
  /** Deviations that are known. */
  readonly expectations?: readonly CallExpectation[];
  /** Which of them to try, by the path of its case: all unless said. */
  readonly onlyExpectation?: string | undefined;
  readonly onProgress?: (progress: CallProgress) => void;
}

export interface CallProgress {
  readonly tried: number;
  readonly causes: number;
  readonly restarts: number;
  readonly phase: 'calling' | 'shrinking';
}

/** What came of a run. */
export interface CallReport {
  readonly hello: HelloAnswer;
  readonly command: string;
  readonly tried: number;
  /** Cases that broke no rule. */
  readonly kept: number;
  readonly skipped: number;
  /** Requests that the client sent in all. */
  readonly requests: number;
  readonly restarts: number;
  readonly elapsedMs: number;
  /** Those that nobody expects. */
  readonly findings: readonly CallFinding[];
  /** Those that an expectation file lists. */
  readonly expected: readonly CallFinding[];
  /** Listed deviations that did not happen, though their plans were tried: their lines must go. */
  readonly stale: readonly CallExpectation[];
  /** Signatures of failures that did not come again when they were tried again. */
  readonly unrepeated: readonly string[];
  /** How many cases each scenario had. */
  readonly byScenario: Readonly<Record<string, number>>;
  readonly gaveUp: string | undefined;
  readonly interrupted: boolean;
}

/**
 * Fuzzes the calls of one client: makes all calls, many at a time, judges what was seen, groups what fails by its
 * cause, and shrinks one plan of each group.
 * @param makeCases yields the cases once the driver has said what it can call.
 * @throws HarnessError (exit code 3) when the driver can't be used from the start.
 */
export async function fuzzCalls(
  settings: CallSettings,
  makeCases: (hello: HelloAnswer) => Iterable<CallCase>,
): Promise<CallReport> {
  const server = await ScriptedServer.start(settings.clock);
  try {
    const caller = await Caller.start(settings, server);
    try {
      return await new Run(settings, caller).go(makeCases(caller.hello));
    } finally {
      await caller.close();
    }
  } finally {
    await server.close();
  }
}

class Run {
  readonly #settings: CallSettings;
  readonly #caller: Caller;
  readonly #groups = new CallGroups();
  readonly #byScenario: Record<string, number> = {};
  /** Cases that failed beside others, to be tried alone. */
  readonly #suspects: CallCase[] = [];
  readonly #happened = new Map<CallExpectation, boolean>();
  readonly #unrepeated: string[] = [];
  #counts = { tried: 0, kept: 0, skipped: 0, requests: 0 };
  #processFailures = 0;
  #phase: CallProgress['phase'] = 'calling';

  constructor(settings: CallSettings, caller: Caller) {
    this.#settings = settings;
    this.#caller = caller;
  }

  async go(cases: Iterable<CallCase>): Promise<CallReport> {
    const { clock, signal, command } = this.#settings;
    const startMs = clock.monotonicMs();
    let gaveUp: string | undefined;
    let all: CallFinding[] = [];
    try {
      await tryCases(cases, this.#settings.concurrency, this.#suspects, (each) => this.#tryCase(each));
      gaveUp = await this.#trySuspects();
      await this.#tryExpectations();
      this.#phase = 'shrinking';
      all = await this.#shrinkAll();
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error;
      all = this.#groups.all.map((group) => describeCallGroup(group));
    }
    const known = this.#knownSignatures();
    return {
      hello: this.#caller.hello,
      command,
      ...this.#counts,
      restarts: this.#caller.restarts,
      elapsedMs: clock.monotonicMs() - startMs,
      findings: all.filter(({ signature }) => !known.has(signature)),
      expected: all.filter(({ signature }) => known.has(signature)),
      stale: [...this.#happened].filter(([, happened]) => !happened).map(([expectation]) => expectation),
      unrepeated: this.#unrepeated,
      byScenario: this.#byScenario,
      gaveUp,
      interrupted: signal.aborted,
    };
  }

  #knownSignatures(): ReadonlySet<string> {
    return new Set((this.#settings.expectations ?? []).map(({ signature }) => signature));
  }

  async #tryCase(callCase: CallCase): Promise<void> {
    const { observed, alone } = await this.#caller.call(callCase.scenario.play(callCase.plan));
    if (observed.outcome.kind === 'failed' && !alone) this.#suspects.push(callCase);
    else this.#count(callCase, observed);
  }

  /** @returns why the run ends before all suspects were tried; undefined when they were. */
  async #trySuspects(): Promise<string | undefined> {
    for (const callCase of this.#suspects) {
      if (this.#processFailures >= mostProcessFailures)
        return `the driver was given up: it ended or hung at ${this.#processFailures} cases`;
      await this.#tryCase(callCase);
    }
    return undefined;
  }

  #count(callCase: CallCase, observed: Observed): readonly string[] {
    const faults = judgeCase(callCase, observed);
    for (const fault of faults) this.#groups.add(callCase, fault, observed);
    const { name } = callCase.scenario;
    this.#byScenario[name] = (this.#byScenario[name] ?? 0) + 1;
    this.#counts.tried += 1;
    this.#counts.requests += observed.exchanges.length;
    if (observed.outcome.kind === 'skipped') this.#counts.skipped += 1;
    else if (faults.length === 0) this.#counts.kept += 1;
    if (observed.outcome.kind === 'failed') this.#processFailures += 1;
    this.#tellProgress();
    return faults.map((fault) => signatureOf(callCase, fault));
  }

  #tellProgress(): void {
    const { tried } = this.#counts;
    const { restarts } = this.#caller;
    this.#settings.onProgress?.({ tried, causes: this.#groups.all.length, restarts, phase: this.#phase });
  }

  /** Each alone, and thrice before it counts as gone: some depend on the moment. */
  async #tryExpectations(): Promise<void> {
    const { expectations = [], onlyExpectation: only } = this.#settings;
    for (const expectation of expectations) {
      const { callCase, signature } = expectation;
      if (only !== undefined && callCase.path !== only) continue;
      let happened = false;
      for (let i = 0; i < 3 && !happened; i += 1) {
        const { observed } = await this.#caller.call(callCase.scenario.play(callCase.plan));
        happened = this.#count(callCase, observed).includes(signature);
      }
      this.#happened.set(expectation, happened);
    }
  }

  async #shrinkAll(): Promise<CallFinding[]> {
    const { maxShrunk, clock, signal } = this.#settings;
    const known = this.#knownSignatures();
    const found = new Map<CallGroup, CallFinding>();
    const open: CallGroup[] = [];
    const processFailures: CallGroup[] = [];
    for (const [i, group] of this.#groups.all.entries())
      if (known.has(group.signature) || i >= maxShrunk) found.set(group, describeCallGroup(group));
      else if (group.observed.outcome.kind === 'failed') processFailures.push(group);
      else open.push(group);
    const shrink = async (group: CallGroup, alone: boolean) => {
      const limits = alone ? { maxTries: 12, longestMs: 90_000 } : { maxTries: 80, longestMs: 40_000 };
      const finding = await shrinkCallGroup(group, this.#caller, { clock, signal, alone, ...limits });
      if (finding === undefined) this.#unrepeated.push(group.signature);
      else found.set(group, finding);
      this.#tellProgress();
    };
    const rest = open.values();
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (const group of rest) await shrink(group, false);
      }),
    );
    for (const group of processFailures) await shrink(group, true);
    // In the order in which they were found.
    return this.#groups.all.flatMap((group) => found.get(group) ?? []);
  }
}
