import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findK6 } from '../load/k6-runner/index.ts';
import { HarnessError } from '../support/errors.ts';
import { contestants } from './bench-engines/contestants.ts';
import type { Contestant } from './bench-engines/contestants.ts';
import { watchCpu } from './bench-engines/watch-cpu.ts';
import { OptionReader } from './options.ts';

/**
 * How many requests a second each engine gets answered by one bare server, and what processor time each costs: every engine in a process of
 * its own, ten requests under way, rounds in turn.
 *
 *     autocannon ██ scheduler ██ k6 ██ autocannon ██ …      medians
 */
const connections = 10;
const page = JSON.stringify({ object: 'list', data: [], first_id: null, last_id: null, has_more: false });

interface Measured {
  readonly ratePerSecond: number;
  readonly cpuUs: number;
}

async function startServer(): Promise<{ process: ChildProcess; url: string }> {
  const script = fileURLToPath(new URL('bench-server/child.ts', import.meta.url));
  const child = spawn(process.execPath, [script, 'bare'], { stdio: ['pipe', 'pipe', 'inherit', 'ipc'] });
  child.stdin?.write(`${page}\n`);
  if (child.stdout === null) throw new Error('the server has no standard output');
  const [text] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  return { process: child, url: text.trim() };
}

async function measure(one: Contestant, durationMs: number): Promise<Measured> {
  const child = spawn(one.file, one.args, {
    env: { ...process.env, ...one.env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const closed = once(child, 'close') as Promise<[number | null]>;
  const usedMs = await watchCpu(child);
  const [code] = await closed;
  if (code !== 0) throw new Error(`${one.name} ended with ${code}`);
  const answers = await one.count(output);
  return { ratePerSecond: (answers * 1000) / durationMs, cpuUs: (usedMs * 1000) / answers };
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >>> 1] ?? NaN;

async function bench(rounds: number, durationMs: number): Promise<void> {
  const k6 = await findK6(process.env);
  const dir = await mkdtemp(path.join(tmpdir(), 'bench-engines-'));
  const server = await startServer();
  try {
    const list = contestants({ url: server.url, connections, durationMs, dir, k6File: k6.file });
    process.stdout.write(
      `a bare node:http server, ${page.length} bytes an answer; ${connections} requests under way; ${rounds} rounds of ${durationMs / 1000} s in turn\n` +
        `Node ${process.versions.node}, k6 ${k6.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}; the start of each process counts\n\n` +
        `${''.padEnd(26)}    median   CPU a request     rounds\n`,
    );
    const results = list.map((): Measured[] => []);
    for (let round = 0; round < rounds; round += 1) {
      for (const [i, one] of list.entries()) results[i]?.push(await measure(one, durationMs));
    }
    for (const [i, { name }] of list.entries()) {
      const mine = results[i] ?? [];
      const rate = `${Math.round(median(mine.map(({ ratePerSecond }) => ratePerSecond)))} /s`.padStart(10);
      const cost = `${median(mine.map(({ cpuUs }) => cpuUs)).toFixed(0)} µs`.padStart(10);
      const each = mine.map(({ ratePerSecond }) => Math.round(ratePerSecond)).join(' ');
      process.stdout.write(`${name.padEnd(26)}${rate}   ${cost}          ${each}\n`);
    }
  } finally {
    server.process.kill();
    await rm(dir, { recursive: true });
  }
}

try {
  const { values } = parseArgs({
    options: { rounds: { type: 'string', default: '5' }, 'round-ms': { type: 'string', default: '5000' } },
  });
  const reader = new OptionReader();
  const rounds = reader.integer('--rounds', values.rounds, 1, 100);
  const durationMs = reader.integer('--round-ms', values['round-ms'], 1000, 60_000);
  reader.check();
  await bench(rounds, durationMs);
} catch (error) {
  if (!(error instanceof HarnessError) && !(error instanceof TypeError && 'code' in error)) throw error;
  process.stderr.write(`error: ${error.message}\nusage: bench-engines [--rounds N] [--round-ms N]\n`);
  process.exitCode = error instanceof HarnessError ? error.exitCode : 2;
}
