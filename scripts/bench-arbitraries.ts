import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { check, property, sample } from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { arbitraryOf } from '../generators/arbitraries/index.ts';
import { readShape } from '../schema/index.ts';
import { systemClock } from '../support/clock.ts';
import { HarnessError, exitCodes } from '../support/errors.ts';
import { plainUnion } from './bench-arbitraries/plain-union.ts';
import { OptionReader } from './options.ts';

/**
 * How fast `arbitraryOf('thread_item')` makes values, next to the same union written plainly with fast-check's
 * combinators: by a property that does nothing, and by one that writes, parses and reads each value. Rounds in turn:
 *
 *     plain ██ ours ██ plain ██ ours ██ …      medians, and their ratios
 */

const seed = 7;

interface Side {
  readonly name: string;
  readonly arbitrary: Arbitrary<unknown>;
}

const sides: readonly Side[] = [
  { name: 'plain combinators', arbitrary: plainUnion('small') },
  { name: 'the same, size xsmall', arbitrary: plainUnion('xsmall') },
  // The plain union has any text where JSON belongs; this one does the same.
  { name: "arbitraryOf, json 'any'", arbitrary: arbitraryOf('thread_item', { json: 'any' }) },
  { name: 'arbitraryOf', arbitrary: arbitraryOf('thread_item') },
];

const properties: Readonly<Record<string, (value: unknown) => boolean>> = {
  'generation alone': () => true,
  'parse property (stringify, parse, read strictly)': (value) =>
    readShape('thread_item', JSON.parse(JSON.stringify(value))).ok,
};

/** Values a second. */
function rate({ arbitrary }: Side, holds: (value: unknown) => boolean, runs: number): number {
  const startedMs = systemClock.monotonicMs();
  const { failed } = check(property(arbitrary, holds), { seed, numRuns: runs });
  if (failed) throw new Error('a value of the benchmark is not valid');
  return (runs * 1000) / (systemClock.monotonicMs() - startedMs);
}

/** Mean size of a value's JSON in bytes. */
function bytesOf({ arbitrary }: Side): number {
  const values = sample(arbitrary, { seed, numRuns: 2000 });
  return Buffer.byteLength(values.map((value) => JSON.stringify(value)).join('')) / values.length;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Prints the rates of all sides. @returns the ratio of generation alone, same kinds of text. */
function bench(rounds: number, runs: number): number {
  process.stdout.write(
    `thread items, wild text and numbers; ${rounds} rounds of ${runs} values in turn, after one of warm-up\n` +
      `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}\n`,
  );
  const bytes = sides.map(bytesOf);
  const ratios: number[] = [];
  for (const [title, holds] of Object.entries(properties)) {
    const rates = sides.map((): number[] => []);
    for (const side of sides) rate(side, holds, runs);
    for (let round = 0; round < rounds; round += 1)
      for (const [index, side] of sides.entries()) rates[index]?.push(rate(side, holds, runs));
    const medians = rates.map(median);
    process.stdout.write(
      `\n${title.padEnd(48)}  values/s  bytes each      MB/s   ratio of values, of bytes\n`,
    );
    for (const [index, { name }] of sides.entries()) {
      const [own, size] = [medians[index] ?? 0, bytes[index] ?? 0];
      const [first, firstSize] = [medians[0] ?? 0, bytes[0] ?? 0];
      const ratio = own / first;
      ratios.push(ratio);
      const columns = [
        `  ${name}`.padEnd(48),
        String(Math.round(own)).padStart(9),
        size.toFixed(0).padStart(11),
        ((own * size) / 1e6).toFixed(1).padStart(9),
        `${ratio.toFixed(2).padStart(7)} ${((own * size) / (first * firstSize)).toFixed(2).padStart(9)}`,
      ];
      process.stdout.write(`${columns.join(' ')}\n`);
    }
  }
  return ratios[2] ?? 0;
}

try {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '7' },
      runs: { type: 'string', default: '5000' },
      require: { type: 'string' },
    },
  });
  const reader = new OptionReader();
  const rounds = reader.integer('--rounds', values.rounds, 1, 1000);
  const runs = reader.integer('--runs', values.runs, 100, 1_000_000);
  const wanted = values.require === undefined ? 0 : reader.positive('--require', values.require);
  reader.check();
  const ratio = bench(rounds, runs);
  if (!(ratio >= wanted)) {
    process.stderr.write(`the ratio is below ${wanted}\n`);
    process.exitCode = exitCodes.threshold;
  }
} catch (error) {
  if (!(error instanceof HarnessError) && !(error instanceof TypeError && 'code' in error)) throw error;
  process.stderr.write(
    `error: ${error.message}\nusage: bench-arbitraries [--rounds N] [--runs N] [--require RATIO]\n`,
  );
  process.exitCode = exitCodes.usage;
}
