import type { Dataset } from '../generators/dataset/types.ts';
import { usageError } from '../support/errors.ts';
import type { SessionBook } from './sessions.ts';
import type { Store } from './store/store.ts';

const mostProblems = 10;

/**
 * Fills a deployment. Entries of one second keep the order that they have in the dataset.
 * @throws HarnessError (exit code 2) with what is wrong: ids that exist twice, items without their thread.
 */
export function loadDataset(dataset: Dataset, store: Store, sessions: SessionBook): void {
  const problems: string[] = [];
  let unlisted = 0;
  const attempt = <T>(entries: readonly T[], add: (entry: T) => void) => {
    for (const entry of entries) {
      try {
        add(entry);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        if (problems.length < mostProblems) problems.push(`dataset: ${error.message}`);
        else unlisted += 1;
      }
    }
  };
  // Oldest first, so that each is added at the end of the timeline.
  attempt(
    dataset.threads.toSorted((a, b) => a.created_at - b.created_at),
    (thread) => store.addThread(thread),
  );
  attempt(dataset.items, (item) => store.addItem(item));
  attempt(dataset.sessions, (session) => void sessions.add(session));
  if (unlisted > 0) problems.push(`dataset: ${unlisted} more problems like these`);
  if (problems.length > 0) throw usageError(...problems);
}
