import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { allCases, fuzz, shapesOf } from '../property/fuzz/index.ts';
import type { FuzzCase } from '../property/fuzz/index.ts';
import { systemClock } from '../support/clock.ts';
import { HarnessError, exitCodes } from '../support/errors.ts';
import { OptionReader } from './options.ts';

/**
 * How many cases a second `fuzz` tries in batches, next to one round trip at a time: the same driver (a client that is
 * JSON.parse), the same generator, the same checks, in turn.
 *
 *     one at a time ██ batches ██ one at a time ██ batches ██ …      medians, and their ratio
 */

const driver = fileURLToPath(new URL('../property/fuzz/testing/plain-driver.mjs', import.meta.url));
const paces = {
  'one at a time': { batchCases: 1, inFlight: 1 },
  'in batches': { batchCases: 128, inFlight: 4 },
} as const;

function* forMs(cases: Iterable<FuzzCase>, ms: number): Generator<FuzzCase> {
  const endMs = systemClock.monotonicMs() + ms;
  for (const each of cases) {
    if (systemClock.monotonicMs() >= endMs) return;
    yield each;
  }
}

/** Cases a second. Starting the driver does not count; a warm-up on both sides comes first. */
async function rate(pacing: (typeof paces)[keyof typeof paces], seed: number, ms: number): Promise<number> {
  const report = await fuzz(
    {
      command: `"${process.execPath}" "${driver}"`,
      clock: systemClock,
      signal: new AbortController().signal,
      deadlineMs: 10_000,
      helloMs: 30_000,
      memoryBytes: 2 ** 32,
      maxShrunk: 0,
      pacing,
    },
    (hello) => forMs(allCases({ seed, shapes: shapesOf(hello, undefined), saved: [], corpus: [] }), ms),
  );
  if (report.findings.length > 0)
    throw new Error(`the plain driver failed: ${report.findings[0]?.signature}`);
  return report.tried / (report.elapsedMs / 1000);
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;

/** Measures and prints; the rounds are shown one by one, so that a busy machine is seen. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '5' },
      duration: { type: 'string', default: '2s' },
      json: { type: 'boolean', default: false },
    },
  });
  const reader = new OptionReader();
  const rounds = reader.integer('--rounds', values.rounds, 1, 100);
  const durationMs = reader.durationMs('--duration', values.duration, 100, 60_000);
  reader.check();
  const single: number[] = [];
  const batched: number[] = [];
  await rate(paces['in batches'], 0, 500);
  for (let round = 1; round <= rounds; round += 1) {
    single.push(await rate(paces['one at a time'], round, durationMs));
    batched.push(await rate(paces['in batches'], round, durationMs));
    const [a, b] = [single.at(-1) as number, batched.at(-1) as number];
    if (!values.json)
      process.stderr.write(
        `round ${round}: ${Math.round(a)} and ${Math.round(b)} cases/s, ${(b / a).toFixed(1)} times\n`,
      );
  }
  const ratio = median(batched.map((value, i) => value / (single[i] as number)));
  const result = {
    oneAtATimePerSecond: Math.round(median(single)),
    inBatchesPerSecond: Math.round(median(batched)),
    ratio: Number(ratio.toFixed(2)),
    rounds,
    processor: cpus()[0]?.model ?? 'unknown',
  };
  if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else
    process.stdout.write(
      `one at a time ${result.oneAtATimePerSecond} cases/s, in batches ${result.inBatchesPerSecond} cases/s: ${result.ratio} times (medians of ${rounds} rounds)\n`,
    );
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = error instanceof HarnessError ? error.exitCode : exitCodes.finding;
}
