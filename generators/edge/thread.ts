import type { RandomStream } from '../../support/random.ts';
import type { AssistantMessageItem, Thread, ThreadItem, UserMessageItem } from '../../schema/index.ts';
import { readExchanges } from '../story/index.ts';
import type { WrittenThread } from '../story/index.ts';
import {
  edgeAnnotations,
  edgeAttachment,
  edgeInferenceOptions,
  many,
  manyAttachments,
  perhaps,
  perhapsNull,
} from './parts.ts';
import { edgeText, head } from './texts.ts';
import { moveItem, moveOf, moveThread } from './times.ts';
import { edgeJson, edgeJsonObject } from './values.ts';
import { edgeWidget } from './widget.ts';

/** How many items a thread has: the least, one more, or the most, and now and then what lies between. */
export function edgeItemCount(
  stream: RandomStream,
  { min, max }: { readonly min: number; readonly max: number },
): number {
  switch (stream.int(0, 7)) {
    case 0:
      return min;
    case 1:
      return Math.min(min + 1, max);
    case 2:
      return max;
    default:
      return stream.int(min, Math.min(max, min + 24));
  }
}

/** A conversation keeps its order of events; what is said in it becomes odd. */
class Retelling {
  readonly #stream: RandomStream;
  /** What the assistant said so far: only that can be quoted. */
  #said: string[] = [];
  /** New names of the files that were attached last, by the old ones. */
  #renamed = new Map<string, string>();

  constructor(stream: RandomStream) {
    this.#stream = stream;
  }

  item(item: ThreadItem, at: number): ThreadItem {
    const stream = this.#stream.at(at);
    switch (item.type) {
      case 'chatkit.user_message':
        return this.#ask(item, stream);
      case 'chatkit.assistant_message':
        return this.#answer(item, stream);
      case 'chatkit.widget':
        return { ...item, widget: edgeWidget(item.widget, stream) };
      case 'chatkit.task':
        return {
          ...item,
          heading: perhapsNull(item.heading, stream),
          summary: perhapsNull(item.summary, stream),
        };
      case 'chatkit.task_group': {
        const tasks = item.tasks.map((task) => ({
          ...task,
          heading: perhapsNull(task.heading, stream),
          summary: perhapsNull(task.summary, stream),
        }));
        const [first] = tasks;
        const kind = stream.int(0, 15);
        if (kind === 0) return { ...item, tasks: [] };
        if (kind > 2 || first === undefined) return { ...item, tasks };
        if (kind === 2) return { ...item, tasks: [first] };
        return {
          ...item,
          tasks: Array.from({ length: many }, (_, step) => ({ ...first, heading: `Step ${step}` })),
        };
      }
      case 'chatkit.client_tool_call': {
        const json = (text: string) =>
          edgeJson(stream.chance(0.5) ? edgeJsonObject(stream) : JSON.parse(text), stream);
        const output = (text: string) =>
          stream.chance(0.25)
            ? stream.pick(['null', 'true', '0', '""', '[]', '"\\ud83e\\uddf5"', '-0.0e+0'])
            : json(text);
        return {
          ...item,
          arguments: json(item.arguments),
          name: perhaps(item.name, stream),
          output: item.output === null ? null : output(item.output),
        };
      }
    }
  }

