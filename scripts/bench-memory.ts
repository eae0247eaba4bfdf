import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { exitCodes, HarnessError } from '../support/errors.ts';
import type { MemorySample } from './bench-memory/child.ts';
import { flatnessOf, type Flatness } from './bench-memory/flatness.ts';
import { OptionReader } from './options.ts';

/**
 * Whether a long run leaves memory flat: the pipeline of `bench` (records told, sampled, written to the run folder, then summed up and judged
 * from there), in a process of its own that tells its memory as it goes.
 *
 *     npm run bench:memory                                   50 million made-up records, in virtual time
 *     npm run bench:memory -- --records 2000000 --require
 *     npm run bench:memory -- --saturate 3m                  a real saturation of a bare server
 */
const sizeOf = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`;

function describe(name: string, { early, late, peak, count }: Flatness): string {
  return `${name.padEnd(8)} ${`${count}`.padStart(5)} samples   first third ${sizeOf(early).padStart(8)}   last third ${sizeOf(late).padStart(8)}   peak ${sizeOf(peak).padStart(8)}`;
}

interface Settings {
  readonly args: readonly string[];
  readonly mostGrowth: number;
  readonly required: boolean;
  readonly json: boolean;
}

async function bench({ args, mostGrowth, required, json }: Settings): Promise<void> {
  const dir = await mkdtemp(path.join(tmpdir(), 'bench-memory-'));
  try {
    const script = fileURLToPath(new URL('bench-memory/child.ts', import.meta.url));
    const child = spawn(process.execPath, [script, path.join(dir, 'run'), ...args], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const samples: MemorySample[] = [];
    child.on('message', (sample: MemorySample) => {
      samples.push(sample);
      if (!json && samples.length % 20 === 0)
        process.stderr.write(`${sample.phase}: ${sample.records} records, ${sizeOf(sample.rssBytes)}\n`);
    });
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0) throw new Error(`the run ended with ${code}`);
    const phases = [...Map.groupBy(samples, ({ phase }) => phase)].map(([phase, of]) => ({
      phase,
      ...flatnessOf(of.map(({ rssBytes }) => rssBytes)),
    }));
    const records = samples.at(-1)?.records ?? 0;
    if (json) process.stdout.write(`${JSON.stringify({ records, phases })}\n`);
    else {
      process.stdout.write(`${records} records; median resident memory of each phase\n`);
      for (const one of phases) process.stdout.write(`${describe(one.phase, one)}\n`);
    }
    const grown = phases.filter(({ early, late }) => late > early * mostGrowth);
    if (!required || grown.length === 0) return;
    process.stderr.write(`grew by more than ${mostGrowth}: ${grown.map(({ phase }) => phase).join(', ')}\n`);
    process.exitCode = exitCodes.threshold;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

try {
  const { values } = parseArgs({
    options: {
      records: { type: 'string', default: '50000000' },
      saturate: { type: 'string' },
      'most-growth': { type: 'string', default: '1.3' },
      require: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const reader = new OptionReader();
  const records = reader.integer('--records', values.records, 100_000, 1_000_000_000);
  const saturateMs =
    values.saturate === undefined
      ? null
      : reader.durationMs('--saturate', values.saturate, 10_000, 86_400_000);
  const mostGrowth = reader.positive('--most-growth', values['most-growth']);
  reader.check();
  await bench({
    args: saturateMs === null ? ['made-up', `${records}`] : ['saturate', `${saturateMs}`],
    mostGrowth,
    required: values.require,
    json: values.json,
  });
} catch (error) {
  if (!(error instanceof HarnessError) && !(error instanceof TypeError && 'code' in error)) throw error;
  process.stderr.write(
    `error: ${error.message}\nusage: bench-memory [--records N | --saturate DURATION] [--require] [--most-growth RATIO] [--json]\n`,
  );
  process.exitCode = error instanceof HarnessError ? error.exitCode : exitCodes.usage;
}
