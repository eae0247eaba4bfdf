import { at, indicesOf, timesOf } from '../columns.ts';
import { type Evidence, evidenceRequests, moment } from '../evidence.ts';
import { formatDuration, usToMs } from '../../microseconds.ts';
import type { BucketStretch } from './bucket.ts';
import type { PhasedSession } from './fixed-phases.ts';

const decimals = (value: number) => Number(value.toFixed(3)).toString();

/** The stretch of admissions that a bucket of this burst and rate could not have let through. */
export function bucketEvidence(
  { columns }: PhasedSession,
  burst: number,
  ratePerUs: number,
  stretch: BucketStretch,
): Evidence {
  const admitted = indicesOf(columns, 'admitted');
  const startUs = at(columns.sentUs, at(admitted, stretch.first));
  const { receives } = timesOf(columns, admitted);
  const endUs = at(receives, stretch.last);
  // Sends and first bytes are sorted apart: at least so many lie wholly within, wherever each belongs.
  const inside = admitted.filter(
    (i) => at(columns.sentUs, i) >= startUs && at(columns.firstByteUs, i) <= endUs,
  );
  const most = burst + ratePerUs * (endUs - startUs);
  return {
    session: columns.session,
    says:
      `${stretch.last - stretch.first + 1} admitted between ${moment(startUs)} and ${moment(endUs)}; ` +
      `a burst of ${decimals(burst)} and one every ${formatDuration(usToMs(1 / ratePerUs))} make ${decimals(most)} at the most`,
    requests: evidenceRequests(columns, inside),
    spans: [{ label: 'stretch', fromMs: usToMs(startUs), toMs: usToMs(endUs) }],
  };
}

/** A refusal at which a bucket of this burst and rate must have held a token. */
export function refusalByBucket(
  { columns }: PhasedSession,
  burst: number,
  ratePerUs: number,
  burstBelow: number,
  index: number,
): Evidence {
  const firstByteUs = at(columns.firstByteUs, index);
  const refillUs = burst / ratePerUs;
  const before = indicesOf(columns, 'admitted', 'unknown').filter(
    (i) =>
      at(columns.sentUs, i) <= firstByteUs &&
      at(columns.firstByteUs, i) >= at(columns.sentUs, index) - refillUs,
  );
  return {
    session: columns.session,
    says:
      `request ${at(columns.ids, index)} was refused although a burst of ${decimals(burst)} and one every ` +
      `${formatDuration(usToMs(1 / ratePerUs))} left at least ${decimals(1 + burst - burstBelow)} at that moment`,
    requests: evidenceRequests(columns, [...before, index], index),
    spans: [],
  };
}
