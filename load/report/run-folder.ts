import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { usageError } from '../../support/errors.ts';
import type { HarnessError } from '../../support/errors.ts';
import { makeFolders, removeEmptyFolders } from '../../support/files.ts';
import { createRecordFile } from '../record-lines/record-file.ts';
import type { RecordFile } from '../record-lines/record-file.ts';
import type { RequestRecord } from '../records.ts';
import type { RunFile } from './run-file.ts';

/** A folder that a run is written to while it goes on. */
export interface RunFolder {
  readonly dir: string;
  /** Appends a record; see `RecordFile.add`. */
  add(record: RequestRecord): void;
  /** The records so far, read from the folder again as often as asked. */
  records(): Iterable<RequestRecord>;
  /** Writes the page and then `run.json` after the records; the folder is whole when that is there. */
  finish(run: RunFile, page?: string): Promise<void>;
  /** Takes everything back, for a run that could not begin. A folder that held other files stays. */
  discard(): Promise<void>;
}

/** The name of a run's folder: its start, fit for every file system and for sorting. `2026-01-31T12-00-00-250Z` */
export const runFolderName = (startedAtMs: number): string =>
  new Date(startedAtMs).toISOString().replace(/[:.]/g, '-');

/**
 * Makes the folder of a run.
 * @param dir must not hold a run already.
 * @throws HarnessError (exit code 2) when it cannot be written, or a run is there.
 */
export async function createRunFolder(dir: string): Promise<RunFolder> {
  const recordsPath = path.join(dir, 'records.ndjson');
  const unwritable = (error: NodeJS.ErrnoException): HarnessError =>
    usageError(
      error.code === 'EEXIST'
        ? `--out: ${dir} holds a run already; name another folder`
        : `--out: ${dir} cannot be written (${error.code ?? error.message})`,
    );
  const made = await makeFolders(dir).catch((error: NodeJS.ErrnoException) => {
    throw usageError(`--out: ${dir} cannot be written (${error.code ?? error.message})`);
  });
  const file = openRecords(recordsPath, unwritable);
  return {
    dir,
    add: (record) => file.add(record),
    records: () => file.records(),
    async finish(run, page) {
      const failure = await file.close();
      if (failure !== null) throw unwritable(failure);
      if (page !== undefined) await writeFile(path.join(dir, 'report.html'), page);
      const runPath = path.join(dir, 'run.json');
      await writeFile(`${runPath}.part`, `${JSON.stringify(run, null, 2)}\n`);
      await rename(`${runPath}.part`, runPath);
    },
    async discard() {
      await file.close();
      await rm(recordsPath, { force: true });
      if (made !== undefined) await removeEmptyFolders(dir, made);
    },
  };
}

function openRecords(file: string, unwritable: (error: NodeJS.ErrnoException) => HarnessError): RecordFile {
  try {
    return createRecordFile(file);
  } catch (error) {
    throw unwritable(error as NodeJS.ErrnoException);
  }
}
