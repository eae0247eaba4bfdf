import type { RequestRecord } from '../records.ts';

/** What is wrong with the times of a record, in words that name it; null when nothing is. */
export function recordProblem(record: RequestRecord): string | null {
  const problem = timeProblem(record);
  return problem === null ? null : `record ${record.id} of session ${record.session}: ${problem}`;
}

const isTime = (ms: number | null): boolean => ms === null || Number.isFinite(ms);

function timeProblem({ intendedMs, sentMs, firstByteMs, endMs, status }: RequestRecord): string | null {
  if (!isTime(intendedMs)) return `intendedMs is ${intendedMs}, not a time`;
  if (!isTime(sentMs)) return `sentMs is ${sentMs}, not a time`;
  if (!isTime(firstByteMs)) return `firstByteMs is ${firstByteMs}, not a time`;
  if (!isTime(endMs)) return `endMs is ${endMs}, not a time`;
  if (sentMs === null) {
    return firstByteMs === null && endMs === null && status === null ? null : 'answered but never sent';
  }
  if (firstByteMs !== null && firstByteMs < sentMs) {
    return `firstByteMs (${firstByteMs}) is before sentMs (${sentMs})`;
  }
  if (endMs !== null && endMs < (firstByteMs ?? sentMs)) {
    return `endMs (${endMs}) is before ${firstByteMs === null ? 'sentMs' : 'firstByteMs'} (${firstByteMs ?? sentMs})`;
  }
  if (status !== null && firstByteMs === null) return `status ${status} without firstByteMs`;
  return null;
}
