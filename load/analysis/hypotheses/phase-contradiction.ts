import { at, indicesOf } from '../columns.ts';
import { type Evidence, evidenceRequests, moment } from '../evidence.ts';
import { formatDuration, usToMs } from '../../microseconds.ts';
import { modulo } from './arcs.ts';
import { explainedSince, type PhasedSession, type PhaseTest, windowRuns } from './fixed-phases.ts';

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
  const { sentUs, firstByteUs } = columns;
  const admitted = indicesOf(columns, 'admitted');
  // In the order of sends the requests of a window come together; `latest` holds the last N + 1 of it.
  const latest = new Uint32Array(limit + 1);
  let [current, endUs, held, place] = [NaN, -Infinity, 0, 0];
  let best: Omit<Run, 'members'> | null = null;
  let bestWindow = NaN;
  const look = (): void => {
    const startUs = current * windowUs + phaseUs;
    const untilUs = at(sentUs, at(latest, place));
    if (best !== null && untilUs - startUs <= best.untilUs - best.startUs) return;
    best = { startUs, untilUs };
    bestWindow = current;
  };
  for (let k = 0; k < admitted.length; k += 1) {
    const i = at(admitted, k);
    if (at(sentUs, i) >= endUs) {
      if (held > limit) look();
      current = Math.floor((at(sentUs, i) - phaseUs) / windowUs);
      endUs = (current + 1) * windowUs + phaseUs;
      held = 0;
      place = 0;
    }
    if (at(firstByteUs, i) >= endUs) continue;
    latest[place] = i;
    place = place === limit ? 0 : place + 1;
    held += 1;
  }
  if (held > limit) look();
  if (best === null) return null;
  const members = () => {
    const startUs = bestWindow * windowUs + phaseUs;
    const untilUs = (bestWindow + 1) * windowUs + phaseUs;
    const inside = admitted.filter(
      (i) => at(sentUs, i) >= startUs && at(sentUs, i) < untilUs && at(firstByteUs, i) < untilUs,
    );
    return Array.from(inside.subarray(-limit - 1));
  };
  return { ...(best as Omit<Run, 'members'>), members };
}

function bareRefusal(session: PhasedSession, phaseUs: number): Contradiction | null {
  const { columns, terms } = session;
  const { limit, windowUs, fresh } = terms;
  const refused = indicesOf(columns, 'throttled');
  const explained = explainedSince(columns, limit);
  const watchedUs = fresh ? -Infinity : at(columns.sentUs, 0);
  let [startUs, endUs] = [NaN, -Infinity];
  let [longestUs, subject, subjectStartUs] = [-Infinity, -1, NaN];
  for (let k = 0; k < refused.length; k += 1) {
    const i = at(refused, k);
    const sentUs = at(columns.sentUs, i);
    if (sentUs >= endUs) {
      startUs = sentUs - modulo(sentUs - phaseUs, windowUs);
      endUs = startUs + windowUs;
    }
    if (startUs <= watchedUs || at(explained, k) >= startUs) continue;
    if (sentUs - startUs > longestUs) [longestUs, subject, subjectStartUs] = [sentUs - startUs, i, startUs];
  }
  if (subject < 0) return null;
  const members = () => {
    const firstByteUs = at(columns.firstByteUs, subject);
    const counted = indicesOf(columns, 'admitted', 'unknown').filter(
      (j) => at(columns.sentUs, j) <= firstByteUs && at(columns.firstByteUs, j) >= subjectStartUs,
    );
    return [...counted, subject];
  };
  return {
    session,
    startUs: subjectStartUs,
    untilUs: at(columns.sentUs, subject),
    members,
    windows: 1,
    subject,
  };
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
