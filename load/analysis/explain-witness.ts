import { ceilUs, floorUs, formatDuration, formatSeconds } from '../microseconds.ts';
import type { Witness, WitnessRequest } from './witness.ts';

/**
 * A witness as plain text lines, for a reader to check by hand. Times are seconds since the run began.
 *
 *     session s1: 3 admitted between 12.004 s and 13.310 s: 1.306 s < 3.999 s; the limit is 2 in 4 s
 *       request    sent        first byte
 *            17    12.004000   12.105000
 *     …
 * @param maxRows requests listed; of more, the first and the last are. Default 30, at least 2.
 */
export function explainWitness(witness: Witness, maxRows = 30): string[] {
  const { session, limit, windowMs, epsilonMs, windows, requests } = witness;
  const shortenedUs = floorUs(windowMs) - ceilUs(epsilonMs);
  const boundUs = windows * shortenedUs;
  const bound = windows === 1 ? '' : `${windows} × ${formatSeconds(shortenedUs)} = `;
  const allowed =
    windows === 1 ? '' : `, so ${windows} × ${limit} = ${windows * limit} in ${windows} windows`;
  return [
    `session ${session}: ${requests.length} admitted between ${formatSeconds(floorUs(witness.startMs))} and ` +
      `${formatSeconds(ceilUs(witness.endMs))}: ${formatSeconds(ceilUs(witness.lengthMs))} < ` +
      `${bound}${formatSeconds(boundUs)}; the limit is ${limit} in ${formatDuration(windowMs)}${allowed}`,
    ...table(requests, maxRows),
    `  (each was decided between its sending and its first byte; ${formatDuration(epsilonMs)} of every window is ` +
      `forgiven for the server's clock)`,
  ];
}

function table(requests: readonly WitnessRequest[], maxRows: number): string[] {
  const rows = requests.map(({ id, sentMs, firstByteMs }) => [
    String(id),
    (sentMs / 1000).toFixed(6),
    (firstByteMs / 1000).toFixed(6),
  ]);
  const listed = [['request', 'sent', 'first byte'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...listed.map((row) => row[column]?.length ?? 0)));
  const lines = listed.map(
    (row) => `  ${row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  ')}`,
  );
  if (requests.length <= maxRows) return lines;
  const head = Math.max(1, maxRows >> 1);
  const tail = Math.max(1, maxRows - head);
  const hidden = requests.length - head - tail;
  return [...lines.slice(0, head + 1), `  … ${hidden} more …`, ...lines.slice(-tail)];
}
