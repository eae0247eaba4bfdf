import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { EmbeddedWorkerData } from './embedded-worker.ts';
import type { EmbeddedTarget } from './read-settings.ts';

/**
 * Starts the reference deployment on a free loopback port, in a thread of its own, with a small dataset.
 * @param windowMs length of its rate-limit window.
 */
export async function startEmbedded(
  target: EmbeddedTarget,
  windowMs: number,
): Promise<{ url: string; close(): Promise<void> }> {
  // Sources run as `.ts`, the installed package as `.js`.
  const extension = path.extname(fileURLToPath(import.meta.url));
  const worker = new Worker(new URL(`./embedded-worker${extension}`, import.meta.url), {
    workerData: { ...target, windowMs } satisfies EmbeddedWorkerData,
  });
  const [url] = (await once(worker, 'message')) as [string];
  return {
    url,
    close: async () => {
      await worker.terminate();
    },
  };
}
