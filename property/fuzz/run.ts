import type { Clock } from '../../support/clock.ts';
import { isShapeName, shapeNames } from '../../schema/index.ts';
import type { ShapeName } from '../../schema/index.ts';
import { bytesOf, sourceNames } from './case.ts';
import type { FuzzCase, SourceName } from './case.ts';
import type { Ask } from './driver/ask.ts';
import { ConnectionLost } from './driver/connection.ts';
import { findLeak } from './driver/leak.ts';
import { GaveUp, Subject } from './driver/subject.ts';
import type { Reply, Stray } from './driver/subject.ts';
import { growsOn } from './driver/leak.ts';
import type { Expectation } from './expectations.ts';
import { Groups, faultOf, mergeFindings } from './findings.ts';
import type { Finding } from './findings.ts';
import { signatureOf } from './oracle/fault.ts';
import { judge } from './oracle/judge.ts';
import type { Judgement } from './oracle/judge.ts';
import type { HelloAnswer, Traits } from './protocol.ts';
import { describeGroup, shrinkGroup } from './shrink/shrink-group.ts';

/** How a driver is fuzzed. */
export interface FuzzSettings {
  readonly command: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** How long the driver may be silent while it owes an answer. */
  readonly deadlineMs: number;
  readonly helloMs: number;
  /** How far the driver's memory may grow above what it held after hello. */
  readonly memoryBytes: number;
  readonly maxRestarts?: number;
  /** How many cases are sent in one write, and how many such batches before the first is answered. */
  readonly pacing?: { readonly batchCases: number; readonly inFlight: number };
  /** Shrunk findings at most; the rest are listed as they were found. */
  readonly maxShrunk: number;
  /** Deviations that are known. */
  readonly expectations?: readonly Expectation[];
  /** Called after each batch. */
  readonly onProgress?: (progress: Progress) => void;
}

export interface Progress {
  readonly tried: number;
  readonly causes: number;
  readonly restarts: number;
  readonly source: SourceName;
}

/** What came of a run. */
export interface FuzzReport {
  readonly hello: HelloAnswer;
  readonly command: string;
  readonly tried: number;
  readonly bySource: Readonly<Record<string, number>>;
  readonly agreed: number;
  readonly lenient: number;
  readonly skipped: number;
  /** Cases that were passed over, because their kind had ended the process three times. */
  readonly passedOver: number;
  readonly restarts: number;
  readonly elapsedMs: number;
  /** Those that nobody expects. */
  readonly findings: readonly Finding[];
  /** Those that an expectation file lists. */
  readonly expected: readonly Finding[];
  /** Listed deviations that did not happen, though their bytes were tried: their lines must go. */
  readonly stale: readonly Expectation[];
  /** What a lenient client took though it breaks the contract: kinds of cases and how many. */
  readonly leniencies: readonly { readonly kind: string; readonly count: number }[];
  /** Failures that no single case makes again. */
  readonly strays: readonly Omit<Stray, 'recent'>[];
  /** Why the run ended before its cases did; undefined when it did not. */
  readonly gaveUp: string | undefined;
  readonly interrupted: boolean;
}

/**
 * Enough that a driver never waits for the next batch, few enough that a crash is found in a few halvings and that
 * all fits into the pipe: a runner that has to wait until it may write is late with the next batch.
 */
export const usualPacing = { batchCases: 64, inFlight: 6 };
const batchBytes = 128 * 1024;

/** Takes cases until there are enough for one batch. */
function takeBatch(
  cases: Iterator<FuzzCase>,
  batchCases: number,
  groups: Groups,
  onPassedOver: () => void,
): FuzzCase[] {
  const batch: FuzzCase[] = [];
  for (let bytes = 0; batch.length < batchCases && bytes < batchBytes;) {
    const { value, done } = cases.next();
    if (done === true) break;
    if (groups.isKnownToKill(value)) onPassedOver();
    else {
      batch.push(value);
      bytes += value.body.length;
    }
  }
  return batch;
}

/** What a driver's reply to a case amounts to. */
export function judgeReply(fuzzCase: FuzzCase, reply: Reply, traits: Traits): Judgement {
  if ('line' in reply) return judge(fuzzCase, reply.line, traits);
  return { result: 'finding', answer: 'none', faults: [faultOf(reply, fuzzCase.shape, bytesOf(fuzzCase))] };
}

