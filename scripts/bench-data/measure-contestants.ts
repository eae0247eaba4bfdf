import { readShape } from '../../schema/index.ts';
import type { Thread, ThreadItem } from '../../schema/index.ts';
import type { Made, Order, Sample } from './child.ts';
import { judgeCoherence } from './coherence.ts';
import type { Tally, ValidConversation } from './coherence.ts';
import type { ContestantName, Conversation } from './contestants.ts';
import { Servant } from './process.ts';
import { interleave, median } from './statistics.ts';

/** How fast one contestant was, and how good. */
export interface ContestantResult {
  readonly name: ContestantName;
  /** Medians of the rounds. */
  readonly itemsPerSecond: number;
  readonly bytesPerSecond: number;
  readonly bytesPerItem: number;
  /** Items a second, round by round. */
  readonly rounds: readonly number[];
  readonly quality: Quality;
}

export interface Quality {
  /** Items and threads that pass the strict reading, of those that were looked at. */
  readonly valid: Tally;
  /** All questions together; an answer counts once, however many questions there are. */
  readonly coherent: Tally;
  readonly questions: Readonly<Record<string, Tally>>;
}

/** Judges conversations: what is invalid is not asked further questions. */
export function judgeQuality(conversations: readonly Conversation[]): Quality {
  const valid: Tally = { asked: 0, held: 0 };
  const isValid = (shape: 'thread' | 'thread_item', value: unknown): boolean => {
    const { ok } = readShape(shape, value);
    valid.asked += 1;
    if (ok) valid.held += 1;
    return ok;
  };
  const sound: ValidConversation[] = [];
  for (const { thread, items } of conversations) {
    const validItems = items.filter((item) => isValid('thread_item', item)) as ThreadItem[];
    if (isValid('thread', thread)) sound.push({ thread: thread as Thread, items: validItems });
  }
  const tallies = [...judgeCoherence(sound)];
  const sum = (key: keyof Tally) => tallies.reduce((total, [, tally]) => total + tally[key], 0);
  const coherent = { asked: sum('asked'), held: sum('held') };
  return { valid, coherent, questions: Object.fromEntries(tallies) };
}

/** Conversations of each contestant that are judged. */
const judged = 300;

/** Lets all contestants make items in turn, each in its process, and judges some of what they make. */
export async function measureContestants(
  names: readonly ContestantName[],
  rounds: number,
  roundMs: number,
): Promise<ContestantResult[]> {
  const servants: { name: ContestantName; servant: Servant<Order> }[] = [];
  try {
    for (const name of names)
      servants.push({ name, servant: await Servant.start<Order>('child.ts', [name]) });
    // The first round is warm-up: the just-in-time compiler is at work.
    for (const { servant } of servants) await servant.ask<Made>({ runMs: roundMs });
    const measured = await interleave(
      rounds,
      Object.fromEntries(
        servants.map(({ name, servant }) => [name, () => servant.ask<Made>({ runMs: roundMs })]),
      ) as Record<ContestantName, () => Promise<Made>>,
    );
    const results: ContestantResult[] = [];
    for (const { name, servant } of servants) {
      const { json } = await servant.ask<Sample>({ conversations: judged });
      const each = measured[name];
      const rates = each.map(({ items, elapsedMs }) => (1000 * items) / elapsedMs);
      results.push({
        name,
        itemsPerSecond: median(rates),
        bytesPerSecond: median(each.map(({ bytes, elapsedMs }) => (1000 * bytes) / elapsedMs)),
        bytesPerItem: median(each.map(({ bytes, items }) => bytes / items)),
        rounds: rates,
        quality: judgeQuality(JSON.parse(json) as Conversation[]),
      });
    }
    return results;
  } finally {
    await Promise.all(servants.map(({ servant }) => servant.close()));
  }
}
