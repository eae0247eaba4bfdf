import { createWriteStream } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { once } from 'node:events';
import { usageError } from '../../support/errors.ts';
import { makeFolders, removeEmptyFolders } from '../../support/files.ts';
import type { RequestRecord } from '../records.ts';
import type { RunFile } from './run-file.ts';

/** A folder that a run is written to while it goes on. */
export interface RunFolder {
  readonly dir: string;
  /** Appends a record. Never waits; what the disk has not taken yet is kept in memory. */
  add(record: RequestRecord): void;
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
  let failure: Error | undefined;
  const fail = (error: NodeJS.ErrnoException): undefined => {
    failure = usageError(`--out: ${dir} cannot be written (${error.code ?? error.message})`);
  };
  const made = await makeFolders(dir).catch(fail);
  if (failure !== undefined) throw failure;
  // `wx` refuses to mix two runs' records.
  const stream = createWriteStream(recordsPath, { flags: 'wx' });
  await once(stream, 'open').catch((error: NodeJS.ErrnoException) => {
    throw usageError(
      error.code === 'EEXIST'
        ? `--out: ${dir} holds a run already; name another folder`
        : `--out: ${dir} cannot be written (${error.code ?? error.message})`,
    );
  });
  stream.on('error', fail);
  return {
    dir,
    add: (record) => void stream.write(`${JSON.stringify(record)}\n`),
    async finish(run, page) {
      stream.end();
      if (!stream.closed) await once(stream, 'close');
      if (failure !== undefined) throw failure;
      if (page !== undefined) await writeFile(path.join(dir, 'report.html'), page);
      const file = path.join(dir, 'run.json');
      await writeFile(`${file}.part`, `${JSON.stringify(run, null, 2)}\n`);
      await rename(`${file}.part`, file);
    },
    async discard() {
      stream.end();
      if (!stream.closed) await once(stream, 'close');
      await rm(recordsPath, { force: true });
      if (made !== undefined) await removeEmptyFolders(dir, made);
    },
  };
}
