import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import {
  createClosedModelEngine,
  createRunFolder,
  createStepSummary,
  judgeRun,
  type RequestRecord,
  type RunFile,
} from '../../load/index.ts';
import { createRecordSink } from '../../load/bench/record-sink.ts';
import { createLimiter } from '../../server/limiter/index.ts';
import { systemClock } from '../../support/clock.ts';
import { createStream } from '../../support/random.ts';

// A long run through the pipeline of bench, in a process of its own: node child.ts FOLDER made-up RECORDS, or FOLDER saturate DURATION_MS.
// Sends its memory as it goes.

export interface MemorySample {
  readonly phase: 'record' | 'sum up' | 'measure' | 'judge';
  readonly records: number;
  readonly rssBytes: number;
}

const [dir = '', kind = '', amountText = ''] = process.argv.slice(2);
const amount = Number(amountText);
/** A run at full rate: so many requests a second, of one session with this limit. */
const ratePerSecond = 50_000;
const policy = { limit: 1000, windowMs: 1000 };
const sampleEveryMs = 200;

const folder = await createRunFolder(dir);
const sink = createRecordSink(
  (record) => folder.add(record),
  () => folder.records(),
);
let phase: MemorySample['phase'] = 'record';
let lastMs = 0;
/** Called often; tells the memory now and then. */
function sample(): void {
  const nowMs = systemClock.monotonicMs();
  if (nowMs - lastMs < sampleEveryMs) return;
  lastMs = nowMs;
  process.send?.({ phase, records: sink.count(), rssBytes: process.memoryUsage.rss() });
}

function* madeUp(count: number): Generator<RequestRecord> {
  const stream = createStream(1, 'bench-memory');
  const limiter = createLimiter('sliding-window-log', policy);
  for (let id = 1; id <= count; id += 1) {
    const sentUs = Math.floor((id * 1_000_000) / ratePerSecond);
    const answeredMs = (sentUs + 150 + stream.int(0, 60)) / 1000;
    yield {
      id,
      session: 's1',
      step: 'saturation',
      intendedMs: null,
      sentMs: sentUs / 1000,
      firstByteMs: answeredMs,
      endMs: answeredMs,
      status: limiter.decide(1_735_689_600_000 + sentUs / 1000).admitted ? 200 : 429,
    };
  }
}

async function feed(): Promise<void> {
  for (const record of madeUp(amount)) {
    sink.keep(record);
    if (record.id % 5000 !== 0) continue;
    sample();
    // The disk has its turn, as it has between answers.
    await new Promise(setImmediate);
  }
}

async function saturate(): Promise<void> {
  const script = fileURLToPath(new URL('../bench-server/child.ts', import.meta.url));
  const server = spawn(process.execPath, [script, 'bare'], { stdio: ['pipe', 'pipe', 'inherit', 'ipc'] });
  const { stdin, stdout } = server;
  if (stdin === null || stdout === null) throw new Error('the server has no pipes');
  stdin.write('{}\n');
  const [url] = (await once(stdout.setEncoding('utf8'), 'data')) as [string];
  const engine = createClosedModelEngine({
    target: {
      baseUrl: new URL(url.trim()),
      request: { method: 'GET', path: '/', headers: {} },
      timeoutMs: 10_000,
    },
    sessions: [{ label: 's1', secret: 'synthetic' }],
    clock: systemClock,
    originMs: systemClock.monotonicMs(),
  });
  engine.on('record', (record) => sink.keep(record));
  const timer = setInterval(sample, sampleEveryMs);
  await engine.run({ step: 'saturation', connectionsPerSession: 10, durationMs: amount });
  clearInterval(timer);
  server.kill();
}

/** Samples while it is walked through; each walk is the next of these phases. */
const watched = (
  records: Iterable<RequestRecord>,
  phases: MemorySample['phase'][],
): Iterable<RequestRecord> => ({
  *[Symbol.iterator]() {
    phase = phases.shift() ?? phase;
    let seen = 0;
    for (const record of records) {
      if ((seen += 1) % 5000 === 0) sample();
      yield record;
    }
  },
});

await (kind === 'saturate' ? saturate() : feed());
const summary = createStepSummary();
for (const record of watched(sink.all(), ['sum up'])) summary.add(record);
const { rolling, fingerprint } = judgeRun(watched(sink.all(), ['measure', 'judge']), {
  sessions: [{ label: 's1', policy }],
  fresh: true,
});
await folder.finish({ steps: summary.result() } as unknown as RunFile);
process.stdout.write(`rolling: ${rolling.overall.outcome}; limiter: ${fingerprint.outcome}\n`);
process.disconnect();
