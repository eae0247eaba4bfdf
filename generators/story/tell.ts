import type { Draw } from '../draw.ts';
import { CallIdWriter, FileIdWriter } from '../identity.ts';
import type { LineBlock } from '../line-block.ts';
import { subjects } from '../subjects/index.ts';
import type { Details } from '../subjects/index.ts';
import { fill, fillInto } from '../template.ts';
import type { Template, Values } from '../template.ts';
import { pagesOf } from './book.ts';
import type { SubjectPages } from './book.ts';
import { Head } from './head.ts';
import { firstDetail, itemValues, setDetails } from './lines.ts';
import type { Lines } from './lines.ts';
import { openEndLength, planExchange, planOpenEnd, planOpening } from './plan.ts';
import type { Beat } from './plan.ts';
import { drawInferenceOptions, drawWholeness, inferenceOptionsText } from './wire.ts';

/** How long before each kind of item, in milliseconds; never under a second, so that no two share a time. */
const pauses: Readonly<Record<Beat, readonly [number, number]>> = {
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

/** Uploads happen before the message is sent. */
const uploadMs = 5000;

/** What the items of a thread are told with. */
export interface Telling {
  /** As text of JSON. */
  readonly threadId: string;
  readonly scope: string;
  /** How many items. */
  readonly count: number;
  /** Whether it breaks off before an answer; a single item always does. */
  readonly underWay: boolean;
  /** Number of the thread among its neighbours. */
  readonly index: number;
}

/** A matter to talk about, its details settled. */
export interface Tale {
  readonly subject: number;
  readonly details: Details;
  readonly pages: SubjectPages;
}

/** Draws what a conversation is about. */
export function drawTale(draw: Draw, subject: number = draw.int(0, subjects.length - 1)): Tale {
  const chosen = subjects[subject] as (typeof subjects)[number];
  const details = chosen.draw(draw);
  return { subject, details, pages: pagesOf(chosen) };
}

/** A template of which there is one whenever the plan calls for it. */
const planned = (template: Template | undefined): Template => {
  if (template === undefined) throw new RangeError('the plan wants what the exchange has not');
  return template;
};

/** Ids are pasted before others are made. */
const callId = new CallIdWriter();
const fileIds = itemValues.files.map(() => new FileIdWriter());

/** Tells exchanges of one thread, one after another. */
class Teller {
  readonly #block: LineBlock;
  readonly #head: Head;
  readonly #values: Values[number][] = [];
  #tale: Details | undefined;
  #taleEnd = 0;
  #timeMs: number;
  #isFirst = true;
  /** What was told before, for as long as its details are among the values. */
  #before: { readonly lines: Lines<Template>; readonly answer: number } | undefined;

  constructor(block: LineBlock, { threadId, scope }: Telling, startMs: number) {
    this.#block = block;
    this.#head = Head.of(threadId, scope);
    this.#timeMs = startMs;
    for (let at = 0; at < firstDetail; at += 1) this.#values.push('');
  }

  /** @returns when the last item was made. */
  end(): number {
    Head.giveBack(this.#head);
    return this.#timeMs;
  }

  /** Tells the items of one exchange. */
  exchange(draw: Draw, tale: Details, own: Details, lines: Lines<Template>, beats: readonly Beat[]): void {
    const values = this.#values;
    const block = this.#block;
    const ask = draw.pick(lines.asks);
    const answer = draw.int(0, ask.answers.length - 1);
    const isQuoting = this.#quote(draw);
    this.#setDetails(tale, own);
    for (let at = 0; at < beats.length; at += 1) {
      const beat = beats[at] as Beat;
      this.#begin(beat, draw);
      switch (beat) {
        case 'ask':
          for (let file = 0; file < ask.files; file += 1)
            values[itemValues.files[file] as number] = (fileIds[file] as FileIdWriter).write(
              draw.stream,
              this.#timeMs - uploadMs,
            );
          values[itemValues.inferenceOptions] = draw.chance(0.3)
            ? inferenceOptionsText(drawInferenceOptions(draw, lines.toolName))
            : 'null';
          fillInto(block, isQuoting ? ask.quoting : ask.plain, values);
          break;
        case 'task':
          if (beats[at + 1] === 'task_group') this.#fillOne(lines.plan, draw.chance(0.3) ? 1 : 0);
          else this.#fillOne(lines.firstStep, draw.chance(0.2) ? 1 : 0);
          break;
        case 'task_group':
          fillInto(block, lines.taskGroup[0], values);
          for (let step = 0; step < lines.tasks.length; step += 1) {
            if (step > 0) block.text(',');
            this.#fillOne(lines.tasks[step], drawWholeness(draw));
          }
          fillInto(block, lines.taskGroup[1], values);
          break;
        case 'tool_call':
        case 'tool_call_in_progress':
          values[itemValues.callId] = callId.write(draw.stream);
          fillInto(block, planned(beat === 'tool_call' ? lines.toolCall : lines.toolCallInProgress), values);
          break;
        case 'widget':
          fillInto(block, planned(lines.widget), values);
          break;
        case 'answer':
          this.#fillOne(ask.answers, answer);
      }
      block.end();
    }
    this.#before = { lines, answer };
  }

  /** Puts the details where their slots look for them; what lies behind them is of no slot. */
  #setDetails(tale: Details, own: Details): void {
    const values = this.#values;
    if (this.#tale !== tale) {
      this.#tale = tale;
      this.#taleEnd = setDetails(values, firstDetail, tale);
    }
    setDetails(values, this.#taleEnd, own);
  }

  /** Lets the user quote, now and then, the answer that still stands on the screen. */
  #quote(draw: Draw): boolean {
    const before = this.#before;
    if (before === undefined || !draw.chance(0.3)) return false;
    this.#values[itemValues.quote] = fill(planned(before.lines.quotable[before.answer]), this.#values);
    return true;
  }

  #fillOne(alternatives: readonly Template[] | undefined, which: number): void {
    fillInto(this.#block, planned(alternatives?.[which]), this.#values);
  }

  /** Lets time pass until the next item, and writes its head. */
  #begin(beat: Beat, draw: Draw): void {
    const [shortest, longest] = pauses[beat];
    this.#timeMs += this.#isFirst ? draw.int(50, 900) : draw.int(shortest, longest);
    this.#isFirst = false;
    const block = this.#block;
    block.begin();
    this.#head.write(block, draw.stream, this.#timeMs);
  }
}

