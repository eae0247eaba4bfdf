import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import autocannon from 'autocannon';
import { createRecordSink } from '../../load/bench/record-sink.ts';
import { createClosedModelEngine } from '../../load/engine/index.ts';
import { createRunFolder, type RequestRecord } from '../../load/index.ts';
import { systemClock } from '../../support/clock.ts';
import { Saturator } from '../bench-server/saturate.ts';

// One engine in a process of its own that stays: node child.ts KIND URL BODY_BYTES CONNECTIONS. Told a number of milliseconds it saturates the
// target for so long, and tells what it got answered and what processor time that cost. Ends with its parent.

/** What one slice of an engine's time was. */
export interface Slice {
  readonly answers: number;
  readonly elapsedMs: number;
  readonly cpuMs: number;
}

const [kind = '', url = '', bodyBytes = '', connectionsText = ''] = process.argv.slice(2);
const connections = Number(connectionsText);
const clock = systemClock;

async function saturate(durationMs: number, each: (record: RequestRecord) => void): Promise<void> {
  const engine = createClosedModelEngine({
    target: {
      baseUrl: new URL(url),
      request: { method: 'GET', path: '/', headers: {} },
      timeoutMs: 10_000,
    },
    sessions: [{ label: 's1', secret: 'synthetic' }],
    clock,
    originMs: clock.monotonicMs(),
  });
  engine.on('record', each);
  await engine.run({ step: 'saturate', connectionsPerSession: connections, durationMs });
}

/** The engine alone: its records are told, and counted. */
async function recorded(durationMs: number): Promise<Run> {
  let answers = 0;
  await saturate(durationMs, ({ status }) => {
    if (status === 200) answers += 1;
  });
  return { answers };
}

/** As bench does it: the records go to a run folder, until all of them are there. */
async function written(durationMs: number): Promise<Run> {
  let answers = 0;
  const dir = await mkdtemp(path.join(tmpdir(), 'bench-engine-'));
  const folder = await createRunFolder(path.join(dir, 'run'));
  const sink = createRecordSink(
    (record) => {
      folder.add(record);
      if (record.status === 200) answers += 1;
    },
    () => folder.records(),
  );
  await saturate(durationMs, (record) => sink.keep(record));
  folder.records();
  return {
    answers,
    async clear() {
      await folder.discard();
      await rm(dir, { recursive: true });
    },
  };
}

/** What a run got answered, and what it leaves to be cleared away once its time is taken. */
interface Run {
  readonly answers: number;
  readonly clear?: () => Promise<void>;
}

const engines: Readonly<Record<string, (durationMs: number) => Promise<Run>>> = {
  autocannon: async (durationMs) => ({
    answers: (await autocannon({ url, connections, duration: durationMs / 1000 }))['2xx'],
  }),
  recorded,
  written,
  async undici(durationMs) {
    const target = { url, headers: { authorization: 'Bearer synthetic' }, bodyBytes: Number(bodyBytes) };
    const saturator = new Saturator(target, connections);
    const { requests } = await saturator.run(durationMs);
    await saturator.close();
    return { answers: requests };
  },
};

const run = engines[kind];
if (run === undefined) throw new Error(`no engine is called ${kind}`);

async function slice(durationMs: number): Promise<Slice> {
  const before = process.cpuUsage();
  const startMs = clock.monotonicMs();
  const { answers, clear } = await (run as (ms: number) => Promise<Run>)(durationMs);
  const elapsedMs = clock.monotonicMs() - startMs;
  const { user, system } = process.cpuUsage(before);
  await clear?.();
  return { answers, elapsedMs, cpuMs: (user + system) / 1000 };
}

process.on('disconnect', () => process.exit(0));
process.on('message', (durationMs: number) => {
  void slice(durationMs).then((measured) => process.send?.(measured));
});
process.send?.('ready');
