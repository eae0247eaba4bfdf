import { at, countUpTo, indicesOf, timesOf } from '../columns.ts';
import { type Evidence, evidenceRequests, moment } from '../evidence.ts';
import { formatDuration, usToMs } from '../../microseconds.ts';
import { modulo } from './arcs.ts';
import { type PhasedSession, type PhaseTest, windowRuns } from './fixed-phases.ts';

interface Contradiction {
  readonly session: PhasedSession;
  /** The start, of the first window, that it was found for. */
  readonly startUs: number;
  /** It contradicts every later start up to this one, too. */
  readonly untilUs: number;
  /** The requests that it rests on; found only when it is shown. */
  readonly members: () => readonly number[];
  /** Consecutive windows that hold too many together: mostly one. */
  readonly windows: number;
  /** The refused request; −1: too many were admitted. */
  readonly subject: number;
}

/** More steps round the circle than this, and the witness would be no help to anybody. */
const maxSteps = 64;

/**
 * Why no phase is left, as a few contradictions that between them rule out every phase: at each phase the one that
 * reaches furthest, then on from where it ends, until the circle is closed. Where on the circle the walk begins may cost a
 * piece, so it is walked from where pieces end, too, and the fewest are shown.
 * @param sessions in the server's time.
 * @returns null when some phase has no contradiction, or there would be too many.
 */
export function explainNoPhase(sessions: readonly PhasedSession[], test: PhaseTest): Evidence[] | null {
  const windowUs = sessions[0]?.terms.windowUs ?? 1;
  // Just past 0: arcs are open at their start.
  const walk = walkRound(sessions, test, windowUs, 0.5);
  if (walk === null) return null;
  const requests = sessions.reduce((sum, { columns }) => sum + columns.count, 0);
  // A walk is at most one piece longer than the shortest.
  const shorter = (requests > mostForShorter ? [] : walk.slice(0, mostStarts))
    .map(({ untilUs }) => walkRound(sessions, test, windowUs, modulo(untilUs, windowUs) + 0.5))
    .find((other) => other !== null && other.length < walk.length);
  return (shorter ?? walk).map(toEvidence);
}

/** Other places that a walk is tried from, and up to how many requests: each looks at all of them for every piece. */
const mostStarts = 4;
const mostForShorter = 20_000;

function walkRound(
  sessions: readonly PhasedSession[],
  test: PhaseTest,
  windowUs: number,
  fromUs: number,
): Contradiction[] | null {
  const found: Contradiction[] = [];
  for (let phaseUs = fromUs; phaseUs < fromUs + windowUs;) {
    const next = found.length < maxSteps ? furthest(sessions, test, phaseUs) : null;
    if (next === null) return null;
    found.push(next);
    phaseUs = Math.floor(phaseUs + next.untilUs - next.startUs + 0.5) + 0.5;
  }
  return found;
}

/** Of the contradictions at a phase the one that holds up to the latest; over several windows only where no single one holds too many. */
function furthest(
  sessions: readonly PhasedSession[],
  test: PhaseTest,
  phaseUs: number,
): Contradiction | null {
  for (const windows of windowRuns) {
    const found = sessions.flatMap((session) => [
      overfull(session, phaseUs, windows),
      windows === 1 && test === 'admissions and refusals' ? bareRefusal(session, phaseUs) : null,
    ]);
    const best = found.reduce(longer, null);
    if (best !== null) return best;
  }
  return null;
}

const longer = (one: Contradiction | null, other: Contradiction | null): Contradiction | null =>
  other === null || (one !== null && other.untilUs - other.startUs <= one.untilUs - one.startUs)
    ? one
    : other;

/** Of the runs of so many windows at this phase with more admitted than they allow that whose first was sent latest. */
function overfull(session: PhasedSession, phaseUs: number, windows: number): Contradiction | null {
  const { limit, windowUs } = session.terms;
  // A run may begin with any window: each of them is the first of one of so many partitions.
  return Array.from({ length: windows }, (_, offset): Contradiction | null => {
    const found = overfullRun(session, phaseUs + offset * windowUs, windows * limit, windows * windowUs);
    return found === null ? null : { session, ...found, windows, subject: -1 };
  }).reduce(longer, null);
}

