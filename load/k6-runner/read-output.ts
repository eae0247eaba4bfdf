import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { usageError } from '../../support/errors.ts';
import { describeFileError } from '../../support/files.ts';
import type { RequestRecord } from '../records.ts';
import { correctionOf, createDateBounds } from './date-clock.ts';
import { type ClockCorrection, createSampleJoiner } from './join-samples.ts';
import { isHeader, splitRow } from './sample.ts';

/** What a file of k6's CSV output holds. */
export interface K6Output {
  readonly records: readonly RequestRecord[];
  /** Limits by session. */
  readonly limits: ReadonlyMap<string, number>;
  /** Arrivals that k6 could not start, by step. */
  readonly dropped: ReadonlyMap<string, number>;
  readonly clock: ClockCorrection;
  /** Unix milliseconds that the records count from: the second of the first sample. */
  readonly originMs: number;
}

/** Lines of a file, unpacked when its name ends in `.gz`. A last line without its end is none: k6 was killed while writing it. */
async function eachLine(file: string, take: (line: string) => void): Promise<void> {
  const raw = createReadStream(file);
  const input = file.endsWith('.gz') ? raw.pipe(createGunzip()) : raw;
  raw.on('error', (error) => input.destroy(error));
  input.setEncoding('utf8');
  let rest = '';
  try {
    for await (const chunk of input as AsyncIterable<string>) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) take(line);
    }
  } catch (error) {
    throw usageError(`${file}: cannot be read: ${describeFileError(error)}`);
  }
}

/**
 * Unix milliseconds of the second in which the first sample was taken; 0 when there is none.
 * @throws HarnessError (exit code 2) when it is no such output.
 */
async function firstSecond(file: string): Promise<number> {
  let lines = 0;
  let originMs = 0;
  const problems: string[] = [];
  await eachLine(file, (line) => {
    lines += 1;
    if (lines === 1 && !isHeader(line)) problems.push('is not what k6 writes with --out csv=…');
    if (lines !== 2 || problems.length > 0) return;
    const nanoseconds = splitRow(line)[1] ?? '';
    // Seconds have ten digits, microseconds sixteen.
    if (/^\d{19}$/.test(nanoseconds)) originMs = Number(nanoseconds.slice(0, -9)) * 1000;
    else problems.push('has its times not in nanoseconds: add timeFormat=unix_nano to --out csv=…');
  });
  for (const problem of problems) throw usageError(`${file}: ${problem}`);
  return originMs;
}

/**
 * Reads what `k6 run --out csv=fileName=FILE,timeFormat=unix_nano` wrote, `.gz` too, twice: first for what the Date headers tell of the instance's clock, then for the records.
 * Only the records are kept, a tenth of the file.
 * @throws HarnessError (exit code 2) when the file cannot be read, or was written otherwise.
 */
export async function readK6Output(file: string, nextId: () => number): Promise<K6Output> {
  const originMs = await firstSecond(file);
  const bounds = createDateBounds(originMs);
  const nothing = { session: () => undefined, dropped: () => undefined, owned: () => undefined };
  const first = createSampleJoiner({
    originMs,
    nextId: () => 0,
    on: { ...nothing, record: (record) => bounds.add(record) },
  });
  await eachLine(file, (line) => first.line(line));
  const clock = correctionOf(bounds.result());
  const records: RequestRecord[] = [];
  const limits = new Map<string, number>();
  const dropped = new Map<string, number>();
  const joiner = createSampleJoiner({
    originMs,
    clock,
    nextId,
    on: {
      ...nothing,
      record: (record) => void records.push(record),
      session: (label, limit) => void limits.set(label, limit),
      dropped: (step) => void dropped.set(step, (dropped.get(step) ?? 0) + 1),
    },
  });
  await eachLine(file, (line) => joiner.line(line));
  joiner.end();
  return { records, limits, dropped, clock, originMs };
}
