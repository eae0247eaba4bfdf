import { zocker } from 'zocker';
import { shapes } from '../../../schema/shapes.ts';

// Values from our own zod schemas. It makes a paragraph of many a string; lists of one keep items from growing further.

const threads = zocker(shapes.thread);
const threadItems = zocker(shapes.thread_item).array({ min: 0, max: 1 });
// `setSeed` makes the same value at every call: one seed for each.
let seed = 42;

/** A thread, and items: a schema has no word for what belongs to what. */
export const createConversation = (count) => ({
  thread: threads.setSeed((seed += 1)).generate(),
  items: threadItems.setSeed((seed += 1)).generateMany(count),
});
