import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { ceilToUs, floorToUs, type RequestRecord } from '../../load/index.ts';
import { createLimiter, type LimiterName } from '../../server/limiter/index.ts';
import { createStream } from '../../support/random.ts';

/** What a made-up run is like: an hour at twice the limit, as `bench` would have recorded it. */
export interface MadeRun {
  readonly records: number;
  readonly sessions: number;
  readonly limiter: LimiterName;
}

export const windowMs = 60_000;
const windows = 60;

/** Each session's limit: half of what it is offered a window. */
export const limitOf = ({ records, sessions }: MadeRun): number =>
  Math.max(1, Math.floor(records / sessions / windows / 2));

/** The records of a run, in the order of their answers, as an engine leaves them; headers and all. */
function* recordsOf(run: MadeRun): Generator<RequestRecord> {
  const { records, sessions, limiter } = run;
  const stream = createStream(1, 'bench-analysis');
  const policy = { limit: limitOf(run), windowMs };
  const limiters = Array.from({ length: sessions }, () => createLimiter(limiter, policy));
  const everyMs = (windows * windowMs) / records;
  const underway: RequestRecord[] = [];
  for (let id = 1; id <= records; id += 1) {
    const intendedMs = id * everyMs;
    const sentMs = intendedMs + stream.float() * 0.4 * everyMs;
    const decision = limiters[id % sessions]?.decide(1_735_689_600_000 + sentMs + 0.2 * everyMs);
    const firstByteMs = ceilToUs(sentMs + 0.3 * everyMs + stream.float() * 40);
    underway.push({
      id,
      session: `s${(id % sessions) + 1}`,
      step: '2x',
      intendedMs,
      sentMs: floorToUs(sentMs),
      firstByteMs,
      endMs: firstByteMs + 0.25,
      status: decision?.admitted === true ? 200 : 429,
      headers: {
        'x-ratelimit-limit-requests': String(decision?.limit),
        'x-ratelimit-remaining-requests': String(decision?.remaining),
        'x-ratelimit-reset-requests': `${decision?.resetMs}ms`,
        date: new Date(1_735_689_600_000 + sentMs).toUTCString(),
        ...(decision?.admitted === true
          ? {}
          : { 'retry-after': String(Math.ceil((decision?.retryAfterMs ?? 0) / 1000)) }),
      },
      requestId: `req_${id.toString(36).padStart(24, '0')}`,
    });
    if (underway.length === 1000) yield* takeAnswered(underway, 500);
  }
  yield* takeAnswered(underway, underway.length);
}

function takeAnswered(underway: RequestRecord[], count: number): RequestRecord[] {
  underway.sort((a, b) => (a.endMs ?? 0) - (b.endMs ?? 0));
  return underway.splice(0, count);
}

/** Writes `records.ndjson`; memory stays flat. */
export async function writeRun(file: string, run: MadeRun): Promise<void> {
  const out = createWriteStream(file);
  let lines: string[] = [];
  for (const record of recordsOf(run)) {
    lines.push(JSON.stringify(record));
    if (lines.length < 2000) continue;
    if (!out.write(`${lines.join('\n')}\n`)) await once(out, 'drain');
    lines = [];
  }
  out.end(lines.length === 0 ? '' : `${lines.join('\n')}\n`);
  await once(out, 'close');
}
