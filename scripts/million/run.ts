import { Worker } from 'node:worker_threads';
import { locales, profiles } from '../../generators/index.ts';
import type { Profile } from '../../generators/index.ts';
import type { Order, Outcome } from './dataset.ts';

/** Items of a thread, a little less than the mean, so that there are enough of them. */
const itemsPerThread: Readonly<Record<Profile, number>> = { typical: 9.5, edge: 20 };
/** Items to one session. */
const itemsPerSession = 100;

/** A dataset of each profile and locale, each with a seed of its own, which together have about so many items and more. */
export function planOrders(items: number): Order[] {
  const share = items / (profiles.length * locales.length);
  return profiles.flatMap((profile) =>
    locales.map((locale, index) => ({
      profile,
      locale,
      seed: 1000 + index,
      threads: Math.ceil(share / itemsPerThread[profile]),
      sessions: Math.ceil(share / itemsPerSession),
    })),
  );
}

/** Has the orders carried out by threads of their own, each taking the next one when it is done. */
export async function carryOut(
  orders: readonly Order[],
  workers: number,
  onOutcome: (outcome: Outcome) => void,
): Promise<void> {
  const waiting = [...orders];
  const lane = async (): Promise<void> => {
    const worker = new Worker(new URL('worker.ts', import.meta.url));
    try {
      for (let order = waiting.shift(); order !== undefined; order = waiting.shift()) {
        const outcome = new Promise<Outcome>((resolve, reject) => {
          worker.once('message', resolve);
          worker.once('error', reject);
        });
        worker.postMessage(order);
        onOutcome(await outcome);
        worker.removeAllListeners('error');
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: workers }, lane));
}
