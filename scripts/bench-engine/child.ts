import autocannon from 'autocannon';
import { createClosedModelEngine } from '../../load/engine/index.ts';
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

async function recorded(durationMs: number): Promise<number> {
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
  let answers = 0;
  engine.on('record', ({ status }) => {
    if (status === 200) answers += 1;
  });
  await engine.run({ step: 'saturate', connectionsPerSession: connections, durationMs });
  return answers;
}

const engines: Readonly<Record<string, (durationMs: number) => Promise<number>>> = {
  autocannon: async (durationMs) =>
    (await autocannon({ url, connections, duration: durationMs / 1000 }))['2xx'],
  recorded,
  async undici(durationMs) {
    const target = { url, headers: { authorization: 'Bearer synthetic' }, bodyBytes: Number(bodyBytes) };
    const saturator = new Saturator(target, connections);
    const { requests } = await saturator.run(durationMs);
    await saturator.close();
    return requests;
  },
};

const run = engines[kind];
if (run === undefined) throw new Error(`no engine is called ${kind}`);

async function slice(durationMs: number): Promise<Slice> {
  const before = process.cpuUsage();
  const startMs = clock.monotonicMs();
  const answers = await (run as (ms: number) => Promise<number>)(durationMs);
  const elapsedMs = clock.monotonicMs() - startMs;
  const { user, system } = process.cpuUsage(before);
  return { answers, elapsedMs, cpuMs: (user + system) / 1000 };
}

process.on('disconnect', () => process.exit(0));
process.on('message', (durationMs: number) => {
  void slice(durationMs).then((measured) => process.send?.(measured));
});
process.send?.('ready');
