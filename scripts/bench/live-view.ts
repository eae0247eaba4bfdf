import { styleText } from 'node:util';
import { formatDurationMs } from '../../load/report/index.ts';
import type { Fill } from './window-fill.ts';

/** What became of a step's requests so far. */
export interface LiveCounts {
  readonly admitted: number;
  readonly throttled: number;
  readonly failed: number;
}

/** What a live view shows of a running bench. */
export interface LiveState {
  /** `[4/7] 10x` and what it does. */
  readonly title: string;
  readonly about: string;
  /** Of the step (or the wait): how long it is, and how much of it is over. */
  readonly durationMs: number;
  readonly elapsedMs: number;
  /** Of the whole run; null when that depends on the answers. */
  readonly leftMs: number | null;
  readonly counts: LiveCounts;
  /** Answers of the last second. */
  readonly perSecond: number;
  readonly fill: Fill | null;
  readonly most: Fill | null;
}

export interface LiveOptions {
  /** Width of the terminal; no line is longer, for a line that wraps cannot be redrawn in its place. */
  readonly columns: number;
  readonly color: boolean;
}

type Style = Parameters<typeof styleText>[0];
/** A piece of a line with its style. */
type Piece = readonly [text: string, style?: Style];

const meterColumns = 24;

/**
 * A running bench in four lines:
 *
 *     [4/7] 10x  10 times the limit, evenly paced
 *       ━━━━━━━━━━━━━━━━────────   66 %  2.7 s left, 9 s of the run
 *       371 offered  60 admitted  311 throttled  0 failed  152/s
 *       window  ━━━━━━━━━━━━━━━━━━━━━━━━  s10 admitted 10 of 10, at most 20
 */
export function drawLive(state: LiveState, { columns, color }: LiveOptions): string[] {
  const { title, about, counts } = state;
  const roomy = columns >= 60;
  const answered = counts.admitted + counts.throttled + counts.failed;
  const lines: readonly (readonly Piece[])[] = [
    [[title, 'bold'], [`  ${about}`]],
    timeLine(state, roomy),
    [
      ['  '],
      [`${answered} offered`],
      [`  ${counts.admitted} admitted`, counts.admitted > 0 ? 'blue' : 'dim'],
      [`  ${counts.throttled} throttled`, counts.throttled > 0 ? 'yellow' : 'dim'],
      [`  ${counts.failed} failed`, counts.failed > 0 ? 'magenta' : 'dim'],
      [`  ${state.perSecond}/s`, 'dim'],
    ],
    windowLine(state, roomy),
  ];
  return lines.map((line) => render(line, columns - 1, color));
}

function timeLine({ durationMs, elapsedMs, leftMs }: LiveState, roomy: boolean): Piece[] {
  const share = Math.min(1, durationMs === 0 ? 1 : elapsedMs / durationMs);
  const left = formatLeft(durationMs - elapsedMs);
  return [
    ['  '],
    ...(roomy ? meter(share, 'cyan') : []),
    [`${String(Math.round(share * 100)).padStart(3)} %  ${left} left`],
    [leftMs === null ? ', the run as its answers say' : `, ${formatLeft(leftMs)} of the run`, 'dim'],
  ];
}

/** The fullest session now, and the fullest that one was in this step. */
function windowLine({ fill, most }: LiveState, roomy: boolean): Piece[] {
  if (fill === null || most === null) return [['  window  nothing admitted yet', 'dim']];
  const over = fill.admitted > fill.limit;
  return [
    ['  window  '],
    ...(roomy ? meter(Math.min(1, fill.admitted / fill.limit), over ? 'red' : 'blue') : []),
    [`${fill.session} admitted `],
    [`${fill.admitted} of ${fill.limit}`, over ? ['red', 'bold'] : 'bold'],
    [', at most '],
    [String(most.admitted), most.admitted > most.limit ? ['red', 'bold'] : 'bold'],
    ...(most.limit === fill.limit ? [] : [[` of ${most.limit} (${most.session})`] as const]),
  ];
}

function meter(share: number, style: Style): Piece[] {
  const full = Math.round(share * meterColumns);
  return [['━'.repeat(full), style], ['─'.repeat(meterColumns - full), 'dim'], ['  ']];
}

/** Whole seconds, so that it counts down evenly. */
const formatLeft = (ms: number): string => formatDurationMs(Math.max(1, Math.ceil(ms / 1000)) * 1000);

/** A line of at most so many columns: what is beyond is cut off before it is coloured. */
function render(pieces: readonly Piece[], columns: number, color: boolean): string {
  let left = Math.max(0, columns);
  let line = '';
  for (const [text, style] of pieces) {
    const shown = text.slice(0, left);
    left -= shown.length;
    line +=
      color && style !== undefined && shown !== ''
        ? styleText(style, shown, { validateStream: false })
        : shown;
  }
  return line.trimEnd();
}
