import { formatSeconds, usToMs } from '../microseconds.ts';
import { at, type Columns, outcomeCodes } from './columns.ts';
import type { ObservedOutcome } from './observation.ts';

/** One request of a contradiction; times in milliseconds on the run's clock. */
export interface EvidenceRequest {
  readonly id: number;
  readonly session: string;
  readonly sentMs: number;
  /** null: no answer came. */
  readonly firstByteMs: number | null;
  readonly outcome: ObservedOutcome;
  /** `subject`: the request that contradicts; `counted`: one that is counted for or against it. */
  readonly part: 'subject' | 'counted';
}

/** A stretch of time to draw beside the requests: a window, or the time that a header told. */
export interface EvidenceSpan {
  readonly label: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * A contradiction that can be drawn on a time line and checked by hand: the requests that it rests on and no others, in the
 * order of sending, and the sum that does not work out.
 */
export interface Evidence {
  readonly session: string;
  /** The contradiction with its numbers, in one line. */
  readonly says: string;
  readonly requests: readonly EvidenceRequest[];
  readonly spans: readonly EvidenceSpan[];
}

const outcomeNames = Object.keys(outcomeCodes) as ObservedOutcome[];

/** The requests at these indices as evidence, in the order of sending. */
export function evidenceRequests(
  columns: Columns,
  indices: Iterable<number>,
  subject = -1,
): EvidenceRequest[] {
  return [...new Set(indices)]
    .toSorted((a, b) => a - b)
    .map((i) => {
      const firstByteUs = at(columns.firstByteUs, i);
      return {
        id: at(columns.ids, i),
        session: columns.session,
        sentMs: usToMs(at(columns.sentUs, i)),
        firstByteMs: firstByteUs === Infinity ? null : usToMs(firstByteUs),
        outcome: outcomeNames[at(columns.outcomes, i)] as ObservedOutcome,
        part: i === subject ? 'subject' : 'counted',
      };
    });
}

/** A moment for a sentence: `12.004 s`. */
export const moment = (us: number): string => (us === Infinity ? 'never' : formatSeconds(us));

/**
 * Evidence as plain text lines: the sum, a drawn time line, and the requests.
 *
 *     session s1: refused although at most 1 of 2 …
 *       window      [==============================)
 *       17 admitted  |-|
 *       21 refused                      !--!
 * @param width columns of the time line. Default 60, at least 10.
 * @param maxRows requests listed; of more, the first and the last are. Default 24, at least 2.
 */
export function explainEvidence(evidence: Evidence, width = 60, maxRows = 24): string[] {
  const { session, says, requests, spans } = evidence;
  const times = [
    ...requests.flatMap(({ sentMs, firstByteMs }) => [sentMs, firstByteMs ?? sentMs]),
    ...spans.flatMap(({ fromMs, toMs }) => [fromMs, toMs]),
  ];
  // Loops, for a spread of many thousand arguments overflows the stack.
  const first = times.reduce((least, ms) => Math.min(least, ms), Infinity);
  const last = times.reduce((most, ms) => Math.max(most, ms), first + 0.001);
  const column = (ms: number) => Math.round(((ms - first) / (last - first)) * (width - 1));
  const rows = [
    ...spans.map(({ label, fromMs, toMs }): Row => [label, bar('[', '=', ')', column(fromMs), column(toMs))]),
    ...requests.map(({ id, outcome, sentMs, firstByteMs, part }): Row => {
      const end = outcome === 'throttled' ? '!' : part === 'subject' ? '*' : '|';
      const toColumn = firstByteMs === null ? width - 1 : column(firstByteMs);
      return [
        `${id} ${outcome}`,
        bar(end, '-', firstByteMs === null ? '?' : end, column(sentMs), toColumn).padEnd(width) +
          `  ${seconds(sentMs)} … ${firstByteMs === null ? 'no answer' : seconds(firstByteMs)}`,
      ];
    }),
  ];
  const labelWidth = rows.reduce((most, [label]) => Math.max(most, label.length), 0);
  const lines = rows.map(([label, drawn]) => `  ${label.padEnd(labelWidth)}  ${drawn}`.trimEnd());
  return [`session ${session}: ${says}`, ...shorten(lines, spans.length, maxRows)];
}

type Row = readonly [label: string, drawn: string];

const seconds = (ms: number): string => (ms / 1000).toFixed(6);

function bar(open: string, line: string, close: string, from: number, to: number): string {
  if (to <= from) return `${' '.repeat(from)}${open}`;
  return `${' '.repeat(from)}${open}${line.repeat(to - from - 1)}${close}`;
}

function shorten(lines: readonly string[], spanCount: number, maxRows: number): string[] {
  const requestLines = lines.length - spanCount;
  if (requestLines <= maxRows) return [...lines];
  const head = Math.max(1, maxRows >> 1);
  const tail = Math.max(1, maxRows - head);
  return [
    ...lines.slice(0, spanCount + head),
    `  … ${requestLines - head - tail} more …`,
    ...lines.slice(-tail),
  ];
}