type Run = Pick<Contradiction, 'startUs' | 'untilUs' | 'members'>;

function overfullRun(
  { columns }: PhasedSession,
  phaseUs: number,
  limit: number,
  windowUs: number,
): Run | null {
  let best: Run | null = null;
  const admitted = indicesOf(columns, 'admitted');
  const windowOf = (i: number): number => Math.floor((at(columns.sentUs, i) - phaseUs) / windowUs);
  const holds = (i: number, window: number): boolean =>
    at(columns.firstByteUs, i) < (window + 1) * windowUs + phaseUs;
  // In the order of sends the requests of a window come together; `latest` holds the last N + 1 of it.
  const latest = new Uint32Array(limit + 1);
  let [current, held] = [NaN, 0];
  const look = (): void => {
    if (held <= limit) return;
    const startUs = current * windowUs + phaseUs;
    const untilUs = at(columns.sentUs, at(latest, held % (limit + 1)));
    if (best !== null && untilUs - startUs <= best.untilUs - best.startUs) return;
    const window = current;
    const members = () =>
      Array.from(admitted.filter((i) => windowOf(i) === window && holds(i, window)).subarray(-limit - 1));
    best = { startUs, untilUs, members };
  };
  for (const i of admitted) {
    const window = windowOf(i);
    if (!holds(i, window)) continue;
    if (window !== current) {
      look();
      [current, held] = [window, 0];
    }
    latest[held % (limit + 1)] = i;
    held += 1;
  }
  look();
  return best;
}

function bareRefusal(session: PhasedSession, phaseUs: number): Contradiction | null {
  const { columns, terms } = session;
  const { limit, windowUs, fresh } = terms;
  const counted = indicesOf(columns, 'admitted', 'unknown');
  const { sends, receives } = timesOf(columns, counted);
  let best: Contradiction | null = null;
  for (let i = 0; i < columns.count; i += 1) {
    if (at(columns.outcomes, i) !== 1) continue;
    const [sentUs, firstByteUs] = [at(columns.sentUs, i), at(columns.firstByteUs, i)];
    const startUs = sentUs - modulo(sentUs - phaseUs, windowUs);
    if (!fresh && startUs <= at(columns.sentUs, 0)) continue;
    const sentBy = countUpTo(sends, firstByteUs);
    if (sentBy >= limit && at(receives, sentBy - limit) >= startUs) continue;
    if (best === null || sentUs - startUs > best.untilUs - best.startUs) {
      const members = () => [
        ...counted.filter(
          (j) => at(columns.sentUs, j) <= firstByteUs && at(columns.firstByteUs, j) >= startUs,
        ),
        i,
      ];
      best = { session, startUs, untilUs: sentUs, members, windows: 1, subject: i };
    }
  }
  return best;
}

function toEvidence({ session, startUs, untilUs, members, windows, subject }: Contradiction): Evidence {
  const indices = members();
  const { columns, terms } = session;
  const { limit, windowUs } = terms;
  const window = formatDuration(usToMs(windowUs));
  const begins = `after ${moment(Math.floor(startUs))} and not after ${moment(untilUs)}`;
  const overfull =
    windows === 1
      ? `a window that begins ${begins} holds ${indices.length} admitted; the limit is ${limit} in ${window}`
      : `${windows} windows, of which the first begins ${begins}, hold ${indices.length} admitted; ` +
        `the limit is ${limit} in ${window}, ${windows * limit} in ${windows} of them`;
  const bare =
    `request ${at(columns.ids, Math.max(0, subject))} was refused; from the start of a window on that begins ${begins}, ` +
    `at most ${indices.length - 1} can have been counted before it, and the limit is ${limit} in ${window}`;
  const startsAt = (us: number, label: string) => ({
    label,
    fromMs: usToMs(us),
    toMs: usToMs(us + windows * windowUs),
  });
  return {
    session: columns.session,
    says: subject < 0 ? overfull : bare,
    requests: evidenceRequests(columns, indices, subject),
    spans: [startsAt(Math.floor(startUs), 'first window'), startsAt(untilUs, 'last window')],
  };
}
