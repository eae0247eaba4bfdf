/**
 * The laws of the verdicts over many simulated histories, by two workers, and the table of sharpness:
 *
 *     node load/probes/testing/run-laws.ts [histories, default 100000] [first seed, default 1]
 *
 * Exit code 1 when anything was proved that is false of the true decisions, or a limiter that admits one too many was proved
 * less often than 98 % under low jitter.
 */
import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { checkWorld } from '../../analysis/testing/laws.ts';
import { jitters, measureSharpness } from './sharpness.ts';

interface Share {
  readonly from: number;
  readonly to: number;
}

interface Tally {
  readonly histories: number;
  readonly faults: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
}

function work({ from, to }: Share): Tally {
  const counts: Record<string, number> = {};
  const faults: string[] = [];
  for (let seed = from; seed < to; seed += 1) {
    const result = checkWorld(seed);
    for (const name of [...result.proved, `fingerprint ${result.identification}`])
      counts[name] = (counts[name] ?? 0) + 1;
    faults.push(...result.faults);
  }
  return { histories: to - from, faults, counts };
}

async function main(histories: number, first: number): Promise<void> {
  const workers = Math.min(2, availableParallelism());
  const shares = Array.from({ length: workers }, (_, i) => ({
    from: first + Math.floor((i * histories) / workers),
    to: first + Math.floor(((i + 1) * histories) / workers),
  }));
  const tallies = await Promise.all(shares.map(runWorker));
  const faults = tallies.flatMap((tally) => tally.faults);
  const counts: Record<string, number> = {};
  for (const tally of tallies)
    for (const [name, count] of Object.entries(tally.counts)) counts[name] = (counts[name] ?? 0) + count;
  console.log(`${histories} histories, ${faults.length} false proofs`);
  for (const [name, count] of Object.entries(counts).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    console.log(`  ${name.padEnd(28)} ${count}`);
  for (const fault of faults.slice(0, 20)) console.log(`FALSE: ${fault}`);

  console.log('\nOne too many, proved by burst, own edge and twice, by jitter as part of the window:\n');
  console.log(`| limiter | claim | ${jitters.map((jitter) => `${jitter * 100} %`).join(' | ')} |`);
  console.log(`| --- | --- | ${jitters.map(() => '---:').join(' | ')} |`);
  const rows = measureSharpness(100);
  for (const { limiter, claim, proved } of rows)
    console.log(
      `| \`${limiter}\` | \`${claim}\` | ${proved.map((share) => `${Math.round(share * 100)} %`).join(' | ')} |`,
    );
  const blunt = rows.filter(({ proved }) => proved.slice(0, 3).some((share) => share < 0.98));
  for (const { limiter } of blunt)
    console.log(`BLUNT: ${limiter} is proved less often than 98 % under low jitter`);
  process.exitCode = faults.length + blunt.length > 0 ? 1 : 0;
}

function runWorker(share: Share): Promise<Tally> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: share });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

if (isMainThread) await main(Number(process.argv[2] ?? 100_000), Number(process.argv[3] ?? 1));
else parentPort?.postMessage(work(workerData as Share));
