import { constantRate, createOpenModelEngine } from '../../load/engine/index.ts';
import { systemClock } from '../../support/clock.ts';

// The open-model scheduler in a process of its own: node scheduler-child.ts URL RATE_PER_SECOND DURATION_MS. Prints what its records say, as
// JSON: by how much each send came after its intended time, in the order of the timetable; null where it was not sent.

const [url = '', rateText = '', durationText = ''] = process.argv.slice(2);
const rate = Number(rateText);
const clock = systemClock;
const originMs = clock.monotonicMs();
const engine = createOpenModelEngine({
  target: { baseUrl: new URL(url), request: { method: 'GET', path: '/', headers: {} }, timeoutMs: 10_000 },
  sessions: [{ label: 's1', secret: 'synthetic' }],
  clock,
  originMs,
  // As many as k6 gets virtual users.
  maxConnectionsPerSession: Math.max(10, Math.ceil(rate / 10)),
});
const lateness = new Map<number, number | null>();
engine.on('record', ({ id, intendedMs, sentMs }) => {
  lateness.set(id, intendedMs === null || sentMs === null ? null : sentMs - intendedMs);
});
await engine.warmUp('s1', Math.min(100, Math.max(1, Math.ceil(rate / 20))));
await engine.run(
  constantRate({
    ratePerMinute: rate * 60,
    startMs: clock.monotonicMs() - originMs + 50,
    durationMs: Number(durationText),
    sessions: ['s1'],
    step: 'pace',
  }),
);
await engine.close();
const ordered = [...lateness].toSorted(([a], [b]) => a - b).map(([, late]) => late);
process.stdout.write(JSON.stringify(ordered));
