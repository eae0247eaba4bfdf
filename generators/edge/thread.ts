import type { RandomStream } from '../../support/random.ts';
import type { AssistantMessageItem, Thread, ThreadItem, UserMessageItem } from '../../schema/index.ts';
import type { ToldThread } from '../story/index.ts';
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
import { moveInTime } from './times.ts';
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

/**
 * A told thread with odd texts, counts and times. Its course stays: the kinds of items and their order, what quotes
 * and cites what, and which call has no output.
 * @param stream of this thread alone.
 * @param index of the thread: what is special about its times follows from it.
 * @param referenceTime Unix seconds; nothing gets later than this.
 */
export function edgeThread(
  stream: RandomStream,
  told: ToldThread,
  index: number,
  referenceTime: number,
): ToldThread {
  const { thread, items } = moveInTime(told, index, referenceTime);
  const retelling = new Retelling(stream.at('item'));
  return {
    thread: {
      ...thread,
      status: edgeStatus(thread.status, stream),
      title: perhapsNull(thread.title, stream),
    },
    items: items.map((item, at) => retelling.item(item, at)),
  };
}
