import { createDataset } from '../../generators/index.ts';
import type { Dataset } from '../../generators/index.ts';
import { createDeployment, shiftDataset } from '../../server/index.ts';
import type { Deployment } from '../../server/index.ts';
import type { FaultName } from '../../server/faults/index.ts';
import type { Clock } from '../../support/clock.ts';

/** Short enough to wait for, long enough for a burst of requests on a busy machine. */
const windowMs = 4000;

export interface EmbeddedOptions {
  readonly clock: Clock;
  readonly seed: number;
  readonly faults: readonly FaultName[];
}

/** Puts every third entry into the second of the one before it: ties are what orders are tried with. */
function withTies<T extends { readonly created_at: number }>(
  entries: readonly T[],
  group: (entry: T) => string,
): T[] {
  let previous: T | undefined;
  return entries.map((entry, i) => {
    const isTied = i % 3 === 2 && previous !== undefined && group(previous) === group(entry);
    const kept = isTied && previous !== undefined ? { ...entry, created_at: previous.created_at } : entry;
    previous = kept;
    return kept;
  });
}

/** The dataset that `serve` has built in, with entries of one second. */
export function checkedDataset(): Dataset {
  const { sessions, threads, items } = createDataset();
  return {
    sessions,
    threads: withTies(
      threads.toSorted((a, b) => a.created_at - b.created_at),
      () => '',
    ),
    items: withTies(items, ({ thread_id: id }) => id),
  };
}

/** The reference deployment as `check` starts it. */
export function createChecked({ clock, seed, faults }: EmbeddedOptions): Deployment {
  return createDeployment({
    clock,
    dataset: shiftDataset(checkedDataset(), clock.nowMs()),
    windowMs,
    seed,
    faults,
  });
}
