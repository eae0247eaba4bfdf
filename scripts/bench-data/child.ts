import { systemClock } from '../../support/clock.ts';
import { loadContestant } from './contestants.ts';
import type { ContestantName, Conversation } from './contestants.ts';

// One contestant, in a process of its own, so that none runs on code that another one warmed, or in memory that
// another one filled. Answers each order with a message; ends with its parent.
//
//     node scripts/bench-data/child.ts fishery

/** Asks for work. */
export type Order = { readonly runMs: number } | { readonly conversations: number };
/** What was made in the time, or some of it to be judged. */
export interface Made {
  readonly items: number;
  readonly bytes: number;
  readonly elapsedMs: number;
}
export interface Sample {
  /** JSON of a list of conversations: as the bytes would be read by others. */
  readonly json: string;
}

process.on('disconnect', () => process.exit(0));
const { chunks, conversations } = await loadContestant(process.argv[2] as ContestantName);
const endless = chunks();
const stories = conversations();

function run(runMs: number): Made {
  const startMs = systemClock.monotonicMs();
  let items = 0;
  let bytes = 0;
  for (;;) {
    const elapsedMs = systemClock.monotonicMs() - startMs;
    if (elapsedMs >= runMs && items > 0) return { items, bytes, elapsedMs };
    const { value } = endless.next();
    items += value.items;
    bytes += value.bytes.length;
  }
}

function sample(count: number): Sample {
  const made: Conversation[] = [];
  while (made.length < count) made.push(stories.next().value as Conversation);
  return { json: JSON.stringify(made) };
}

process.on('message', (order: Order) => {
  process.send?.('runMs' in order ? run(order.runMs) : sample(order.conversations));
});
process.send?.('ready');