/** The shapes that are wanted of those that a driver can read, in the contract's order, whatever the driver's. */
export const shapesOf = (
  { shapes = [] }: HelloAnswer,
  wanted: readonly ShapeName[] | undefined,
): ShapeName[] =>
  shapeNames.filter((shape) => shapes.includes(shape) && (wanted === undefined || wanted.includes(shape)));

/**
 * Fuzzes one driver: asks all cases in batches, judges every answer, groups what fails by its cause, and shrinks one
 * case of each group.
 * @param makeCases yields the cases once the driver has said what it can read.
 * @throws HarnessError (exit code 3) when the driver can't be used from the start.
 */
export async function fuzz(
  settings: FuzzSettings,
  makeCases: (hello: HelloAnswer) => Iterable<FuzzCase>,
): Promise<FuzzReport> {
  const subject = await Subject.start(settings);
  const run = new Run(settings, subject);
  try {
    return await run.go(makeCases(subject.hello));
  } finally {
    await subject.close();
  }
}

class Run {
  readonly #settings: FuzzSettings;
  readonly #subject: Subject;
  readonly #traits: Traits;
  readonly #groups = new Groups();
  readonly #bySource: Record<string, number> = {};
  readonly #leniencies = new Map<string, number>();
  #counts = { agreed: 0, lenient: 0, skipped: 0, finding: 0 };
  #tried = 0;
  #passedOver = 0;
  /** Cases that were not made from the seed; there are few. */
  readonly #listed = new Map<string, FuzzCase>();
  /** Whether each listed deviation happened, as far as it was tried. */
  readonly #happened = new Map<Expectation, boolean>();
  readonly #expectations: ReadonlyMap<string, Expectation>;
  readonly #expectedSignatures: ReadonlySet<string>;

  constructor(settings: FuzzSettings, subject: Subject) {
    const { expectations = [] } = settings;
    this.#expectations = new Map(expectations.map((each) => [each.fuzzCase.path, each]));
    this.#expectedSignatures = new Set(expectations.map(({ signature }) => signature));
    this.#settings = settings;
    this.#subject = subject;
    this.#traits = subject.hello.traits ?? {};
  }

