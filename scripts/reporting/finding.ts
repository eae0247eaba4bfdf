/**
 * What came of one claim:
 * - `passed`: tried and not refuted.
 * - `failed`: refuted by something published; also a claim that was expected to fail and passed.
 * - `difference`: refuted, but nothing published says so: our own choice, or an observation.
 * - `expected`: refuted, as a ledger of expected failures says.
 * - `skipped`: could not be tried; `reason` says why.
 */
export type FindingStatus = 'passed' | 'failed' | 'difference' | 'expected' | 'skipped';

export const findingStatuses = ['failed', 'difference', 'expected', 'skipped', 'passed'] as const;

/** One claim and what came of it, as every report of findings takes it. Texts carry no secrets. */
export interface Finding {
  /** Stable name: `has_more_is_true`. */
  readonly id: string;
  /** What it is listed under: `paging`. */
  readonly group: string;
  /** One line that can be true or false. */
  readonly claim: string;
  readonly status: FindingStatus;
  /** Why it was skipped, or expected to fail. */
  readonly reason?: string;
  readonly expected?: string;
  readonly received?: string;
  /** Command that shows it again. */
  readonly replay?: string;
  /** The shortest way to see it without this program: shell lines, or the input of a parser. */
  readonly sequence?: readonly string[];
  readonly durationMs?: number;
}

/** How many findings have each status. */
export function countByStatus(findings: readonly Finding[]): Record<FindingStatus, number> {
  const counts = { passed: 0, failed: 0, difference: 0, expected: 0, skipped: 0 };
  for (const { status } of findings) counts[status] += 1;
  return counts;
}

/** `40 passed, 2 failed, 1 skipped`: those that occur, passed first. */
export function describeCounts(findings: readonly Finding[]): string {
  const counts = countByStatus(findings);
  const words: Record<FindingStatus, (n: number) => string> = {
    passed: (n) => `${n} passed`,
    failed: (n) => `${n} failed`,
    difference: (n) => `${n} ${n === 1 ? 'difference' : 'differences'}`,
    expected: (n) => `${n} failed as expected`,
    skipped: (n) => `${n} skipped`,
  };
  const order: readonly FindingStatus[] = ['passed', 'failed', 'difference', 'expected', 'skipped'];
  const parts = order.filter((status) => counts[status] > 0).map((status) => words[status](counts[status]));
  return parts.length === 0 ? 'nothing was tried' : parts.join(', ');
}
