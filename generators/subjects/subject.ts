import type { Draw } from '../draw.ts';
import type { WidgetRoot } from '../widgets/index.ts';

/** A file that a user hands in. */
export interface FileSpec {
  readonly name: string;
  readonly mimeType: string;
}

/** One step of the work that the assistant shows while it is at it. */
export interface Step {
  readonly heading: string;
  readonly summary: string;
}

/** A tool that runs in the user's browser. Arguments and output become strings of JSON. */
export interface ToolUse {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly output: Readonly<Record<string, unknown>>;
}

/** What the user writes, with what comes with it; the answer cites it. */
export interface Ask {
  readonly text: string;
  readonly files: readonly FileSpec[];
}

/**
 * A question and its answer, with what may happen between them. All parts agree with each other whichever
 * alternatives are chosen, and the answer holds whether or not the steps, the tool call and the widget are shown.
 */
export interface Exchange {
  /** One of these is asked, each as often as another; a text alone comes without files. */
  readonly ask: readonly (string | Ask)[];
  /** At least two. */
  readonly steps: readonly Step[];
  readonly tool?: ToolUse;
  readonly widget?: WidgetRoot;
  /** One of these is answered, each as often as another. */
  readonly answer: readonly string[];
  /** Pages that the answer cites, on reserved domains. */
  readonly links?: readonly string[];
}

/** How a conversation begins: it has a tool and a widget. */
export type Opening = Exchange & Required<Pick<Exchange, 'tool' | 'widget'>>;

/**
 * What differs from one conversation to the next, by name. It is pasted into JSON as it is: no text of it may hold a
 * quotation mark, a backslash or a control character.
 */
export type Details = Readonly<Record<string, string | number>>;

/** The details as the text of a script sees them: to be put into its sentences, not to be looked at. */
export type Slots<D extends Details> = {
  readonly [K in keyof D]: D[K] extends string ? D[K] : string;
};

/** An exchange whose details are drawn each time, and whose text is written once. */
export interface ExchangeScript<E extends Exchange = Exchange> {
  /** @param tale the details of the conversation. */
  readonly draw: (draw: Draw, tale: Details) => Details;
  readonly write: (slots: Readonly<Record<string, string>>) => E;
}

/** A conversation about one matter. */
export interface Script {
  /** One of these is the title. */
  readonly titles: readonly string[];
  readonly opening: ExchangeScript<Opening>;
  /** How it goes on, in an order that makes sense; any may be left out. */
  readonly followUps: readonly ExchangeScript[];
  /** Why such a thread gets locked or closed. */
  readonly lockedReasons: readonly string[];
  readonly closedReasons: readonly string[];
}

/** What threads can be about. */
export interface Subject {
  readonly name: string;
  /** What one conversation is about. */
  readonly draw: (draw: Draw) => Details;
  readonly write: (slots: Readonly<Record<string, string>>) => Script;
}

/** A subject whose text was written when the package was built: what is left of it is the drawing. */
export interface PrintedSubject extends Omit<Subject, 'write'> {
  /** Of the opening, and of the follow-ups in their order. */
  readonly draws: readonly ExchangeScript['draw'][];
}

/** Makes an exchange of a conversation with the details `T`. */
type Tell<T extends Details> = <D extends Details, E extends Exchange>(
  draw: (draw: Draw, tale: T) => D,
  write: (slots: Slots<D>) => E,
) => ExchangeScript<E>;

const tell = ((draw: unknown, write: unknown) => ({ draw, write })) as Tell<Details>;

/**
 * Defines a subject. What is drawn and what is written are apart: code runs for each thread, text is written once.
 * @param draw draws the details of one conversation. Names and their order are the same each time.
 * @param write writes the texts around them; `exchange` adds details of an exchange of its own.
 */
export function defineSubject<T extends Details>(
  name: string,
  draw: (draw: Draw) => T,
  write: (slots: Slots<T>, exchange: Tell<T>) => Script,
): Subject {
  return { name, draw, write: (slots) => write(slots as Slots<T>, tell as unknown as Tell<T>) };
}

/** The details of an exchange that has none of its own. */
export const nothing = (): Record<never, string> => ({});
