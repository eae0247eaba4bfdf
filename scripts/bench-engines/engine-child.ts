import autocannon from 'autocannon';
import { createClosedModelEngine, createOpenModelEngine } from '../../load/engine/index.ts';
import { systemClock } from '../../support/clock.ts';

// One engine in a process of its own: node engine-child.ts KIND URL CONNECTIONS DURATION_MS. Prints how many answers it had.
const [kind = '', url = '', connectionsText = '', durationText = ''] = process.argv.slice(2);
const connections = Number(connectionsText);
const durationMs = Number(durationText);
const clock = systemClock;
const originMs = clock.monotonicMs();
const options = {
  target: { baseUrl: new URL(url), request: { method: 'GET', path: '/', headers: {} }, timeoutMs: 10_000 },
  sessions: [{ label: 's1', secret: 'synthetic' }],
  clock,
  originMs,
};

const engines: Readonly<Record<string, () => Promise<number>>> = {
  async autocannon() {
    const result = await autocannon({ url, connections, duration: durationMs / 1000 });
    return result['2xx'];
  },
  async closed() {
    const engine = createClosedModelEngine(options);
    let answers = 0;
    engine.on('record', ({ status }) => {
      if (status === 200) answers += 1;
    });
    await engine.run({ step: 'saturate', connectionsPerSession: connections, durationMs });
    return answers;
  },
  async open() {
    const engine = createOpenModelEngine(options);
    await engine.warmUp('s1', connections);
    const endMs = clock.monotonicMs() + durationMs;
    let answers = 0;
    const loop = async () => {
      while (clock.monotonicMs() < endMs) {
        const { status } = await engine.send({ session: 's1', step: 'saturate' });
        if (status === 200) answers += 1;
      }
    };
    await Promise.all(Array.from({ length: connections }, loop));
    await engine.close();
    return answers;
  },
};

const run = engines[kind];
if (run === undefined) throw new Error(`no engine is called ${kind}`);
process.stdout.write(`${await run()}\n`);