/**
 * Tells the items of a thread into a block, an exchange at a time, so that the block can be emptied in between. Whole
 * exchanges, and for a thread that is under way an unfinished one:
 *
 *     ask · task · tool_call · widget · answer | ask · task_group · answer | ask · tool_call_in_progress
 *
 * When a matter has no more to ask, the user goes on to another one.
 * Items are in time order, each later than the one before by at least a second.
 * @returns when the last one was made, in Unix milliseconds.
 */
export function* tellItems(
  block: LineBlock,
  draw: Draw,
  first: Tale,
  telling: Telling,
): Generator<undefined, number, undefined> {
  const { count, underWay, index } = telling;
  const open = underWay || count === 1 ? openEndLength(draw, count) : 0;
  const teller = new Teller(block, telling, draw.startMs);
  let tale = first;
  let followUp = -1;
  let told = 0;
  for (let round = 0; told < count; round += 1) {
    // Each exchange has its own stream: what an earlier one drew doesn't move it.
    const own = draw.at(round);
    // In their order, for some presume others; now and then one is left out.
    if (round > 0) followUp += own.chance(0.2) ? 2 : 1;
    if (followUp >= tale.pages.followUps.length) {
      tale = drawTale(own, (tale.subject + own.int(1, subjects.length - 1)) % subjects.length);
      followUp = -1;
    }
    const page = tale.pages.followUps[followUp] ?? tale.pages.opening;
    const details = page.draw(own, tale.details);
    const lines = page.lines;
    const means = { hasTool: lines.toolCall !== undefined, hasWidget: lines.widget !== undefined };
    const room = count - open - told;
    const beats =
      room === 0
        ? planOpenEnd(open, means)
        : round === 0
          ? planOpening(own, room, index)
          : planExchange(own, room, means);
    teller.exchange(own, tale.details, details, lines, beats);
    yield;
    told += beats.length;
  }
  return teller.end();
}
