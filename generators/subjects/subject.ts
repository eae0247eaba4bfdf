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

/**
 * A question and its answer, with what may happen between them. All parts agree with each other, and the
 * answer holds whether or not the steps, the tool call and the widget are shown.
 */
export interface Exchange {
  readonly ask: string;
  /** What the question comes with; the answer cites it. */
  readonly files?: readonly FileSpec[];
  /** At least two. */
  readonly steps: readonly Step[];
  readonly tool?: ToolUse;
  readonly widget?: () => WidgetRoot;
  readonly answer: string;
  /** Pages that the answer cites, on reserved domains. */
  readonly links?: readonly string[];
}

/** A conversation about one matter, its details settled. */
export interface Tale {
  readonly title: string;
  /** How it begins; has a tool and a widget. */
  readonly opening: (draw: Draw) => Exchange & Required<Pick<Exchange, 'tool' | 'widget'>>;
  /** How it goes on, in an order that makes sense; any may be left out. Long threads begin again with new details. */
  readonly followUps: readonly ((draw: Draw) => Exchange)[];
  /** Why such a thread gets locked or closed. */
  readonly lockedReasons: readonly string[];
  readonly closedReasons: readonly string[];
}

/** What threads can be about. */
export interface Subject {
  readonly name: string;
  readonly begin: (draw: Draw) => Tale;
}
