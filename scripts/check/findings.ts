import type { Check, CheckResult } from '../../property/checks/index.ts';
import type { Finding } from '../reporting/index.ts';
import type { Ledger } from './ledger.ts';

export interface FindingOptions {
  /** Whether differences from what is not published are failures. */
  readonly strict: boolean;
  readonly ledger: Ledger;
  /** The command that makes a check again. */
  readonly replay: (check: Check, path: string | undefined) => string;
}

/** The results of a run as findings: what may fail a deployment, what is a difference, and what was expected. */
export function findingsOf(results: readonly CheckResult[], options: FindingOptions): Finding[] {
  return results.map((result) => findingOf(result, options));
}

function findingOf(result: CheckResult, { strict, ledger, replay }: FindingOptions): Finding {
  const { check, outcome, reason, expected, received, sequence, path, durationMs } = result;
  const { name, group, claim, source } = check;
  const facts = { id: name, group, claim, durationMs };
  const expectedReason = ledger.get(name);
  switch (outcome) {
    case 'not_tried':
      return { ...facts, status: 'skipped', ...(reason === undefined ? {} : { reason }) };
    case 'holds':
      if (expectedReason === undefined) return { ...facts, status: 'passed' };
      return {
        ...facts,
        status: 'failed',
        expected: `a failure, as the ledger says (${expectedReason})`,
        received: 'it passed: take it out of the ledger',
        replay: replay(check, undefined),
      };
    case 'refuted': {
      const isFault = source === 'published' || strict;
      return {
        ...facts,
        status: expectedReason === undefined ? (isFault ? 'failed' : 'difference') : 'expected',
        ...(expectedReason === undefined ? {} : { reason: expectedReason }),
        ...(expected === undefined ? {} : { expected }),
        ...(received === undefined ? {} : { received }),
        ...(sequence === undefined ? {} : { sequence }),
        replay: replay(check, path),
      };
    }
  }
}
