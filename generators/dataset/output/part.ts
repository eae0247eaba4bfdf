import { LineBlock } from '../../line-block.ts';
import type { ResolvedDatasetOptions } from '../options.ts';
import { sessionAt } from '../session.ts';
import { writtenThreadAt } from '../thread.ts';
import { kinds } from './layout.ts';
import type { FileKind, Kind, Layout } from './layout.ts';
import type { Part, Plan } from './plan.ts';

/** What an instalment adds to one file. */
export interface Addition {
  readonly kind: FileKind;
  readonly entries: number;
  /** Filled again when the next instalment is asked for. */
  readonly text: Uint8Array;
}

/** What is made at a time of one part: memory holds no more, however long a thread is. */
export interface Instalment {
  readonly threads: number;
  readonly items: number;
  readonly files: readonly Addition[];
}

/** All that decides the bytes of a dataset; plain data, so that it can be sent to another thread. */
export interface Job {
  readonly options: ResolvedDatasetOptions;
  readonly layout: Layout;
  readonly plan: Plan;
}

/** Text after which an instalment ends: as much as stays in a processor's cache until it is hashed and written. */
const instalmentBytes = 512 * 1024;

/**
 * Makes one part: a pure function of the job and the part. The texts of all parts of a kind joined are the NDJSON of the
 * whole; in JSON a part is an array of its own, whose elements each begin a line, with the comma before all but the first.
 */
export function* makePart({ options, layout }: Job, part: Part): Generator<Instalment, void, undefined> {
  const isArray = layout.format === 'json';
  const block = () => new LineBlock(isArray ? ',' : '');
  const blocks: Readonly<Record<Kind, LineBlock>> = { sessions: block(), threads: block(), items: block() };
  const { sessions, threads, items } = blocks;
  const own = kinds.filter((kind) => part.kinds.includes(kind));
  let isTaken = false;
  let done = 0;
  const take = (): Instalment => {
    isTaken = true;
    const files = own.map((kind) => ({ kind, entries: blocks[kind].entries, text: blocks[kind].written }));
    return { threads: done, items: items.entries, files };
  };
  const goOn = () => {
    if (!isTaken) return;
    for (const kind of own) blocks[kind].goOn();
    isTaken = false;
    done = 0;
  };
  if (isArray) for (const kind of own) blocks[kind].text('[\n');
  for (let index = part.sessions.from; index < part.sessions.to; index += 1) {
    sessions.add(JSON.stringify(sessionAt(options, index)));
    if (sessions.length < instalmentBytes) continue;
    yield take();
    goOn();
  }
  for (let index = part.threads.from; index < part.threads.to; index += 1) {
    const written = writtenThreadAt(options, index);
    threads.add(written.thread);
    const telling = written.items(items);
    while (telling.next().done !== true) {
      if (items.length < instalmentBytes) continue;
      yield take();
      goOn();
    }
    done += 1;
    if (threads.length < instalmentBytes) continue;
    yield take();
    goOn();
  }
  if (isArray) for (const kind of own) blocks[kind].text(']\n');
  yield take();
}