  #ask(item: UserMessageItem, stream: RandomStream): UserMessageItem {
    const kind = stream.int(0, 23);
    const attachments =
      kind === 0
        ? manyAttachments(stream, (item.created_at - 5) * 1000)
        : item.attachments.map((each) => (stream.chance(0.5) ? edgeAttachment(each, stream) : each));
    this.#renamed = new Map(item.attachments.map(({ name }, at) => [name, attachments[at]?.name ?? name]));
    const said = this.#said.length === 0 ? undefined : stream.pick(this.#said);
    const quoted = said === undefined ? [] : [{ text: head(said, 200), type: 'quoted_text' as const }];
    const text = perhaps(item.content.find(({ type }) => type === 'input_text')?.text ?? '', stream);
    const own = { text, type: 'input_text' as const };
    const content: UserMessageItem['content'] =
      kind === 1
        ? []
        : kind === 2
          ? Array.from({ length: many }, (_, at) => ({ text: String(at), type: 'input_text' }))
          : kind === 3
            ? quoted
            : [...(stream.chance(0.3) ? quoted : []), own];
    return { ...item, attachments, content, inference_options: edgeInferenceOptions(stream) };
  }

  #answer(item: AssistantMessageItem, stream: RandomStream): AssistantMessageItem {
    const parts = item.content.map((part) => {
      const renamed = part.annotations.map((annotation) =>
        annotation.source.type === 'url'
          ? annotation
          : {
              ...annotation,
              source: {
                ...annotation.source,
                filename: this.#renamed.get(annotation.source.filename) ?? annotation.source.filename,
              },
            },
      ) as typeof part.annotations;
      return { ...part, annotations: edgeAnnotations(renamed, stream), text: perhaps(part.text, stream) };
    });
    const kind = stream.int(0, 23);
    const content: AssistantMessageItem['content'] =
      kind === 0
        ? []
        : kind === 1
          ? Array.from({ length: many }, (_, at) => ({
              annotations: [],
              text: String(at),
              type: 'output_text',
            }))
          : kind === 2
            ? [...parts, { annotations: [], text: edgeText(stream), type: 'output_text' }]
            : parts;
    this.#said = [...this.#said.slice(-2), ...content.slice(0, 1).map(({ text }) => text)];
    return { ...item, content };
  }
}

function edgeStatus(status: Thread['status'], stream: RandomStream): Thread['status'] {
  return status.type === 'active' ? status : { ...status, reason: perhapsNull(status.reason, stream) };
}

/** @returns the usual times of the thread and its first items, as many as it takes to know how they are moved. */
const firstTimes = (thread: Thread, items: readonly ThreadItem[]): number[] =>
  [thread, ...items.slice(0, 2)].map(({ created_at }) => created_at * 1000);

/**
 * The same thread with odd texts, counts and times. Its course stays: the kinds of items and their order, what quotes
 * and cites what, and which call has no output.
 * @param stream of this thread alone.
 * @param index of the thread: what is special about its times follows from it.
 * @param count of its items.
 * @param referenceTime Unix seconds; nothing gets later than this.
 */
export function edgeThread(
  stream: RandomStream,
  written: WrittenThread,
  index: number,
  count: number,
  referenceTime: number,
): WrittenThread {
  const usual = JSON.parse(written.thread) as Thread;
  const begin = (): {
    move: ReturnType<typeof moveOf>;
    exchanges: Iterator<ThreadItem[]>;
    first: ThreadItem[];
  } => {
    const exchanges = readExchanges(written);
    const first: ThreadItem[] = exchanges.next().value ?? [];
    return { move: moveOf(index, firstTimes(usual, first), count, referenceTime), exchanges, first };
  };
  const moved = moveThread(usual, begin().move(usual.created_at * 1000, 0));
  const thread: Thread = {
    ...moved,
    status: edgeStatus(moved.status, stream),
    title: perhapsNull(moved.title, stream),
  };
  return {
    thread: JSON.stringify(thread),
    *items(block) {
      const { move, exchanges, first } = begin();
      const retelling = new Retelling(stream.at('item'));
      let at = 0;
      let timeMs = move(usual.created_at * 1000, 0);
      for (let items: ThreadItem[] | undefined = first; items !== undefined; items = exchanges.next().value) {
        for (const item of items) {
          timeMs = move(item.created_at * 1000, at + 1);
          block.add(JSON.stringify(retelling.item(moveItem(item, timeMs, thread.id), at)));
          at += 1;
        }
        yield;
      }
      return timeMs;
    },
  };
}
