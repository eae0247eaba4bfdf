import * as fc from 'fast-check';
import { modelCommands } from './commands.ts';
import { Disagreement } from './disagreement.ts';
import type { DemandSource, ModelRules } from './disagreement.ts';
import { ModelRun } from './model-run.ts';
import { startState } from './state.ts';
import type { ModelWorld } from './state.ts';
import type { ModelTarget } from './target.ts';

/** A deployment for one sequence. */
export interface OpenedTarget {
  readonly target: ModelTarget;
  /** Called when the sequence is over. */
  readonly close?: () => Promise<void> | void;
}

export interface ModelCheckOptions {
  /** What every deployment that is opened holds. */
  readonly world: ModelWorld;
  /** Opens a deployment that holds the world and no session: a fresh one for every sequence. */
  readonly open: () => OpenedTarget | Promise<OpenedTarget>;
  /** Whether `advance` of the targets can be used; default true. */
  readonly canWait?: boolean;
  /** What the model demands; default `reference`. */
  readonly rules?: ModelRules;
  /** Length of the rate-limit window in milliseconds; default 60,000. */
  readonly windowMs?: number;
  /** What the sequences are drawn from. */
  readonly seed: number;
  /** Sequences; default 100. */
  readonly numRuns?: number;
  /** Most commands in a sequence; default 12. */
  readonly maxCommands?: number;
  /** Ends the search after this many milliseconds; default never. */
  readonly timeLimitMs?: number;
  /** Where a failure was found before, to see it again: both of its report. */
  readonly replay?: { readonly path: string; readonly replayPath: string };
}

/** The shortest sequence that was found to disagree. */
export interface ModelFailure {
  /** What was done, a line each; the last one is where the deployment and the model part. */
  readonly steps: readonly string[];
  readonly problem: {
    readonly source: DemandSource;
    readonly path: string;
    readonly expected: string;
    readonly received: string;
  };
  readonly seed: number;
  readonly path: string;
  readonly replayPath: string;
  readonly shrinks: number;
}

/** What came of a search. */
export interface ModelReport {
  /** Sequences that were run before a failure, or all. */
  readonly sequences: number;
  /** Answers, by operation and status, over all sequences: `threads.list 200`. */
  readonly answers: Readonly<Record<string, number>>;
  readonly failure: ModelFailure | null;
}

/**
 * Searches for a sequence of commands in which a deployment disagrees with the model, and shrinks it.
 * @throws whatever `open` and `close` throw, and defects of the model itself.
 */
export async function checkModel(options: ModelCheckOptions): Promise<ModelReport> {
  const { world, open, canWait = true, rules = 'reference', windowMs = 60_000, seed, replay } = options;
  const start = startState(world);
  const answers: Record<string, number> = {};
  const count = (what: string): void => {
    answers[what] = (answers[what] ?? 0) + 1;
  };
  let failing: { readonly steps: readonly string[]; readonly error: unknown } | undefined;

  const commands = fc.commands(modelCommands(world, { canWait }), {
    maxCommands: options.maxCommands ?? 12,
    size: 'max',
    ...(replay === undefined ? {} : { replayPath: replay.replayPath }),
  });
  const property = fc.asyncProperty(commands, async (sequence) => {
    const { target, close } = await open();
    const run = new ModelRun(start, { rules, windowMs }, count);
    try {
      await fc.asyncModelRun(() => ({ model: run, real: target }), sequence);
    } catch (error) {
      failing = { steps: run.steps, error };
      throw error;
    } finally {
      await close?.();
    }
  });
  const details = await fc.check(property, {
    seed,
    numRuns: options.numRuns ?? 100,
    ...(replay === undefined ? {} : { path: replay.path }),
    ...(options.timeLimitMs === undefined ? {} : { interruptAfterTimeLimit: options.timeLimitMs }),
  });
  if (!details.failed || details.counterexample === null)
    return { sequences: details.numRuns, answers, failure: null };
  const { error, steps } = failing ?? { error: details.errorInstance, steps: [] };
  if (!(error instanceof Disagreement)) throw error;
  const { source, path, expected, received } = error;
  return {
    sequences: details.numRuns,
    answers,
    failure: {
      steps,
      problem: { source, path, expected, received },
      seed: details.seed,
      path: details.counterexamplePath ?? '',
      replayPath: /replayPath="([^"]*)"/.exec(fc.stringify(details.counterexample[0]))?.[1] ?? '',
      shrinks: details.numShrinks,
    },
  };
}

/** A failure for people: the steps, what was expected, and how to see it again. */
export function formatModelFailure({
  steps,
  problem,
  seed,
  path,
  replayPath,
  shrinks,
}: ModelFailure): string {
  const basis = problem.source === 'published' ? 'published' : 'a choice of the reference deployment';
  return [
    'The deployment disagrees with the model:',
    ...steps.map((line, index) => `  ${index + 1}. ${line}`),
    `expected ${problem.expected} at ${problem.path} (${basis})`,
    `received ${problem.received}`,
    `seed ${seed}, path ${JSON.stringify(path)}, replay path ${JSON.stringify(replayPath)}; shrunk ${shrinks} times`,
  ].join('\n');
}
