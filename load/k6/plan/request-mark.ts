/**
 * What the samples of a driven request carry in their metadata, as one text: writing a single one is cheap, for k6 copies a sample's
 * metadata with each of its dozen samples.
 *
 *     3.17 10 1795381862789 250.5 s2        before the answer: key, limit, scenario's start, milliseconds after it, session
 *     3.17 10 - - s2                        … where there is no timetable
 *     3.17 {"headers":{"retry-after":"2"}}  on the outcome, where something of the answer is kept
 *     3.17                                  … and where nothing is
 */
export interface RequestMark {
  /** Unique within an instance. */
  readonly key: string;
  readonly limit: number;
  /** When it should have left; null where there is no timetable. */
  readonly intended: Intended | null;
  /** Label of the session, never its secret. */
  readonly session: string;
}

/** A moment of a scenario's timetable. */
export interface Intended {
  /** Unix milliseconds of the scenario's start, as k6 tells it: whole. */
  readonly startMs: number;
  readonly afterMs: number;
}

export const writeMark = ({ key, limit, intended, session }: RequestMark): string =>
  `${key} ${limit} ${intended === null ? '- -' : `${intended.startMs} ${intended.afterMs}`} ${session}`;

/** @returns null for a text that is no mark. */
export function readMark(text: string): RequestMark | null {
  const match = /^(\S+) (\d+) (?:- -|(\d+) (\d+(?:\.\d+)?(?:e-\d+)?)) (.+)$/.exec(text);
  if (match === null) return null;
  const [, key = '', limit, startMs, afterMs, session = ''] = match;
  return {
    key,
    limit: Number(limit),
    intended: startMs === undefined ? null : { startMs: Number(startMs), afterMs: Number(afterMs) },
    session,
  };
}

/** The key alone, of either text. */
export function keyOf(text: string): string {
  const end = text.indexOf(' ');
  return end === -1 ? text : text.slice(0, end);
}
