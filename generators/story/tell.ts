import type { RandomStream } from '../../support/random.ts';
import type {
  ClientToolCallItem,
  GroupedTask,
  InferenceOptions,
  OutputText,
  TaskItem,
  ThreadItem,
  UserMessageContent,
} from '../../schema/index.ts';
import type { Draw } from '../draw.ts';
import { createCallId, createId } from '../identity.ts';
import type { Exchange, Step, ToolUse } from '../subjects/subject.ts';
import { attachmentOf } from './files.ts';
import type { Beat, BeatKind } from './plan.ts';

/** How long before each kind of item, in milliseconds; never under a second, so that no two share a time. */
const pauses: Readonly<Record<BeatKind, readonly [number, number]>> = {
  ask: [20_000, 240_000],
  task: [1000, 4000],
  task_group: [1500, 6000],
  tool_call: [1000, 3000],
  tool_call_in_progress: [1000, 3000],
  widget: [1200, 4000],
  answer: [2000, 12_000],
};
/** No item comes later than this after the one before it. */
export const longestPauseMs = 240_000;

const models = ['gpt-5', 'gpt-5-mini', 'gpt-4.1'] as const;

/** What a user chose for the answer: a model, a tool, or both. */
export function inferenceOptionsOf(draw: Draw, tool: ToolUse | undefined): InferenceOptions {
  const choice = tool !== undefined && draw.chance(0.4) ? { id: tool.name } : null;
  return { model: choice === null || draw.chance(0.5) ? draw.pick(models) : null, tool_choice: choice };
}

/** The first sentence of a text: what a user would quote. */
export function firstSentence(text: string): string {
  const end = text.search(/[.!?](\s|$)/);
  return end === -1 ? text : text.slice(0, end + 1);
}

/** The annotations of an answer: the files that were handed in, and the pages that it rests on. */
export function annotationsOf(exchange: Exchange, fileNames: readonly string[]): OutputText['annotations'] {
  return [
    ...fileNames.map((filename) => ({
      source: { filename, type: 'file' as const },
      type: 'file' as const,
    })),
    ...(exchange.links ?? []).map((url) => ({ source: { type: 'url' as const, url }, type: 'url' as const })),
  ];
}

/** A task on its own shows the first step; before a group it thinks ahead, so that nothing is said twice. */
export function taskOf(
  next: BeatKind | undefined,
  { steps }: Exchange,
  draw: Draw,
): Pick<TaskItem, 'heading' | 'summary' | 'task_type'> {
  if (next === 'task_group') {
    const ahead = steps.map(({ heading }) => heading).join(', then: ');
    return { heading: draw.chance(0.3) ? null : 'Plan', summary: ahead, task_type: 'thought' };
  }
  const { heading, summary } = steps[0] as Step;
  return { heading, summary: draw.chance(0.2) ? null : summary, task_type: 'custom' };
}

/** One step within a group; now and then it says only one of heading and summary. The last one is the conclusion. */
export function groupedTaskOf(steps: readonly Step[], at: number, draw: Draw): GroupedTask {
  const { heading, summary } = steps[at] as Step;
  const silent = draw.pick([
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    'heading',
    'summary',
    'summary',
  ] as const);
  return {
    heading: silent === 'heading' ? null : heading,
    summary: silent === 'summary' ? null : summary,
    type: at === steps.length - 1 ? 'thought' : 'custom',
  };
}

/** A call of a client tool: completed with its output, or still in progress. */
export function callOf(
  tool: ToolUse,
  stream: RandomStream,
  completed: boolean,
): Pick<ClientToolCallItem, 'arguments' | 'call_id' | 'name' | 'output' | 'status'> {
  return {
    arguments: JSON.stringify(tool.arguments),
    call_id: createCallId(stream),
    name: tool.name,
    output: completed ? JSON.stringify(tool.output) : null,
    status: completed ? 'completed' : 'in_progress',
  };
}

/** A thread's identity, which its items carry. */
export interface Teller {
  readonly threadId: string;
  readonly scope: string;
}

/**
 * Tells a planned thread: every beat becomes an item with its time and id.
 * @returns items in time order; each is later than the one before by at least a second.
 */
export function tell(beats: readonly Beat[], draw: Draw, { threadId, scope }: Teller): ThreadItem[] {
  const items: ThreadItem[] = [];
  let timeMs = draw.startMs;
  let answers: string[] = [];
  let files: string[] = [];

  for (const [index, { kind, exchange, round }] of beats.entries()) {
    const itemDraw = draw.at('item', index);
    const { stream } = itemDraw;
    const [shortest, longest] = pauses[kind];
    timeMs += index === 0 ? itemDraw.int(50, 900) : itemDraw.int(shortest, longest);
    const base = {
      id: createId('cti', stream, timeMs, scope),
      created_at: Math.floor(timeMs / 1000),
      object: 'chatkit.thread_item' as const,
      thread_id: threadId,
    };
    switch (kind) {
      case 'ask': {
        const content: UserMessageContent[] = [{ text: exchange.ask, type: 'input_text' }];
        if (round > 0 && answers.length > 0 && itemDraw.chance(0.3)) {
          content.unshift({ text: firstSentence(itemDraw.pick(answers)), type: 'quoted_text' });
        }
        // Uploads happen before the message is sent.
        const attachments = (exchange.files ?? []).map((file) => attachmentOf(file, stream, timeMs - 5000));
        files = attachments.map(({ name }) => name);
        items.push({
          ...base,
          attachments,
          content,
          inference_options: itemDraw.chance(0.3) ? inferenceOptionsOf(itemDraw, exchange.tool) : null,
          type: 'chatkit.user_message',
        });
        break;
      }
      case 'task': {
        items.push({ ...base, ...taskOf(beats[index + 1]?.kind, exchange, itemDraw), type: 'chatkit.task' });
        break;
      }
      case 'task_group': {
        const tasks = exchange.steps.map((_, at) => groupedTaskOf(exchange.steps, at, itemDraw));
        items.push({ ...base, tasks, type: 'chatkit.task_group' });
        break;
      }
      case 'tool_call':
      case 'tool_call_in_progress': {
        const call = callOf(exchange.tool as ToolUse, stream, kind === 'tool_call');
        items.push({ ...base, ...call, type: 'chatkit.client_tool_call' });
        break;
      }
      case 'widget': {
        const widget = exchange.widget as NonNullable<Exchange['widget']>;
        items.push({ ...base, type: 'chatkit.widget', widget: JSON.stringify(widget()) });
        break;
      }
      case 'answer': {
        items.push({
          ...base,
          content: [
            { annotations: annotationsOf(exchange, files), text: exchange.answer, type: 'output_text' },
          ],
          type: 'chatkit.assistant_message',
        });
        // A user quotes what still stands on the screen.
        answers = [...answers.slice(-2), exchange.answer];
        break;
      }
    }
  }
  return items;
}
