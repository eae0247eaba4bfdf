import type { RandomStream } from '../../support/random.ts';
import type { Thread, ThreadItem, ThreadStatus } from '../../schema/index.ts';
import { Draw } from '../draw.ts';
import { createId, createScope, parseId } from '../identity.ts';
import { LineBlock } from '../line-block.ts';
import { fill } from '../template.ts';
import type { Template, Values } from '../template.ts';
import type { Vocabulary } from '../vocabulary/pools.ts';
import { firstDetail, setDetails } from './lines.ts';
import { drawTale, tellItems } from './tell.ts';
import type { Tale } from './tell.ts';

/** A thread and all its items, oldest first. */
export interface ToldThread {
  readonly thread: Thread;
  readonly items: readonly ThreadItem[];
}

/** A thread that is told as far as it is asked for. */
export interface WrittenThread {
  /** As JSON. */
  readonly thread: string;
  /**
   * Tells the items, a line of JSON each; between two exchanges the block may be emptied.
   * @returns when the last one was made, in Unix milliseconds.
   */
  readonly items: (block: LineBlock) => Generator<undefined, number, undefined>;
}

/** What a thread is given from outside. */
export interface ThreadFrame {
  readonly user: string;
  /** When it begins, Unix milliseconds. */
  readonly startMs: number;
  /** How many items it has. */
  readonly count: number;
  /** Its number among its neighbours. */
  readonly index: number;
  /** Its id, whose scope the items then share. Default: one that carries the time. */
  readonly id?: string | undefined;
  /** Default: drawn, mostly active. */
  readonly status?: ThreadStatus['type'] | undefined;
  /** Whether it breaks off before an answer (a single item always does). Default: drawn, only where it is active. */
  readonly underWay?: boolean | undefined;
  /** Whether it has a title. Default: drawn, mostly. */
  readonly titled?: boolean | undefined;
  /** What names and places come from. Default: the English ones. */
  readonly words?: Vocabulary | undefined;
}

const emptyItem = Array.from({ length: firstDetail }, () => '');

function endedStatus(
  draw: Draw,
  tale: Tale,
  values: Values,
  given: ThreadStatus['type'] | undefined,
): string {
  const drawn = draw.pick(['locked', 'closed'] as const);
  const type = given === 'locked' || given === 'closed' ? given : drawn;
  const reasons: readonly Template[] = tale.pages[type === 'locked' ? 'lockedReasons' : 'closedReasons'];
  return `{"reason":${draw.chance(0.75) ? `"${fill(draw.pick(reasons), values)}"` : 'null'},"type":"${type}"}`;
}

/**
 * Writes a thread about one matter as JSON: the one telling of all threads, of which the objects are made too. The same
 * stream and frame give the same thread.
 */
export function writeThread(stream: RandomStream, frame: ThreadFrame): WrittenThread {
  const { user, startMs, count, index } = frame;
  const draw = new Draw(stream, startMs, frame.words);
  const ownScope = createScope(stream);
  const scope = (frame.id === undefined ? undefined : parseId(frame.id)?.scope) ?? ownScope;
  const ownId = createId('cthr', stream, startMs, scope);
  // Whoever can't answer any more has had the last word of the assistant.
  const drawnActive = count < 2 || draw.chance(0.72);
  const drawnUnderWay = drawnActive && draw.chance(0.25);
  const isActive = frame.status === undefined ? drawnActive : frame.status === 'active';
  const underWay = isActive && (frame.underWay ?? drawnUnderWay);
  const drawnTitled = draw.chance(0.9);
  const hasTitle = frame.titled ?? drawnTitled;
  const tale = drawTale(draw.at('tale'));
  const values: Values[number][] = emptyItem.slice();
  setDetails(values, firstDetail, tale.details);
  const status = isActive ? '{"type":"active"}' : endedStatus(draw, tale, values, frame.status);
  const title = hasTitle ? `"${fill(draw.pick(tale.pages.titles), values)}"` : 'null';
  // What comes from outside may hold anything.
  const id = frame.id === undefined ? ownId : JSON.stringify(frame.id).slice(1, -1);
  return {
    thread: `{"id":"${id}","created_at":${Math.floor(startMs / 1000)},"object":"chatkit.thread","status":${status},"title":${title},"user":${JSON.stringify(user)}}`,
    items: (block) =>
      tellItems(block, draw.at('telling'), tale, { threadId: id, scope, count, underWay, index }),
  };
}

/** The items as objects, an exchange at a time. */
export function* readExchanges({ items }: WrittenThread): Generator<ThreadItem[], undefined, undefined> {
  const block = new LineBlock(',');
  const telling = items(block);
  while (telling.next().done !== true) {
    yield JSON.parse(`[${block.toString()}]`) as ThreadItem[];
    block.clear();
  }
}

/** Text that is parsed at a time. */
const readBytes = 64 * 1024;

/** What threads are read from, one after another: memory of its own for each would keep the garbage collector busy. */
const reading = new LineBlock(',');

/** The same thread as objects. */
export function readThread(written: WrittenThread): ToldThread {
  const items: ThreadItem[] = [];
  const read = () => {
    for (const item of JSON.parse(`[${reading.toString()}]`) as ThreadItem[]) items.push(item);
    reading.clear();
  };
  reading.clear();
  const telling = written.items(reading);
  while (telling.next().done !== true) if (reading.length > readBytes) read();
  read();
  return { thread: JSON.parse(written.thread) as Thread, items };
}

/** Tells a thread as objects. */
export const tellThread = (stream: RandomStream, frame: ThreadFrame): ToldThread =>
  readThread(writeThread(stream, frame));
