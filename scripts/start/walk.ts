import OpenAI from 'openai';
import type { Dataset } from '../../generators/index.ts';

/** What a walk through every page found. */
export interface Walk {
  readonly threads: number;
  readonly items: number;
  readonly pages: number;
  /** Items by variant, most frequent first. */
  readonly byType: readonly (readonly [string, number])[];
  /** Entries that were lost, repeated or out of order. 0 when the walk is right. */
  readonly wrong: number;
}

/** Entries that differ between what was walked and what there is, position by position. */
const differences = (walked: readonly string[], expected: readonly string[]): number =>
  Math.abs(walked.length - expected.length) +
  walked.filter((id, i) => i < expected.length && id !== expected[i]).length;

/**
 * Walks every page of every thread with the official client, unmodified, over HTTP, and compares ids and
 * order with the dataset that was loaded.
 */
export async function walkEverything(baseURL: string, apiKey: string, dataset: Dataset): Promise<Walk> {
  const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
  const { threads } = client.beta.chatkit;
  const byThread = Map.groupBy(dataset.items, ({ thread_id }) => thread_id);
  const counts = new Map<string, number>();
  const walkedThreads = new Set<string>();
  let pages = 0;
  let items = 0;
  let wrong = 0;
  for await (const page of (await threads.list({ order: 'asc' })).iterPages()) {
    pages += 1;
    for (const thread of page.data) {
      walkedThreads.add(thread.id);
      const ids: string[] = [];
      for await (const itemPage of (await threads.listItems(thread.id, { order: 'asc' })).iterPages()) {
        pages += 1;
        for (const item of itemPage.data) {
          ids.push(item.id);
          counts.set(item.type, (counts.get(item.type) ?? 0) + 1);
        }
      }
      items += ids.length;
      wrong += differences(
        ids,
        (byThread.get(thread.id) ?? []).map(({ id }) => id),
      );
    }
  }
  wrong += dataset.threads.filter(({ id }) => !walkedThreads.has(id)).length;
  wrong += walkedThreads.size - dataset.threads.length;
  return {
    threads: walkedThreads.size,
    items,
    pages,
    byType: [...counts].toSorted((a, b) => b[1] - a[1]),
    wrong: Math.abs(wrong),
  };
}
