import { createStream } from '../../support/random.ts';
import type { ThreadItem, UserMessageContent } from '../../schema/index.ts';
import { Draw } from '../draw.ts';
import type { Details, Exchange, ExchangeScript, PrintedSubject, Subject } from '../subjects/index.ts';
import { bare, innerText, jsonText, slot } from '../template.ts';
import { firstDetail, itemValues } from './lines.ts';
import type { Lines, Texts } from './lines.ts';
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

/** A subject that was written: how the details of its exchanges are drawn, and what is said of them with slots in their place. */
export interface Printed {
  /** Of the opening, and of the follow-ups in their order. */
  readonly draws: PrintedSubject['draws'];
  readonly texts: Texts<string>;
}

/** An item without its head (`head.ts`): its JSON from the comma on. */
type Body<T = ThreadItem> = T extends ThreadItem
  ? Omit<T, 'id' | 'created_at' | 'object' | 'thread_id'>
  : never;
const bodyText = (body: Body): string => `,${jsonText(body).slice(1)}`;

function taskGroupAround(): readonly [string, string] {
  const text = bodyText({ tasks: [], type: 'chatkit.task_group' });
  const middle = text.indexOf(']');
  return [text.slice(0, middle), text.slice(middle)];
}

/** @param exchange with slots in the place of its details. */
function printExchange(exchange: Exchange): Lines<string> {
  const { answer, links, steps, tool, widget } = exchange;
  const call = (completed: boolean) =>
    tool &&
    bodyText({
      ...callOf(tool, slot(itemValues.callId), completed),
      type: 'chatkit.client_tool_call',
    });
  return {
    asks: exchange.ask.map(askOf).map(({ text, files }) => {
      const own: UserMessageContent = { text, type: 'input_text' };
      const message = (content: UserMessageContent[]) =>
        bodyText({
          attachments: files.map((file, at) => attachmentOf(file, slot(itemValues.files[at] as number))),
          content,
          inference_options: bare(slot(itemValues.inferenceOptions)),
          type: 'chatkit.user_message',
        });
      return {
        files: files.length,
        plain: message([own]),
        quoting: message([{ text: slot(itemValues.quote), type: 'quoted_text' }, own]),
        answers: answer.map((said) =>
          bodyText({
            content: [{ annotations: annotationsOf(files, links), text: said, type: 'output_text' }],
            type: 'chatkit.assistant_message',
          }),
        ),
      };
    }),
    quotable: answer.map((text) => innerText(firstSentence(text))),
    firstStep: firstStepOf(exchange).map((task) => bodyText({ ...task, type: 'chatkit.task' })),
    plan: planOf(exchange).map((task) => bodyText({ ...task, type: 'chatkit.task' })),
    taskGroup: taskGroupAround(),
    tasks: steps.map((_, at) => groupedTasksOf(steps, at).map(jsonText)),
    toolName: tool?.name,
    toolCall: call(true),
    toolCallInProgress: call(false),
    widget: widget && bodyText({ type: 'chatkit.widget', widget: JSON.stringify(widget) }),
  };
}

/** Slots for these details, numbered on from the first in the order of the details. */
function slotsFor(details: Details, first: number): Record<string, string> {
  return Object.fromEntries(Object.keys(details).map((name, at) => [name, slot(first + at)]));
}

/**
 * Writes all that a subject says, once for all threads. Values are numbered: those of the item, the details of the
 * tale, those of the exchange.
 */
export function print(subject: Subject): Printed {
  // Of these details, the names and their order are wanted: they are the same each time.
  const draw = new Draw(createStream(0, 'print', subject.name), 0);
  const tale = subject.draw(draw);
  const script = subject.write(slotsFor(tale, firstDetail));
  const firstOwn = firstDetail + Object.keys(tale).length;
  const exchanges: readonly ExchangeScript[] = [script.opening, ...script.followUps];
  return {
    draws: exchanges.map((exchange) => exchange.draw),
    texts: {
      titles: script.titles.map(innerText),
      lockedReasons: script.lockedReasons.map(innerText),
      closedReasons: script.closedReasons.map(innerText),
      exchanges: exchanges.map((exchange) =>
        printExchange(exchange.write(slotsFor(exchange.draw(draw, tale), firstOwn))),
      ),
    },
  };
}
