import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findK6 } from '../load/k6-runner/index.ts';
import { exitCodes, HarnessError } from '../support/errors.ts';
import { watchCpu } from './bench-engines/watch-cpu.ts';
import { nameSlots, pacingError } from './bench-pacing/pacing-error.ts';
import { formatPacing } from './bench-pacing/table.ts';
import type { PacingResult, PacingRound } from './bench-pacing/table.ts';
import type { Arrival } from './bench-pacing/server-child.ts';
import { OptionReader } from './options.ts';

/**
 * How far requests are off their timetable at several rates: the open-model scheduler and k6's constant-arrival-rate, in turn, each in a
 * process of its own, by the clock of the server at which they arrive. The method stands in `docs/pacing.md`.
 */
/** What is due in the first second is not measured: everything starts up then. */
const skippedMs = 1000;

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const children: ChildProcess[] = [];

interface Ended {
  readonly output: string;
  readonly cpuMs: number;
}

async function runToEnd(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const child = spawn(file, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let output = '';
  let complaints = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  const closed = once(child, 'close') as Promise<[number | null]>;
  const usedMs = await watchCpu(child);
  const [code] = await closed;
  if (code !== 0) throw new Error(`${file} ended with ${code}: ${complaints}`);
  return { output, cpuMs: usedMs };
}

interface Plan {
  readonly rates: readonly number[];
  readonly rounds: number;
  readonly roundMs: number;
}

/** The slots of the timetable, and those that are left out at its start. */
const slotsOf = (rate: number, roundMs: number) => ({
  count: Math.ceil((rate * roundMs) / 1000),
  skip: Math.ceil((rate * skippedMs) / 1000),
});

async function bench({ rates, rounds, roundMs }: Plan, onRound: (text: string) => void) {
  const server = spawn(process.execPath, [here('bench-pacing/server-child.ts')], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  children.push(server);
  const [url] = (await once(server, 'message')) as [string];
  const takeArrivals = async (): Promise<Arrival[]> => {
    server.send('arrivals');
    const [arrivals] = (await once(server, 'message')) as [Arrival[]];
    return arrivals;
  };
  const k6 = await findK6(process.env).catch((error: unknown) => {
    if (!(error instanceof HarnessError)) throw error;
    onRound(`k6 is left out: ${error.message.split('\n', 1)[0]}`);
    return null;
  });

  async function scheduler(rate: number): Promise<PacingRound> {
    const { count, skip } = slotsOf(rate, roundMs);
    const args = [here('bench-pacing/scheduler-child.ts'), url, `${rate}`, `${roundMs}`];
    const { output, cpuMs: usedMs } = await runToEnd(process.execPath, args);
    const late = JSON.parse(output) as (number | null)[];
    const sent = late.map((one) => one !== null);
    const arrivals = nameSlots(await takeArrivals(), sent);
    const own = late
      .flatMap((one, slot) => (one === null || slot < skip ? [] : [one * 1000]))
      .toSorted((a, b) => a - b);
    return {
      ...pacingError(arrivals, rate, count, skip),
      cpuShare: usedMs / roundMs,
      ownP50Us: Math.round(own[own.length >>> 1] ?? NaN),
      ownP99Us: Math.round(own[Math.floor(own.length * 0.99)] ?? NaN),
    };
  }

  async function k6Rate(file: string, rate: number): Promise<PacingRound> {
    const { count, skip } = slotsOf(rate, roundMs);
    const { cpuMs: usedMs } = await runToEnd(
      file,
      ['run', '--quiet', '--no-usage-report', here('../load/k6/bench/pace.ts')],
      { PACE_URL: url, PACE_RATE: `${rate}`, PACE_DURATION_MS: `${roundMs}` },
    );
    return {
      ...pacingError(await takeArrivals(), rate, count, skip),
      cpuShare: usedMs / roundMs,
      ownP50Us: null,
      ownP99Us: null,
    };
  }

  const results: PacingResult[] = [];
  for (const rate of rates) {
    const ours: PacingRound[] = [];
    const its: PacingRound[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      ours.push(await scheduler(rate));
      if (k6 !== null) its.push(await k6Rate(k6.file, rate));
      const told = [ours.at(-1), its.at(-1)].map((one) => (one === undefined ? '–' : `${one.p99Us} µs`));
      onRound(`${rate}/s, round ${round} of ${rounds}: p99 ${told.join(' and ')}`);
    }
    results.push({ engine: 'scheduler', rate, rounds: ours });
    if (k6 !== null) results.push({ engine: `k6 ${k6.version}`, rate, rounds: its });
  }
  return results;
}

try {
  const { values } = parseArgs({
    options: {
      rates: { type: 'string', default: '10,100,1000,5000' },
      rounds: { type: 'string', default: '3' },
      'round-ms': { type: 'string', default: '10000' },
      json: { type: 'boolean', default: false },
    },
  });
  const reader = new OptionReader();
  const rates = values.rates.split(',').map((text) => reader.integer('--rates', text, 1, 20_000));
  const rounds = reader.integer('--rounds', values.rounds, 1, 100);
  const roundMs = reader.integer('--round-ms', values['round-ms'], 2000, 600_000);
  reader.check();
  const results = await bench({ rates, rounds, roundMs }, (text) => process.stderr.write(`${text}\n`));
  const machine = `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}; ${rounds} rounds of ${roundMs / 1000} s in turn`;
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ rounds, roundMs, skippedMs, results })}\n`
      : `${machine}\n\n${formatPacing(results)}\n`,
  );
} catch (error) {
  if (!(error instanceof HarnessError) && !(error instanceof TypeError && 'code' in error)) throw error;
  process.stderr.write(
    `error: ${error.message}\nusage: bench-pacing [--rates A,B,…] [--rounds N] [--round-ms N] [--json]\n`,
  );
  process.exitCode = error instanceof HarnessError ? error.exitCode : exitCodes.usage;
} finally {
  for (const child of children) child.kill();
}
