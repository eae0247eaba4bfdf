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
  readonly indices: readonly number[];
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
  const windows = new Map<number, number[]>();
  for (const i of indicesOf(columns, 'admitted')) {
    const window = Math.floor((at(columns.sentUs, i) - phaseUs) / windowUs);
    if (at(columns.firstByteUs, i) >= (window + 1) * windowUs + phaseUs) continue;
    const members = windows.get(window);
    if (members === undefined) windows.set(window, [i]);
    else members.push(i);
  }
  for (const [window, members] of windows) {
    if (members.length <= limit) continue;
    const last = members.slice(-limit - 1);
    const startUs = window * windowUs + phaseUs;
    const untilUs = at(columns.sentUs, last[0] as number);
    if (best === null || untilUs - startUs > best.untilUs - best.startUs)
      best = { session, startUs, untilUs, indices: last, subject: -1 };
  }
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
      const before = [...counted].filter(
        (j) => at(columns.sentUs, j) <= firstByteUs && at(columns.firstByteUs, j) >= startUs,
      );
      best = { session, startUs, untilUs: sentUs, indices: [...before, i], subject: i };
    }
  }
  return best;
}

function toEvidence({ session, startUs, untilUs, indices, subject }: Contradiction): Evidence {
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
