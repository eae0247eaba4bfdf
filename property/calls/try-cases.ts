import type { CallCase } from './cases.ts';

/** Drivers that end or hang at so many cases are left alone. */
export const mostProcessFailures = 12;

/**
 * Tries cases, several at a time. Workers take them from one iterator, so that the slow ones hold up nobody; when the drivers fail
 * everywhere no more are taken.
 * @param suspects what `tryCase` has put aside so far.
 */
export async function tryCases(
  cases: Iterable<CallCase>,
  concurrency: number,
  suspects: readonly CallCase[],
  tryCase: (callCase: CallCase) => Promise<void>,
): Promise<void> {
  const open = cases[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (;;) {
      const { value, done } = open.next();
      if (done === true || suspects.length > 4 * mostProcessFailures) return;
      await tryCase(value);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}
