/**
 * Reads a made-up run and judges it by every claim, in a process of its own so that its peak memory can be told:
 *
 *     node scripts/bench-analysis/child.ts FILE RECORDS SESSIONS LIMITER
 *
 * Prints `Measured` as JSON.
 */
import { createVerdictAccumulator, readRecords } from '../../load/index.ts';
import type { LimiterName } from '../../server/limiter/index.ts';
import { limitOf, windowMs } from './make-run.ts';

/** What it took. Processor time counts threads and system calls, so that a busy machine changes it little. */
export interface Measured {
  readonly readCpuMs: number;
  readonly judgeCpuMs: number;
  readonly peakMiB: number;
  readonly outcomes: Readonly<Record<string, string>>;
}

const [file = '', records = '', sessions = '', limiter = ''] = process.argv.slice(2);
const run = { records: Number(records), sessions: Number(sessions), limiter: limiter as LimiterName };
const policy = { limit: limitOf(run), windowMs };
const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const startMs = cpuMs();
const accumulator = createVerdictAccumulator();
await readRecords(file, (record) => accumulator.add(record));
const readMs = cpuMs();
const policies = new Map(Array.from({ length: run.sessions }, (_, i) => [`s${i + 1}`, policy]));
const { rolling, claims, fingerprint } = accumulator.judge(policies, { isFresh: () => true });
const measured: Measured = {
  readCpuMs: Math.round(readMs - startMs),
  judgeCpuMs: Math.round(cpuMs() - readMs),
  peakMiB: Math.round(process.resourceUsage().maxRSS / 1024),
  outcomes: Object.fromEntries([
    ...[rolling.overall, ...claims].map(({ name, outcome }) => [name, outcome]),
    ['fingerprint', fingerprint.outcome],
  ]),
};
process.stdout.write(JSON.stringify(measured));
