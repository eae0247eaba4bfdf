import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { allCases, fuzz, shapesOf, usualPacing } from '../property/fuzz/index.ts';
import type { FuzzCase } from '../property/fuzz/index.ts';
import { systemClock } from '../support/clock.ts';
import { HarnessError, exitCodes } from '../support/errors.ts';
import { OptionReader } from './options.ts';

/**
 * How many cases a second `fuzz` tries in batches, next to one round trip at a time: the same driver (a client that is
 * JSON.parse), the same generator, the same checks, the same code but for the pace, in turn.
 *
 *     one at a time ░██ batches ░██ one at a time ░██ batches ░██ …      medians, and their ratio
 *                   ░ warm-up of both processes, not counted
 *
 * Beside the rate stands the processor time of a case on either side, which a busy machine stretches less.
 *
 *     npm run bench:fuzz                        measures and prints
 *     npm run bench:fuzz -- --require 15        exit code 99 when batches are not so many times as fast
 */

const driver = fileURLToPath(new URL('../property/fuzz/testing/plain-driver.mjs', import.meta.url));
const paces = { 'one at a time': { batchCases: 1, inFlight: 1 }, 'in batches': usualPacing } as const;
/** The plain driver is JSON.parse, and JSON.parse has a fault that is found now and then (docs/fuzz.md). */
const mostFailed = 1e-3;

interface Measured {
  readonly perSecond: number;
  /** Processor time of a case, in microseconds; the driver's only where /proc tells it. */
  readonly runnerUs: number;
  readonly driverUs: number | undefined;
}

/** Processor time of the processes that this one has started, in microseconds; undefined where there is no /proc. */
function childrenCpuUs(): number | undefined {
  try {
    const ids = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ');
    return ids
      .map((id) =>
        readFileSync(`/proc/${id}/stat`, 'utf8')
          .replace(/^.*\) /s, '')
          .split(' '),
      )
      .reduce((sum, fields) => sum + (Number(fields[11]) + Number(fields[12])) * 10_000, 0);
  } catch {
    return undefined;
  }
}

const now = () => ({ ms: systemClock.monotonicMs(), cpu: process.cpuUsage(), driverUs: childrenCpuUs() });

/** Tries cases for a while, at one pace. What came before the end of the warm-up does not count. */
async function measure(
  pacing: (typeof paces)[keyof typeof paces],
  seed: number,
  warmUpMs: number,
  durationMs: number,
): Promise<Measured> {
  let tried = 0;
  let begun: ReturnType<typeof now> & { tried: number } = { ...now(), tried };
  let ended: typeof begun | undefined;
  let isWarm = false;
  function* whileTimeLasts(cases: Iterable<FuzzCase>): Generator<FuzzCase> {
    for (const each of cases) {
      if (ended !== undefined) return;
      yield each;
    }
  }
  const onProgress = (progress: { readonly tried: number }) => {
    ({ tried } = progress);
    const ms = systemClock.monotonicMs();
    if (!isWarm && ms >= begun.ms + warmUpMs) {
      isWarm = true;
      begun = { ...now(), tried };
    } else if (isWarm && ended === undefined && ms >= begun.ms + durationMs) ended = { ...now(), tried };
  };
  const { findings } = await fuzz(
    {
      command: `exec "${process.execPath}" "${driver}"`,
      clock: systemClock,
      signal: new AbortController().signal,
      deadlineMs: 10_000,
      helloMs: 30_000,
      memoryBytes: 2 ** 32,
      maxShrunk: 0,
      pacing,
      onProgress,
    },
    (hello) => {
      begun = { ...now(), tried };
      return whileTimeLasts(allCases({ seed, shapes: shapesOf(hello, undefined), saved: [], corpus: [] }));
    },
  );
  const failed = findings.reduce((sum, { count }) => sum + count, 0);
  if (failed > tried * mostFailed)
    throw new Error(`the plain driver failed at ${failed} of ${tried} cases: ${findings[0]?.signature}`);
  const end = ended ?? { ...now(), tried };
  const cases = end.tried - begun.tried;
  const cpuUs = end.cpu.user + end.cpu.system - begun.cpu.user - begun.cpu.system;
  return {
    perSecond: cases / ((end.ms - begun.ms) / 1000),
    runnerUs: cpuUs / cases,
    driverUs:
      end.driverUs === undefined || begun.driverUs === undefined
        ? undefined
        : (end.driverUs - begun.driverUs) / cases,
  };
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;

/** The medians of some rounds at one pace. */
const summary = (rounds: readonly Measured[]) => {
  const driverUs = rounds.flatMap((each) => each.driverUs ?? []);
  return {
    perSecond: Math.round(median(rounds.map(({ perSecond }) => perSecond))),
    runnerUs: Number(median(rounds.map(({ runnerUs }) => runnerUs)).toFixed(1)),
    driverUs: driverUs.length === 0 ? null : Number(median(driverUs).toFixed(1)),
  };
};

const described = ({ perSecond, runnerUs, driverUs }: ReturnType<typeof summary>): string =>
  `${perSecond} cases/s (a case takes ${runnerUs} µs of the runner's processor${
    driverUs === null ? '' : `, ${driverUs} µs of the driver's`
  })`;

/** Measures and prints; the rounds are shown one by one, so that a busy machine is seen. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '5' },
      duration: { type: 'string', default: '3s' },
      'warm-up': { type: 'string', default: '1500ms' },
      require: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const reader = new OptionReader();
  const rounds = reader.integer('--rounds', values.rounds, 1, 100);
  const durationMs = reader.durationMs('--duration', values.duration, 100, 60_000);
  const warmUpMs = reader.durationMs('--warm-up', values['warm-up'], 0, 60_000);
  const wanted = values.require === undefined ? 0 : reader.positive('--require', values.require);
  reader.check();
  const single: Measured[] = [];
  const batched: Measured[] = [];
  await measure(paces['in batches'], 0, 0, 500);
  for (let round = 1; round <= rounds; round += 1) {
    single.push(await measure(paces['one at a time'], round, warmUpMs, durationMs));
    batched.push(await measure(paces['in batches'], round, warmUpMs, durationMs));
    const [a, b] = [single, batched].map((all) => (all.at(-1) as Measured).perSecond) as [number, number];
    if (!values.json)
      process.stderr.write(
        `round ${round}: ${Math.round(a)} and ${Math.round(b)} cases/s, ${(b / a).toFixed(1)} times\n`,
      );
  }
  const ratio = median(batched.map(({ perSecond }, i) => perSecond / (single[i] as Measured).perSecond));
  const [oneAtATime, inBatches] = [summary(single), summary(batched)];
  const result = {
    oneAtATime,
    inBatches,
    ratio: Number(ratio.toFixed(2)),
    rounds,
    processors: cpus().length,
    processor: cpus()[0]?.model ?? 'unknown',
  };
  if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else
    process.stdout.write(
      `one at a time: ${described(oneAtATime)}\nin batches:    ${described(inBatches)}\n` +
        `${result.ratio} times (medians of ${rounds} rounds)\n`,
    );
  if (result.ratio < wanted) {
    process.stderr.write(`less than ${wanted} times\n`);
    process.exitCode = exitCodes.threshold;
  }
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = error instanceof HarnessError ? error.exitCode : exitCodes.finding;
}
