import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { JudgingProgress, Verdicts } from '../../load/analysis/index.ts';
import { HarnessError } from '../../support/errors.ts';
import type { JudgedRuns, JudgeMessage } from './judge-worker.ts';

/**
 * Judges runs together in a thread of its own, so that it can be interrupted, in memory that does not grow with the runs.
 * @param signal aborting it ends the thread.
 * @returns null when it was aborted.
 * @throws HarnessError (exit code 2) for a folder without records, a line that is none, records that contradict themselves.
 */
export async function judgeRuns(
  runs: JudgedRuns,
  {
    signal,
    onProgress,
  }: { readonly signal: AbortSignal; readonly onProgress: (progress: JudgingProgress) => void },
): Promise<Verdicts | null> {
  if (signal.aborted) return null;
  // Sources run as `.ts`, the installed package as `.js`.
  const extension = path.extname(fileURLToPath(import.meta.url));
  const worker = new Worker(new URL(`./judge-worker${extension}`, import.meta.url), {
    workerData: runs satisfies JudgedRuns,
  });
  const { promise, resolve, reject } = Promise.withResolvers<Verdicts | null>();
  const aborted = () => resolve(null);
  signal.addEventListener('abort', aborted, { once: true });
  worker.on('message', (message: JudgeMessage) => {
    if (message.kind === 'progress') onProgress(message.progress);
    else if (message.kind === 'verdicts') resolve(message.verdicts);
    else reject(new HarnessError(message.exitCode, message.problems));
  });
  worker.on('error', reject);
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', aborted);
    await worker.terminate();
  }
}
