import { at, countUpTo, indicesOf, timesOf } from '../columns.ts';
import { type Evidence, evidenceRequests, moment } from '../evidence.ts';
import { formatDuration, usToMs } from '../../microseconds.ts';
import { modulo } from './arcs.ts';
import type { PhasedSession, PhaseTest } from './fixed-phases.ts';

interface Contradiction {
  readonly session: PhasedSession;
  /** The window's start that it was found for. */
  readonly startUs: number;
  /** It contradicts every later start up to this one, too. */
  readonly untilUs: number;
  /** The requests that it rests on; found only when it is shown. */
  readonly members: () => readonly number[];
  /** The refused request; −1: too many were admitted. */
  readonly subject: number;
}

/** More steps round the circle than this, and the witness would be no help to anybody. */
const maxSteps = 64;

/**
 * Why no phase is left, as a few contradictions that between them rule out every phase: at each phase the one that
 * reaches furthest, then on from where it ends, until the circle is closed.
 * @param sessions in the server's time.
 * @returns null when some phase has no contradiction that rests on a single window, or there would be too many.
 */
export function explainNoPhase(sessions: readonly PhasedSession[], test: PhaseTest): Evidence[] | null {
  const windowUs = sessions[0]?.terms.windowUs ?? 1;
  const found: Contradiction[] = [];
  // Just past 0: arcs are open at their start.
  let phaseUs = 0.5;
  for (let step = 0; step < maxSteps && phaseUs <= windowUs; step += 1) {
    const next = furthest(sessions, test, phaseUs);
    if (next === null) return null;
    found.push(next);
    phaseUs += next.untilUs - next.startUs + 0.5;
    phaseUs = Math.floor(phaseUs) + 0.5;
  }
  return phaseUs <= windowUs ? null : found.map(toEvidence);
}

function furthest(
  sessions: readonly PhasedSession[],
  test: PhaseTest,
  phaseUs: number,
): Contradiction | null {
  let best: Contradiction | null = null;
  for (const session of sessions) {
    const candidates = [overfull(session, phaseUs)];
    if (test === 'admissions and refusals') candidates.push(bareRefusal(session, phaseUs));
    for (const one of candidates) {
      if (one === null) continue;
      if (best === null || one.untilUs - one.startUs > best.untilUs - best.startUs) best = one;
    }
  }
  return best;
}

/** The window at this phase with N + 1 admitted whose first was sent latest. */
function overfull(session: PhasedSession, phaseUs: number): Contradiction | null {
  const { columns, terms } = session;
  const { limit, windowUs } = terms;
  let best: Contradiction | null = null;
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
    best = { session, startUs, untilUs, members, subject: -1 };
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
    if (firstByteUs >= startUs + windowUs) continue;
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
      best = { session, startUs, untilUs: sentUs, members, subject: i };
    }
  }
  return best;
}

function toEvidence({ session, startUs, untilUs, members, subject }: Contradiction): Evidence {
  const indices = members();
  const { columns, terms } = session;
  const { limit, windowUs } = terms;
  const window = formatDuration(usToMs(windowUs));
  const starts = `a window that begins after ${moment(Math.floor(startUs))} and not after ${moment(untilUs)}`;
  const says =
    subject < 0
      ? `${starts} holds ${indices.length} admitted; the limit is ${limit} in ${window}`
      : `request ${at(columns.ids, subject)} was refused; ${starts} holds at most ${indices.length - 1} before it, and the limit is ${limit} in ${window}`;
  return {
    session: columns.session,
    says,
    requests: evidenceRequests(columns, indices, subject),
    spans: [
      {
        label: 'first window',
        fromMs: usToMs(Math.floor(startUs)),
        toMs: usToMs(Math.floor(startUs) + windowUs),
      },
      { label: 'last window', fromMs: usToMs(untilUs), toMs: usToMs(untilUs + windowUs) },
    ],
  };
}