  async go(cases: Iterable<FuzzCase>): Promise<FuzzReport> {
    const { clock, signal } = this.#settings;
    const startMs = clock.monotonicMs();
    let gaveUp: string | undefined;
    try {
      await this.#askAll(cases);
      await this.#tryExpectedGrowth();
    } catch (error) {
      if (error instanceof GaveUp) gaveUp = error.message;
      else if (!(signal.aborted && error instanceof ConnectionLost)) throw error;
    }
    const all = signal.aborted ? this.#unshrunk() : await this.#shrinkAll();
    const isExpected = ({ signature }: Finding) => this.#expectedSignatures.has(signature);
    const { agreed, lenient, skipped } = this.#counts;
    return {
      hello: this.#subject.hello,
      command: this.#settings.command,
      tried: this.#tried,
      bySource: this.#bySource,
      agreed,
      lenient,
      skipped,
      passedOver: this.#passedOver,
      restarts: this.#subject.restarts,
      elapsedMs: clock.monotonicMs() - startMs,
      findings: all.filter((finding) => !isExpected(finding)),
      expected: all.filter(isExpected),
      stale: [...this.#happened].filter(([, happened]) => !happened).map(([expectation]) => expectation),
      leniencies: [...this.#leniencies]
        .map(([kind, count]) => ({ kind, count }))
        .toSorted((a, b) => b.count - a.count),
      strays: this.#subject.strays.map(({ failure, detail, stderr, owed }) => ({
        failure,
        detail,
        stderr,
        owed,
      })),
      gaveUp,
      interrupted: signal.aborted,
    };
  }

  async #askAll(cases: Iterable<FuzzCase>): Promise<void> {
    const iterator = cases[Symbol.iterator]();
    const { batchCases, inFlight } = this.#settings.pacing ?? usualPacing;
    const open: { batch: FuzzCase[]; replies: Promise<Reply[]> }[] = [];
    const fill = () => {
      while (open.length < inFlight) {
        const batch = takeBatch(iterator, batchCases, this.#groups, () => (this.#passedOver += 1));
        if (batch.length === 0) return;
        const replies = this.#subject.run(batch);
        // A batch that fails while another is awaited is heard of when its turn comes.
        replies.catch(() => {});
        open.push({ batch, replies });
      }
    };
    fill();
    for (let next = open.shift(); next !== undefined; next = open.shift()) {
      const { batch } = next;
      const replies = await next.replies.catch((error: unknown) => {
        if (error instanceof GaveUp) this.#judgeFailures(batch, error.failures);
        throw error;
      });
      fill();
      this.#judgeBatch(next.batch, replies);
      await this.#lookForLeaks();
    }
    await this.#subject.lookAtMemory();
    await this.#lookForLeaks();
  }

  /** What is known of a batch that never came to its end. */
  #judgeFailures(batch: readonly FuzzCase[], failures: ReadonlyMap<Ask, Reply>): void {
    const tried = batch.filter((fuzzCase) => failures.has(fuzzCase));
    this.#judgeBatch(
      tried,
      tried.map((fuzzCase) => failures.get(fuzzCase) as Reply),
    );
  }

  #judgeBatch(batch: readonly FuzzCase[], replies: readonly Reply[]): void {
    for (let i = 0; i < batch.length; i += 1) {
      const fuzzCase = batch[i] as FuzzCase;
      const reply = replies[i] as Reply;
      const { result, faults } = judgeReply(fuzzCase, reply, this.#traits);
      this.#counts[result] += 1;
      this.#bySource[fuzzCase.source] = (this.#bySource[fuzzCase.source] ?? 0) + 1;
      if (fuzzCase.source === 'saved' || fuzzCase.source === 'corpus')
        this.#listed.set(fuzzCase.path, fuzzCase);
      if (result === 'lenient')
        this.#leniencies.set(fuzzCase.kind, (this.#leniencies.get(fuzzCase.kind) ?? 0) + 1);
      const expectation = fuzzCase.source === 'saved' ? this.#expectations.get(fuzzCase.path) : undefined;
      if (expectation !== undefined && !expectation.signature.startsWith('grew'))
        this.#happened.set(
          expectation,
          faults.some((fault) => signatureOf(fault) === expectation.signature),
        );
      for (const fault of faults) this.#groups.add(fuzzCase, fault, reply);
    }
    this.#tried += batch.length;
    const source = batch.at(-1)?.source ?? 'corpus';
    this.#settings.onProgress?.({
      tried: this.#tried,
      causes: this.#groups.all.length,
      restarts: this.#subject.restarts,
      source,
    });
  }

  async #tryExpectedGrowth(): Promise<void> {
    const { shapes = [] } = this.#subject.hello;
    for (const expectation of this.#expectations.values()) {
      const { signature, fuzzCase } = expectation;
      if (signature.startsWith('grew') && shapes.includes(fuzzCase.shape))
        this.#happened.set(expectation, await growsOn([fuzzCase], this.#settings));
    }
  }

  /** Growth shows late, and not at the case that makes it. */
  async #lookForLeaks(): Promise<void> {
    const at = this.#subject.strays.findIndex(({ failure }) => failure === 'grew');
    const stray = this.#subject.strays[at];
    if (stray === undefined) return;
    const { deadlineMs, helloMs, memoryBytes, command, clock, signal } = this.#settings;
    const leak = await findLeak(stray.recent, { deadlineMs, helloMs, memoryBytes, command, clock, signal });
    const fuzzCase = leak === undefined ? undefined : this.#caseOf(leak);
    if (fuzzCase === undefined) return;
    this.#subject.strays.splice(at, 1);
    const reply: Reply = { failure: 'grew', detail: stray.detail, stderr: stray.stderr };
    this.#groups.add(fuzzCase, faultOf(reply, fuzzCase.shape, bytesOf(fuzzCase)), reply);
  }

  /** The case that was asked. All that is not kept of it follows from its bytes. */
  #caseOf(ask: Ask): FuzzCase | undefined {
    if (typeof ask === 'string' || !isShapeName(ask.shape)) return undefined;
    const { shape, body, path = '', kind = '' } = ask;
    const source = sourceNames.find((name) => path.startsWith(`${name}:`));
    return this.#listed.get(path) ?? (source && { path, source, shape, kind, body, verdict: undefined });
  }

  async #shrinkAll(): Promise<Finding[]> {
    const found: Finding[] = [];
    for (const [i, group] of this.#groups.all.entries()) {
      const known = this.#expectedSignatures.has(signatureOf(group.fault));
      const stop = known || i >= this.#settings.maxShrunk || this.#settings.signal.aborted;
      found.push(stop ? describeGroup(group) : await shrinkGroup(group, this.#subject, this.#settings));
    }
    return mergeFindings(found);
  }

  #unshrunk(): Finding[] {
    return mergeFindings(this.#groups.all.map((group) => describeGroup(group)));
  }
}
