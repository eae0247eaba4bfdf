import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { RatePolicy } from '../../schema/index.ts';
import type { RequestRecord, RunFile } from '../../load/index.ts';
import { createRecordSample, drawnPerStep } from '../../load/bench/record-sample.ts';
import { readRecords, runFormatVersion } from '../../load/index.ts';
import { usageError } from '../../support/errors.ts';
import { describeFileError } from '../../support/files.ts';
import { checkHeld, recordsOfRun, recordsProblem } from './runs-in-time.ts';

/** What a merge needs of a run folder beside its records. */
export interface RunHead {
  readonly dir: string;
  /** Unix milliseconds of the origin of its clock. */
  readonly startedAtMs: number;
  /** `run.json` as it is. */
  readonly run: RunFile;
  /** By session label. */
  readonly policies: ReadonlyMap<string, RatePolicy>;
  /** Whether its sessions were made for it. */
  readonly fresh: boolean;
}

/** A run with its records, which stay in their file. */
export interface SavedRun extends RunHead {
  /** All, as often as asked. */
  readonly records: Iterable<RequestRecord>;
  /** Of a step with very many evenly fewer, enough for drawings. */
  readonly drawn: readonly RequestRecord[];
}

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object that has such fields at least. */
const holds =
  (...names: readonly string[]) =>
  (value: unknown): boolean =>
    isObject(value) && names.every((name) => name in (value as object));

/** What a report cannot do without, of every run since the first format, and of which kind it is. */
const needed = {
  command: (value: unknown): boolean => typeof value === 'string',
  environment: isObject,
  target: isObject,
  settings: isObject,
  plan: holds('steps'),
  claims: holds('overall', 'sessions'),
  steps: Array.isArray,
  pacing: Array.isArray,
  warnings: Array.isArray,
} as const satisfies Partial<Record<keyof RunFile, (value: unknown) => boolean>>;

/** What may be there: as it is then. */
const optional = {
  verdicts: holds('grading', 'claims', 'fingerprint'),
  thresholds: Array.isArray,
} as const satisfies Partial<Record<keyof RunFile, (value: unknown) => boolean>>;

/**
 * Reads a run folder: `run.json` and `records.ndjson`.
 * @throws HarnessError (exit code 2) that says what is wrong with it.
 */
export async function readRun(dir: string): Promise<SavedRun> {
  const head = await readRunHead(dir);
  const run: Partial<Record<string, unknown>> = { ...head.run };
  const missing = Object.keys(needed).filter((name) => run[name] === undefined);
  if (missing.length > 0)
    throw usageError(`${dir}: run.json lacks ${missing.join(', ')}; a run is wanted as bench writes it`);
  const odd = Object.entries({ ...needed, ...optional })
    .filter(([name, isRight]) => run[name] !== undefined && !isRight(run[name]))
    .map(([name]) => name);
  if (odd.length > 0)
    throw usageError(`${dir}: run.json: ${odd.join(', ')} of another kind than bench writes`);
  const sample = createRecordSample(drawnPerStep);
  let held = 0;
  await readRunRecords(dir, (record) => {
    sample.add(record);
    held += 1;
  });
  checkHeld(dir, held, toldOf(head.run));
  return { ...head, records: recordsOfRun(dir), drawn: sample.records() };
}

/** How many records a run tells of; null when it says nothing of its steps. */
export const toldOf = ({ steps }: { readonly steps?: RunFile['steps'] }): number | null =>
  steps?.reduce((sum, { offered, dropped }) => sum + offered + dropped, 0) ?? null;

/**
 * Reads what `run.json` of a run folder says.
 * @throws HarnessError (exit code 2) that says what is wrong with it.
 */
export async function readRunHead(dir: string): Promise<RunHead> {
  const fail = (problem: string): never => {
    throw usageError(`${dir}: ${problem}`);
  };
  const text = await readFile(path.join(dir, 'run.json'), 'utf8').catch((error: unknown) =>
    fail(`run.json cannot be read: ${describeFileError(error)}; a run folder is wanted, as bench writes it`),
  );
  let run: Partial<RunFile>;
  try {
    run = JSON.parse(text) as Partial<RunFile>;
  } catch {
    return fail('run.json is no JSON');
  }
  if (!isObject(run)) return fail(`run.json is no run of format ${runFormatVersion}`);
  const startedAtMs = Date.parse(run.startedAt ?? '');
  if (run.formatVersion !== runFormatVersion || Number.isNaN(startedAtMs) || !Array.isArray(run.sessions))
    return fail(`run.json is no run of format ${runFormatVersion}`);
  const problem = run.sessions.find(
    (one) => typeof one?.label !== 'string' || !(one.policy?.limit > 0) || !(one.policy.windowMs > 0),
  );
  if (problem !== undefined) return fail('run.json: a session has no label or no limit');
  return {
    dir,
    startedAtMs,
    run: run as RunFile,
    policies: new Map(run.sessions.map(({ label, policy }) => [label, policy])),
    fresh: run.freshSessions ?? run.settings?.sessionSource === 'create',
  };
}

/**
 * Reads a run's `records.ndjson`, record by record.
 * @throws HarnessError (exit code 2) that names the line where one is none.
 */
export async function readRunRecords(
  dir: string,
  each: (record: RequestRecord) => void,
  signal?: AbortSignal,
): Promise<void> {
  try {
    await readRecords(path.join(dir, 'records.ndjson'), each, signal);
  } catch (error) {
    signal?.throwIfAborted();
    throw recordsProblem(dir, error);
  }
}
