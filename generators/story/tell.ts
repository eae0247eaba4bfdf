import type { InferenceOptions, OutputText, ThreadItem, UserMessageContent } from '../../schema/index.ts';
import type { Draw } from '../draw.ts';
import { createCallId, createId } from '../identity.ts';
import type { Exchange } from '../subjects/subject.ts';
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

function inferenceOptions(draw: Draw, exchange: Exchange): InferenceOptions | null {
  if (draw.chance(0.7)) return null;
  const tool = exchange.tool !== undefined && draw.chance(0.4) ? { id: exchange.tool.name } : null;
  return { model: tool === null || draw.chance(0.5) ? draw.pick(models) : null, tool_choice: tool };
}

/** The first sentence of a text: what a user would quote. */
export function firstSentence(text: string): string {
  const end = text.search(/[.!?](\s|$)/);
  return end === -1 ? text : text.slice(0, end + 1);
}

/** The annotations of an answer: the files that were handed in, and the pages that it rests on. */
function annotationsOf(exchange: Exchange, fileNames: readonly string[]): OutputText['annotations'] {
  return [
    ...fileNames.map((filename) => ({
      source: { filename, type: 'file' as const },
      type: 'file' as const,
    })),
    ...(exchange.links ?? []).map((url) => ({ source: { type: 'url' as const, url }, type: 'url' as const })),
  ];
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
    const step = exchange.steps[0] as Exchange['steps'][number];
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
          inference_options: inferenceOptions(itemDraw, exchange),
          type: 'chatkit.user_message',
        });
        break;
      }
      case 'task': {
        const thought = itemDraw.chance(0.4);
        items.push({
          ...base,
          heading: thought && itemDraw.chance(0.3) ? null : step.heading,
          summary: !thought && itemDraw.chance(0.2) ? null : step.summary,
          task_type: thought ? 'thought' : 'custom',
          type: 'chatkit.task',
        });
        break;
      }
      case 'task_group': {
        const tasks = exchange.steps.map(({ heading, summary }, at) => ({
          heading: itemDraw.chance(0.1) ? null : heading,
          summary: itemDraw.chance(0.15) ? null : summary,
          type: at === exchange.steps.length - 1 ? ('thought' as const) : ('custom' as const),
        }));
        items.push({ ...base, tasks, type: 'chatkit.task_group' });
        break;
      }
      case 'tool_call':
      case 'tool_call_in_progress': {
        const tool = exchange.tool as NonNullable<Exchange['tool']>;
        const completed = kind === 'tool_call';
        items.push({
          ...base,
          arguments: JSON.stringify(tool.arguments),
          call_id: createCallId(stream),
          name: tool.name,
          output: completed ? JSON.stringify(tool.output) : null,
          status: completed ? 'completed' : 'in_progress',
          type: 'chatkit.client_tool_call',
        });
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
