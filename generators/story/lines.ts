import type { ThreadItem, UserMessageContent } from '../../schema/index.ts';
import type { Details, Exchange } from '../subjects/index.ts';
import { Template, bare, innerTemplate, jsonText, slot } from '../template.ts';
import {
  annotationsOf,
  askOf,
  attachmentOf,
  callOf,
  firstSentence,
  firstStepOf,
  groupedTasksOf,
  planOf,
} from './wire.ts';

/** The first values of every template: what belongs to an item, whatever it tells. */
export const itemValues = {
  callId: 0,
  /** Ids of the files that are handed in, two at most. */
  files: [1, 2],
  quote: 3,
  /** JSON. */
  inferenceOptions: 4,
} as const;
/** The values after these are details of the story. */
export const firstDetail = 5;

/** Puts details where their slots look for them. @returns where the next would stand. */
export function setDetails(values: (string | number)[], first: number, details: Details): number {
  let at = first;
  for (const name in details) {
    values[at] = details[name] as string | number;
    at += 1;
  }
  return at;
}

/** One way to ask, and what follows from it. */
interface AskLines {
  readonly files: number;
  readonly plain: Template;
  /** With a quote of what was said before. */
  readonly quoting: Template;
  /** The answers, which cite the files. */
  readonly answers: readonly Template[];
}

/** The templates of all items that an exchange can have, without the head that all items have. */
export interface Lines {
  readonly asks: readonly AskLines[];
  /** The first sentence of each answer, to be pasted into a quote. */
  readonly quotable: readonly Template[];
  /** Alternatives of which the first is the usual one. */
  readonly firstStep: readonly Template[];
  readonly plan: readonly Template[];
  /** What stands before its tasks, and after them. */
  readonly taskGroup: readonly [Template, Template];
  /** The tasks of the group, alternatives of each. */
  readonly tasks: readonly (readonly Template[])[];
  readonly toolName: string | undefined;
  readonly toolCall: Template | undefined;
  readonly toolCallInProgress: Template | undefined;
  readonly widget: Template | undefined;
}

/** An item without its head (`head.ts`): its JSON from the comma on. */
type Body<T = ThreadItem> = T extends ThreadItem
  ? Omit<T, 'id' | 'created_at' | 'object' | 'thread_id'>
  : never;
const bodyText = (body: Body): string => `,${jsonText(body).slice(1)}`;
const line = (body: () => Body): Template => new Template(() => bodyText(body()));

function taskGroupAround(): readonly [Template, Template] {
  const text = bodyText({ tasks: [], type: 'chatkit.task_group' });
  const middle = text.indexOf(']');
  return [new Template(() => text.slice(0, middle)), new Template(() => text.slice(middle))];
}

/** @param exchange with slots in the place of its details. */
export function linesOf(exchange: Exchange): Lines {
  const { answer, links, steps, tool, widget } = exchange;
  const call = (completed: boolean) =>
    tool &&
    line(() => ({
      ...callOf(tool, slot(itemValues.callId), completed),
      type: 'chatkit.client_tool_call',
    }));
  return {
    asks: exchange.ask.map(askOf).map(({ text, files }) => {
      const own: UserMessageContent = { text, type: 'input_text' };
      const message = (content: UserMessageContent[]) =>
        line(() => ({
          attachments: files.map((file, at) => attachmentOf(file, slot(itemValues.files[at] as number))),
          content,
          inference_options: bare(slot(itemValues.inferenceOptions)),
          type: 'chatkit.user_message',
        }));
      return {
        files: files.length,
        plain: message([own]),
        quoting: message([{ text: slot(itemValues.quote), type: 'quoted_text' }, own]),
        answers: answer.map((text) =>
          line(() => ({
            content: [{ annotations: annotationsOf(files, links), text, type: 'output_text' }],
            type: 'chatkit.assistant_message',
          })),
        ),
      };
    }),
    quotable: answer.map((text) => innerTemplate(() => firstSentence(text))),
    firstStep: firstStepOf(exchange).map((task) => line(() => ({ ...task, type: 'chatkit.task' }))),
    plan: planOf(exchange).map((task) => line(() => ({ ...task, type: 'chatkit.task' }))),
    taskGroup: taskGroupAround(),
    tasks: steps.map((_, at) => groupedTasksOf(steps, at).map((task) => new Template(() => jsonText(task)))),
    toolName: tool?.name,
    toolCall: call(true),
    toolCallInProgress: call(false),
    widget: widget && line(() => ({ type: 'chatkit.widget', widget: JSON.stringify(widget) })),
  };
}
