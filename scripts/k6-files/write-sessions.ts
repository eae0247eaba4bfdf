import { rm, writeFile } from 'node:fs/promises';
import { createSessions } from '../../load/k6-runner/index.ts';
import { usageError } from '../../support/errors.ts';
import { describeFileError, fileErrorCode } from '../../support/files.ts';
import { readK6Settings } from '../bench/read-k6-settings.ts';
import type { Io } from '../io.ts';

/** The options of `k6 sessions` as they were typed. */
export interface SessionsOptions {
  readonly baseUrl?: string;
  readonly apiKey?: string;
  readonly allowRemote: readonly string[];
  readonly workflow: string;
  readonly scenario: string;
  readonly limit?: string;
  readonly sessions: string;
  readonly load: string;
  readonly timeout: string;
  readonly out: string;
}

/** Creates the sessions of a run and writes them, secrets included, to a file for their owner's eyes. */
export async function writeSessions(options: SessionsOptions, io: Io): Promise<void> {
  const { settings, embedded } = readK6Settings(
    {
      ...options,
      // Neither is told to k6 by this file.
      window: '1s',
      duration: '1s',
      probes: false,
      request: 'GET /',
      budget: String(Number.MAX_SAFE_INTEGER),
    },
    io.env,
  );
  if (embedded !== null) throw usageError('--base-url: whose sessions? Name the deployment');
  if (settings.scenario === 'soak' || settings.scenario === 'journey')
    throw usageError(`--scenario: ${settings.scenario} creates its own sessions, with CHATKIT_API_KEY`);
  const handle = { flag: 'wx', mode: 0o600 };
  // First the file, so that no session is made in vain.
  await writeFile(options.out, '', handle).catch((error: unknown) => {
    const there = fileErrorCode(error) === 'EEXIST';
    throw usageError(
      `--out: ${options.out} ${there ? 'is there already; its sessions may be alive' : `cannot be written: ${describeFileError(error)}`}`,
    );
  });
  const file = await createSessions(settings).catch(async (error: unknown) => {
    await rm(options.out, { force: true });
    throw error;
  });
  await writeFile(options.out, `${JSON.stringify(file)}\n`);
  io.stderr(
    `${file.sessions.length} sessions in ${options.out}, with their secrets; they live ten minutes at the most\n`,
  );
}
