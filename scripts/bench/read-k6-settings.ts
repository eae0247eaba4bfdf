import { lifeMarginSeconds, longestLifeSeconds } from '../../load/bench/index.ts';
import { planK6 } from '../../load/k6-runner/index.ts';
import type { K6BenchSettings } from '../../load/k6-runner/index.ts';
import { scenarioNames, unthrottled } from '../../load/k6/plan/settings.ts';
import { HarnessError } from '../../support/errors.ts';
import { OptionReader } from '../options.ts';
import { readSettings } from './read-settings.ts';
import { strayStepOptions, withoutStepOptions } from './read-steps.ts';
import type { BenchOptions, EmbeddedTarget, Judging } from './read-settings.ts';

/** The options of `bench` that say something to k6 alone. */
export interface K6Options {
  readonly scenario?: string;
  readonly instances?: string;
  readonly duration?: string;
  readonly peak?: string;
  readonly vus?: string;
  readonly k6Out?: readonly string[];
}

export interface ReadK6Settings {
  readonly settings: K6BenchSettings;
  readonly embedded: EmbeddedTarget | null;
  readonly judging: Judging;
}

const dayMs = 86_400_000;

/** By option name, what would have no effect without `--engine k6`. */
const k6Only = {
  scenario: '--scenario',
  instances: '--instances',
  duration: '--duration',
  peak: '--peak',
  vus: '--vus',
  k6Out: '--k6-out',
} as const;

/** What is wrong with options of k6 that were given to another engine. */
export const strayK6Options = (options: K6Options): string[] =>
  (Object.keys(k6Only) as (keyof typeof k6Only)[])
    .filter((name) => options[name] !== undefined)
    .map((name) => `${k6Only[name]}: is for --engine k6`);

/** What is wrong with options that only the harness's own engines have. */
function harnessOnly(options: BenchOptions, isLimit: boolean): string[] {
  const problems = strayStepOptions(options, '--engine k6');
  if (/,|\.\./.test(options.limit ?? ''))
    problems.push(
      `--limit: sessions with limits of their own are not of k6; one number is wanted, got '${options.limit}'`,
    );
  if (options.saturate !== undefined) problems.push('--saturate: is not of k6; --scenario breakpoint is');
  if (options.identify === true)
    problems.push(
      '--identify: has no effect with --engine k6: each probe is chosen by the answers to those before it, which k6 cannot; leave --engine out',
    );
  if (!isLimit) return problems;
  if (options.load.includes('..')) problems.push('--load: ramps are not of k6; --scenario breakpoint is one');
  // k6 takes whole requests in a time unit: with three decimals, that is up to a thousand windows.
  else if (/\.\d{4}/.test(options.load))
    problems.push(`--load: k6 takes three decimals at the most, got '${options.load}'`);
  return problems;
}

/** Instances that would write to one file, each over what the others wrote. */
const sharedFiles = (outputs: readonly string[], instances: number): string[] =>
  instances === 1
    ? []
    : outputs
        .filter((output) => /^(json|csv)(=|$)/.test(output) && !output.includes('{instance}'))
        .map(
          (output) =>
            `--k6-out: ${instances} instances would write to the same file; put {instance} into its name, got '${output}'`,
        );

/**
 * Reads and checks everything at once, for k6.
 * @throws HarnessError (exit code 2) that lists all problems.
 */
export function readK6Settings(
  options: BenchOptions & K6Options,
  env: Readonly<Record<string, string | undefined>>,
): ReadK6Settings {
  const reader = new OptionReader();
  const scenario = reader.choice('--scenario', options.scenario ?? 'limit', scenarioNames);
  const isLimit = scenario === 'limit';
  for (const problem of harnessOnly(options, isLimit)) reader.problem(problem);
  const outputs = options.k6Out ?? [];
  const budget = reader.integer('--budget', options.budget, 1);
  // What the harness alone has was refused above.
  const shared = withoutStepOptions(options);
  const read = readCommon(reader, {
    options: {
      ...shared,
      ...(options.limit === undefined && scenario === 'breakpoint' ? { limit: '100000' } : {}),
      load: isLimit ? options.load : '1',
      probes: false,
      saturate: '0',
      identify: false,
      // The plan of k6 is held against it below.
      budget: String(Number.MAX_SAFE_INTEGER),
    },
    env,
  });
  const embedded = read?.embedded ?? null;
  const short = embedded !== null;
  const durationMs = reader.durationMs(
    '--duration',
    options.duration ?? (short ? '20s' : scenario === 'soak' ? '30m' : '60s'),
    100,
    dayMs,
  );
  const instances = reader.integer('--instances', options.instances ?? '1', 1, 64);
  const vus = reader.integer('--vus', options.vus ?? '20', 1, 10_000);
  for (const problem of sharedFiles(outputs, instances)) reader.problem(problem);
  if (vus < instances) reader.problem(`--vus: each of ${instances} instances needs one at least, got ${vus}`);
  const peakPerSecond = reader.integer('--peak', options.peak ?? '500', 1, 1_000_000);
  if (read === null) {
    reader.check();
    throw new HarnessError(2, []);
  }
  const bench = {
    ...read.settings,
    budget,
    policy: {
      ...read.settings.policy,
      ...(options.limit === undefined && scenario === 'breakpoint' ? { limit: unthrottled } : {}),
    },
  };
  const settings: K6BenchSettings = {
    bench,
    scenario,
    instances,
    durationMs,
    peakPerSecond,
    journeysPerMinute: 60,
    vus,
    outputs,
  };
  checkPlan(reader, settings);
  reader.check();
  return { settings, embedded, judging: read.judging };
}

/** The options that all engines share; null when something is wrong with them, which the reader then knows. */
function readCommon(
  reader: OptionReader,
  { options, env }: { options: BenchOptions; env: Readonly<Record<string, string | undefined>> },
): ReturnType<typeof readSettings> | null {
  try {
    return readSettings(options, env);
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    for (const problem of error.problems) reader.problem(problem);
    return null;
  }
}

function checkPlan(reader: OptionReader, settings: K6BenchSettings): void {
  const { bench, scenario } = settings;
  const plan = planK6(settings);
  if (plan.requests > bench.budget) {
    reader.problem(
      `--budget: the plan needs ${plan.requests} requests and the budget is ${bench.budget}; a smaller load, or a larger --budget`,
    );
  }
  const longestMs = (longestLifeSeconds - lifeMarginSeconds) * 1000;
  if (plan.givenSessions && bench.source.kind === 'create' && plan.durationMs > longestMs) {
    reader.problem(
      `--scenario ${scenario}: its sessions are created before the run and live ${longestLifeSeconds} s at the most, so it may last ${longestMs / 1000} s; this plan lasts ${plan.durationMs / 1000} s`,
    );
  }
  if (!plan.givenSessions && bench.source.kind === 'given') {
    reader.problem(`--client-secret: the scenario ${scenario} creates its own sessions, with --api-key`);
  }
}
