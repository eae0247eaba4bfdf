import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { exitCodes, HarnessError } from '../support/errors.ts';
import type { Slice } from './bench-engine/child.ts';
import { ratiosOf } from './bench-engine/ratios.ts';
import { OptionReader } from './options.ts';

/**
 * What recording every request costs a saturation: the closed model against plain autocannon, and undici's dispatch beside them, each in a
 * process of its own that stays warm, slice by slice in turn against one bare server.
 *
 *     autocannon ██    ██    ██          ratios are of the same round; the first rounds warm up
 *     recorded     ██    ██    ██
 */
const connections = 10;
const warmUpRounds = 2;
/** The engine that the others are measured by comes first. */
const contestants = [
  { kind: 'autocannon', name: 'autocannon' },
  { kind: 'recorded', name: 'saturation, recorded' },
  { kind: 'written', name: 'saturation, recorded in a folder' },
  { kind: 'undici', name: 'undici dispatch, nothing recorded' },
] as const;
/** Those that must keep up. */
const required: ReadonlySet<string> = new Set(['recorded', 'written']);

const children: ChildProcess[] = [];

function start(file: string, args: readonly string[]): ChildProcess {
  const script = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(process.execPath, [script, ...args], { stdio: ['pipe', 'pipe', 'inherit', 'ipc'] });
  children.push(child);
  return child;
}

async function startServer(bodyBytes: number): Promise<string> {
  const server = start('bench-server/child.ts', ['bare']);
  server.stdin?.write(`${'x'.repeat(bodyBytes)}\n`);
  const [text] = (await once(server.stdout?.setEncoding('utf8') as NodeJS.ReadableStream, 'data')) as [
    string,
  ];
  return text.trim();
}

async function slice(child: ChildProcess, durationMs: number): Promise<Slice> {
  child.send(durationMs);
  const [measured] = (await once(child, 'message')) as [Slice];
  return measured;
}

interface Settings {
  readonly rounds: number;
  readonly sliceMs: number;
  readonly bodyBytes: number;
  readonly leastRatio: number | null;
  readonly json: boolean;
}

async function bench({ rounds, sliceMs, bodyBytes, leastRatio, json }: Settings): Promise<void> {
  const url = await startServer(bodyBytes);
  const engines = contestants.map(({ kind }) =>
    start('bench-engine/child.ts', [kind, url, `${bodyBytes}`, `${connections}`]),
  );
  await Promise.all(engines.map((child) => once(child, 'message')));
  const slices = contestants.map((): Slice[] => []);
  for (let round = -warmUpRounds; round < rounds; round += 1) {
    for (const [i, child] of engines.entries()) {
      const measured = await slice(child, sliceMs);
      if (round >= 0) slices[i]?.push(measured);
    }
  }
  const results = contestants.map(({ kind, name }, i) => ({
    kind,
    name,
    ...ratiosOf(slices[i] ?? [], slices[0] ?? []),
  }));
  if (json) process.stdout.write(`${JSON.stringify({ rounds, sliceMs, bodyBytes, connections, results })}\n`);
  else {
    const processor = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`;
    process.stdout.write(
      `a bare node:http server, ${bodyBytes} bytes an answer; ${connections} requests under way; ${rounds} rounds of ${sliceMs / 1000} s in turn\n` +
        `Node ${process.versions.node}, ${processor}\n\n` +
        `${''.padEnd(36)}  median   CPU a request   of its rate   of its CPU   rounds\n`,
    );
    for (const { name, ratePerSecond, cpuUs, byRate, byCpu, rounds: each } of results)
      process.stdout.write(
        `${name.padEnd(36)}${`${Math.round(ratePerSecond)} /s`.padStart(8)}   ${`${cpuUs.toFixed(1)} µs`.padStart(13)}` +
          `   ${byRate.toFixed(3).padStart(11)}   ${byCpu.toFixed(3).padStart(10)}   ${each.map((ratio) => ratio.toFixed(2)).join(' ')}\n`,
      );
  }
  if (leastRatio === null) return;
  const behind = results.filter(
    ({ kind, byRate, byCpu }) => required.has(kind) && (byRate < leastRatio || byCpu < leastRatio),
  );
  if (behind.length === 0) return;
  process.stderr.write(`below ${leastRatio} of autocannon: ${behind.map(({ name }) => name).join('; ')}\n`);
  process.exitCode = exitCodes.threshold;
}

try {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '9' },
      'slice-ms': { type: 'string', default: '5000' },
      'body-bytes': { type: 'string', default: '75' },
      require: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const reader = new OptionReader();
  const rounds = reader.integer('--rounds', values.rounds, 1, 1000);
  const sliceMs = reader.integer('--slice-ms', values['slice-ms'], 1000, 60_000);
  const bodyBytes = reader.integer('--body-bytes', values['body-bytes'], 1, 1_000_000);
  const leastRatio = values.require === undefined ? null : reader.positive('--require', values.require);
  reader.check();
  await bench({ rounds, sliceMs, bodyBytes, leastRatio, json: values.json });
} catch (error) {
  if (!(error instanceof HarnessError) && !(error instanceof TypeError && 'code' in error)) throw error;
  process.stderr.write(
    `error: ${error.message}\nusage: bench-engine [--rounds N] [--slice-ms N] [--body-bytes N] [--require RATIO] [--json]\n`,
  );
  process.exitCode = error instanceof HarnessError ? error.exitCode : exitCodes.usage;
} finally {
  for (const child of children) child.kill();
}
