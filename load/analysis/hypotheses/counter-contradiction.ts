import { at, indicesOf } from '../columns.ts';
import { type Evidence, evidenceRequests, moment } from '../evidence.ts';
import { formatDuration, usToMs } from '../../microseconds.ts';
import {
  type CounterEstimate,
  type CounterPhases,
  type CounterSubject,
  estimateAt,
} from './sliding-counter.ts';

/** More pieces than this, and the witness would be no help to anybody. */
const maxPieces = 16;

interface Piece {
  readonly subject: CounterSubject;
  readonly fromUs: number;
  readonly toUs: number;
  readonly estimate: CounterEstimate;
}

/**
 * Why no phase of a sliding-window counter is left, as a few contradictions that between them rule out every phase: from each phase on the
 * request that contradicts the most of those after it, until the window is through.
 * @returns null while some phase is left, or when there would be too many pieces.
 */
export function explainNoCounterPhase({ left, subjects }: CounterPhases): Evidence[] | null {
  const windowUs = subjects[0]?.view.terms.windowUs ?? 0;
  if (left.length > 0 || windowUs === 0) return null;
  const pieces: Piece[] = [];
  for (let fromUs = 0; fromUs < windowUs;) {
    const piece = pieces.length < maxPieces ? furthest(subjects, fromUs, windowUs) : null;
    if (piece === null) return null;
    pieces.push(piece);
    fromUs = piece.toUs;
  }
  return pieces.map(toEvidence);
}

/** Whoever contradicts every phase from here up to the latest. */
function furthest(subjects: readonly CounterSubject[], fromUs: number, windowUs: number): Piece | null {
  let best: Piece | null = null;
  for (const subject of subjects) {
    const reachUs: number = best === null ? fromUs + 1 : best.toUs + 1;
    if (reachUs > windowUs || !reaches(subject, fromUs, reachUs)) continue;
    let toUs = reachUs;
    let beyondUs = windowUs + 1;
    while (beyondUs - toUs > 1) {
      const middleUs = Math.floor((toUs + beyondUs) / 2);
      if (reaches(subject, fromUs, middleUs)) toUs = middleUs;
      else beyondUs = middleUs;
    }
    const estimate = estimateAt(subject.view, subject.index, fromUs, toUs);
    if (estimate !== null) best = { subject, fromUs, toUs, estimate };
  }
  return best;
}

const reaches = ({ view, index }: CounterSubject, fromUs: number, toUs: number): boolean =>
  estimateAt(view, index, fromUs, toUs)?.contradicts === true;

const decimals = (value: number): string => Number(value.toFixed(3)).toString();

function toEvidence({ subject: { view, index }, estimate }: Piece): Evidence {
  const { columns, terms } = view;
  const { lowUs, highUs, previous, current, isTogether, weight } = estimate;
  const { limit, windowUs } = terms;
  const isAdmitted = at(columns.outcomes, index) === 0;
  const id = at(columns.ids, index);
  const begins = `begins after ${moment(lowUs)} and not after ${moment(highUs)}`;
  const counted =
    `${isAdmitted ? 'at least' : 'at most'} ${previous} × ${decimals(weight)} + ${current} = ` +
    `${decimals(previous * weight + current)} of ${limit} before it ` +
    `(the last window's count by what is covered of it yet, and the count of its own; ${formatDuration(usToMs(windowUs))} each)`;
  const says = isTogether
    ? `request ${id} and ${current} more were admitted in a window that ${begins}: whichever was decided last had ${counted}`
    : `request ${id} was ${isAdmitted ? 'admitted' : 'refused'} in a window that ${begins}: it had ${counted}`;
  const span = (label: string, fromUs: number) => ({
    label,
    fromMs: usToMs(fromUs),
    toMs: usToMs(fromUs + windowUs),
  });
  return {
    session: columns.session,
    says,
    requests: evidenceRequests(columns, [...countedBy(view, index, estimate), index], index),
    spans: [span('last window', lowUs - windowUs), span('its window', lowUs)],
  };
}

/** The requests that the estimate counts: certain ones for an admitted request, possible ones for a refused one. */
function countedBy(
  { columns, terms, refusalsCount }: CounterSubject['view'],
  index: number,
  { lowUs, highUs }: CounterEstimate,
): Uint32Array {
  const [sentUs, firstByteUs] = [at(columns.sentUs, index), at(columns.firstByteUs, index)];
  const isAdmitted = at(columns.outcomes, index) === 0;
  const kinds = refusalsCount ? (['admitted', 'throttled'] as const) : (['admitted'] as const);
  if (!isAdmitted)
    return indicesOf(columns, ...kinds, 'unknown').filter(
      (j) => at(columns.sentUs, j) <= firstByteUs && at(columns.firstByteUs, j) >= lowUs - terms.windowUs,
    );
  return indicesOf(columns, ...kinds).filter((j) => {
    const [otherSentUs, otherFirstByteUs] = [at(columns.sentUs, j), at(columns.firstByteUs, j)];
    const inLast = otherSentUs >= highUs - terms.windowUs && otherFirstByteUs < lowUs;
    const isTogether = at(columns.outcomes, j) === 0 && otherFirstByteUs <= firstByteUs;
    return inLast || (otherSentUs >= highUs && (otherFirstByteUs < sentUs || isTogether));
  });
}
