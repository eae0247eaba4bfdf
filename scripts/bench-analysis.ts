import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import type { LimiterName } from '../server/limiter/index.ts';
import { exitCodes, HarnessError } from '../support/errors.ts';
import type { Measured } from './bench-analysis/child.ts';
import { type MadeRun, writeRun } from './bench-analysis/make-run.ts';
import { OptionReader } from './options.ts';

/**
 * What the verdicts on a million records take, from the file to all claims together: processor time and peak memory, of one session and
 * of a hundred, of an hour at twice the limit with every header.
 *
 *     npm run bench:analysis                        measures and prints
 *     npm run bench:analysis -- --require           exit code 99 beyond `--most-cpu`, reading included, and `--most-memory`
 */

const child = fileURLToPath(new URL('bench-analysis/child.ts', import.meta.url));
const run = promisify(execFile);

async function measure(dir: string, made: MadeRun): Promise<Measured> {
  const file = path.join(dir, `${made.limiter}-${made.sessions}.ndjson`);
  await writeRun(file, made);
  const { stdout } = await run(process.execPath, [
    child,
    file,
    `${made.records}`,
    `${made.sessions}`,
    made.limiter,
  ]);
  await rm(file);
  return JSON.parse(stdout) as Measured;
}

const limiters: readonly LimiterName[] = ['sliding-window-log', 'fixed-window-anchored'];

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      records: { type: 'string', default: '1000000' },
      sessions: { type: 'string', default: '1,100' },
      limiter: { type: 'string', default: 'sliding-window-log' },
      require: { type: 'boolean', default: false },
      'most-cpu': { type: 'string', default: '5s' },
      'most-memory': { type: 'string', default: '1024' },
      json: { type: 'boolean', default: false },
    },
  });
  const reader = new OptionReader();
  const records = reader.integer('--records', values.records, 1000, 10_000_000);
  const sessions = values.sessions.split(',').map((text) => reader.integer('--sessions', text, 1, 10_000));
  const limiter = reader.choice('--limiter', values.limiter, limiters);
  const mostCpuMs = reader.durationMs('--most-cpu', values['most-cpu'], 1, 3_600_000);
  const mostMiB = reader.integer('--most-memory', values['most-memory'], 1, 1_000_000);
  reader.check();
  const dir = await mkdtemp(path.join(tmpdir(), 'bench-analysis-'));
  try {
    for (const count of sessions) {
      const measured = await measure(dir, { records, sessions: count, limiter });
      const { readCpuMs, judgeCpuMs, peakMiB } = measured;
      const cpuMs = readCpuMs + judgeCpuMs;
      process.stdout.write(
        values.json
          ? `${JSON.stringify({ records, sessions: count, limiter, ...measured })}\n`
          : `${records} records of ${count} ${count === 1 ? 'session' : 'sessions'}: read in ${readCpuMs / 1000} s and judged in ` +
              `${judgeCpuMs / 1000} s of processor time, ${cpuMs / 1000} s together, ${peakMiB} MiB at the peak\n`,
      );
      if (values.require && (cpuMs > mostCpuMs || peakMiB > mostMiB)) {
        process.stderr.write(`above ${mostCpuMs / 1000} s or ${mostMiB} MiB\n`);
        process.exitCode = exitCodes.threshold;
      }
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = error instanceof HarnessError ? error.exitCode : exitCodes.finding;
}
