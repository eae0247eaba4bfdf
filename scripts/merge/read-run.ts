import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { RatePolicy } from '../../schema/index.ts';
import type { RequestRecord, RunFile } from '../../load/index.ts';
import { runFormatVersion } from '../../load/index.ts';
import { usageError } from '../../support/errors.ts';
import { describeFileError } from '../../support/files.ts';

/** What a merge needs of a run folder. */
export interface SavedRun {
  readonly dir: string;
  /** Unix milliseconds of the origin of its clock. */
  readonly startedAtMs: number;
  readonly records: readonly RequestRecord[];
  /** By session label. */
  readonly policies: ReadonlyMap<string, RatePolicy>;
  /** Whether its sessions were made for it. */
  readonly fresh: boolean;
}

/**
 * Reads a run folder: `run.json` and `records.ndjson`.
 * @throws HarnessError (exit code 2) that says what is wrong with it.
 */
export async function readRun(dir: string): Promise<SavedRun> {
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
  const startedAtMs = Date.parse(run.startedAt ?? '');
  if (run.formatVersion !== runFormatVersion || Number.isNaN(startedAtMs) || !Array.isArray(run.sessions))
    return fail(`run.json is no run of format ${runFormatVersion}`);
  const records: RequestRecord[] = [];
  try {
    const lines = createInterface({
      input: createReadStream(path.join(dir, 'records.ndjson')),
      crlfDelay: Infinity,
    });
    for await (const line of lines) if (line !== '') records.push(JSON.parse(line) as RequestRecord);
  } catch (error) {
    return fail(
      error instanceof SyntaxError
        ? `records.ndjson: line ${records.length + 1} is no JSON`
        : `records.ndjson cannot be read: ${describeFileError(error)}`,
    );
  }
  return {
    dir,
    startedAtMs,
    records,
    policies: new Map(run.sessions.map(({ label, policy }) => [label, policy])),
    fresh: run.settings?.sessionSource === 'create',
  };
}
