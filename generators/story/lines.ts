import type { Details } from '../subjects/index.ts';
import { Template } from '../template.ts';
import type { Values } from '../template.ts';

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
export function setDetails(values: Values[number][], first: number, details: Details): number {
  let at = first;
  for (const name in details) {
    values[at] = details[name] as string | number;
    at += 1;
  }
  return at;
}

/** One way to ask, and what follows from it. */
interface AskLines<Line> {
  readonly files: number;
  readonly plain: Line;
  /** With a quote of what was said before. */
  readonly quoting: Line;
  /** The answers, which cite the files. */
  readonly answers: readonly Line[];
}

/** All items that an exchange can have, without the head that all items have: as text with slots, or as templates. */
export interface Lines<Line> {
  readonly asks: readonly AskLines<Line>[];
  /** The first sentence of each answer, to be pasted into a quote. */
  readonly quotable: readonly Line[];
  /** Alternatives of which the first is the usual one. */
  readonly firstStep: readonly Line[];
  readonly plan: readonly Line[];
  /** What stands before its tasks, and after them. */
  readonly taskGroup: readonly [Line, Line];
  /** The tasks of the group, alternatives of each. */
  readonly tasks: readonly (readonly Line[])[];
  readonly toolName?: string | undefined;
  readonly toolCall?: Line | undefined;
  readonly toolCallInProgress?: Line | undefined;
  readonly widget?: Line | undefined;
}

/** All that a subject says. */
export interface Texts<Line> {
  readonly titles: readonly Line[];
  readonly lockedReasons: readonly Line[];
  readonly closedReasons: readonly Line[];
  /** Of the opening, and of the follow-ups in their order. */
  readonly exchanges: readonly Lines<Line>[];
}

const template = (text: string): Template => new Template(text);
const optional = (text: string | undefined): Template | undefined =>
  text === undefined ? undefined : template(text);

/** The templates of the texts of an exchange. */
export function templatesOf(texts: Lines<string>): Lines<Template> {
  const [before, after] = texts.taskGroup;
  return {
    asks: texts.asks.map(({ files, plain, quoting, answers }) => ({
      files,
      plain: template(plain),
      quoting: template(quoting),
      answers: answers.map(template),
    })),
    quotable: texts.quotable.map(template),
    firstStep: texts.firstStep.map(template),
    plan: texts.plan.map(template),
    taskGroup: [template(before), template(after)],
    tasks: texts.tasks.map((alternatives) => alternatives.map(template)),
    toolName: texts.toolName,
    toolCall: optional(texts.toolCall),
    toolCallInProgress: optional(texts.toolCallInProgress),
    widget: optional(texts.widget),
  };
}
