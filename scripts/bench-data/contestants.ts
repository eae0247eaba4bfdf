import { planParts, spanOf } from '../../generators/dataset/output/plan.ts';
import { makePart } from '../../generators/dataset/output/part.ts';
import { resolveDatasetOptions, threadAt } from '../../generators/index.ts';
import type { DatasetOptions } from '../../generators/index.ts';

/** A thread and items that shall be its own; whether they are, is what is judged. */
export interface Conversation {
  readonly thread: unknown;
  readonly items: readonly unknown[];
}

/** One way to make thread items. */
export interface Contestant {
  /** Hands NDJSON over in chunks of some thousand items, without end. */
  readonly chunks: () => Generator<{ readonly items: number; readonly bytes: Uint8Array }>;
  /** One conversation after another, without end. */
  readonly conversations: () => Generator<Conversation>;
}

/** Items of a thread, the mean of ours. */
export const itemsPerThread = 10;
const threadsPerChunk = 200;

/** Objects become text as anybody would have them become text. */
function fromConversations(create: (index: number) => Conversation): Contestant {
  function* conversations(): Generator<Conversation> {
    for (let index = 0; ; index += 1) yield create(index);
  }
  return {
    conversations,
    *chunks() {
      let text = '';
      let items = 0;
      for (let index = 0; ; index += 1) {
        for (const item of create(index).items) {
          text += `${JSON.stringify(item)}\n`;
          items += 1;
        }
        if ((index + 1) % threadsPerChunk > 0) continue;
        yield { items, bytes: Buffer.from(text) };
        text = '';
        items = 0;
      }
    },
  };
}

const options: DatasetOptions = { threads: 1_000_000, sessions: 0, items: { min: 4, max: 16 } };

/** What `generate` writes, before it comes to the disk. Its threads are made on the way, and not counted. */
function* ownChunks() {
  const resolved = resolveDatasetOptions(options);
  const plan = planParts(resolved, spanOf(resolved));
  const job = {
    options: resolved,
    layout: { format: 'ndjson', gzip: false, shard: undefined },
    plan,
  } as const;
  for (;;) {
    for (const part of plan.parts) {
      for (const { items, files } of makePart(job, part)) {
        const made = files.find(({ kind }) => kind === 'items');
        if (made !== undefined) yield { items, bytes: made.text };
      }
    }
  }
}

const ownObjects = (): Contestant => {
  const resolved = resolveDatasetOptions(options);
  return fromConversations((index) => threadAt(resolved, index));
};

/** Ours as text, ours as objects, and the peers. */
export const contestants = {
  'chatkit-harness': 'what generate writes',
  'chatkit-harness, objects': 'threadAt and JSON.stringify',
  faker: 'factories with @faker-js/faker',
  fishery: 'fishery factories with faker',
  'json-schema-faker': 'from our OpenAPI document',
  zocker: 'from our zod schemas',
} as const;
export type ContestantName = keyof typeof contestants;
export const ownNames = ['chatkit-harness', 'chatkit-harness, objects'] as const satisfies ContestantName[];
export const peerNames = [
  'faker',
  'fishery',
  'json-schema-faker',
  'zocker',
] as const satisfies ContestantName[];

/** Loads a contestant; a peer from its own package, which must be installed. */
export async function loadContestant(name: ContestantName): Promise<Contestant> {
  if (name === 'chatkit-harness') return { chunks: ownChunks, conversations: ownObjects().conversations };
  if (name === 'chatkit-harness, objects') return ownObjects();
  const file = new URL(`peers/${name}.js`, import.meta.url).href;
  const { createConversation } = (await import(file)) as {
    createConversation: (items: number) => Conversation;
  };
  return fromConversations(() => createConversation(itemsPerThread));
}
