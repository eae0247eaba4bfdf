import { isSuccessStatus } from '../analysis/index.ts';
import type { RequestRecord } from '../records.ts';
import { longest } from './ms-range.ts';
import type { MsRange } from './ms-range.ts';

/** How long after an overload one session was admitted again as it was before. */
export interface SessionRecovery extends MsRange {
  readonly session: string;
}

/** How sessions recovered from the highest load. */
export interface Recovery {
  /** The step that overloaded them. */
  readonly after: string;
  /** The step in which they were watched. */
  readonly step: string;
  /** Multiple of the limit that was offered meanwhile. */
  readonly load: number;
  /** Share of the requests of a window that must be admitted to count as recovered: what the same load had without an overload before it. */
  readonly share: number;
  readonly sessions: readonly SessionRecovery[];
  /** The slowest; null when no session could be watched. */
  readonly worst: SessionRecovery | null;
}

export interface RecoveryWatch {
  /** Takes in a record of the overload. */
  overloaded(record: RequestRecord): void;
  /** Takes in a record of the load after it. */
  watched(record: RequestRecord): void;
  /**
   * @param share see `Recovery.share`.
   * @param untilMs when the watching ended.
   */
  result(share: number, untilMs: number): SessionRecovery[];
}

interface Answer {
  readonly sentMs: number;
  /** Infinity when no answer came. */
  readonly firstByteMs: number;
  readonly admitted: boolean;
}

/**
 * Measures recovery from the moments that a client sees. A session is back with the first admitted request from which on,
 * over a whole window, its requests are admitted as they were before:
 *
 *     overload …  |s---r|        |s--r|          |s---r|  |s--r| …  for a window: admitted
 *                 the last    not admitted      admitted
 *                 its end        ╰─ not back yet    ╰─ back at the latest here
 *
 * The overload ended somewhere in the last one's [s, r] and admission came back between the send of the last request that was
 * not admitted and the answer to the first that was, so: `from` = s − r, or 0, and `to` = r − s.
 */
export function createRecoveryWatch(windowMs: number): RecoveryWatch {
  const ends = new Map<string, Answer>();
  const answers = new Map<string, Answer[]>();
  return {
    overloaded(record) {
      const answer = answerOf(record);
      const earlier = ends.get(record.session);
      if (answer !== null && (earlier === undefined || answer.sentMs > earlier.sentMs))
        ends.set(record.session, answer);
    },
    watched(record) {
      const answer = answerOf(record);
      if (answer === null) return;
      const mine = answers.get(record.session);
      if (mine === undefined) answers.set(record.session, [answer]);
      else mine.push(answer);
    },
    result: (share, untilMs) =>
      [...ends].flatMap(([session, end]) => {
        const mine = answers.get(session);
        return mine === undefined
          ? []
          : [{ session, ...recoveryOf(end, mine, { windowMs, share, untilMs }) }];
      }),
  };
}

/** What was never sent says nothing of the deployment. */
const answerOf = ({ sentMs, firstByteMs, status }: RequestRecord): Answer | null =>
  sentMs === null
    ? null
    : {
        sentMs,
        firstByteMs: firstByteMs ?? Infinity,
        admitted: status !== null && isSuccessStatus(status),
      };

function recoveryOf(
  end: Answer,
  unsorted: readonly Answer[],
  { windowMs, share, untilMs }: { windowMs: number; share: number; untilMs: number },
): MsRange {
  const answers = unsorted.toSorted((a, b) => a.sentMs - b.sentMs);
  const back = backAt(answers, { windowMs, share, untilMs });
  const before = back === null ? answers : answers.slice(0, back);
  const refused = before.findLast(({ admitted }) => !admitted);
  const first = back === null ? undefined : answers[back];
  return {
    fromMs: refused === undefined ? 0 : Math.max(0, refused.sentMs - end.firstByteMs),
    toMs: first === undefined ? null : first.firstByteMs - end.sentMs,
  };
}

/** Index of the first admitted request whose window keeps the share; null when none has a whole window. */
function backAt(
  answers: readonly Answer[],
  { windowMs, share, untilMs }: { windowMs: number; share: number; untilMs: number },
): number | null {
  let admitted = 0;
  let next = 0;
  for (const [i, { sentMs, admitted: isAdmitted }] of answers.entries()) {
    if (sentMs + windowMs > untilMs) return null;
    for (let one = answers[next]; one !== undefined && one.sentMs < sentMs + windowMs; one = answers[next]) {
      admitted += one.admitted ? 1 : 0;
      next += 1;
    }
    if (isAdmitted && admitted >= share * (next - i)) return i;
    admitted -= isAdmitted ? 1 : 0;
  }
  return null;
}

/** Puts what sessions showed together. */
export const recoveryFrom = (
  about: Pick<Recovery, 'after' | 'step' | 'load' | 'share'>,
  sessions: readonly SessionRecovery[],
): Recovery => ({ ...about, sessions, worst: longest(sessions) });
