import type { Problem } from '../../schema/index.ts';
import { describeValue } from '../../schema/problem.ts';

/**
 * How a claim stands on one piece of evidence:
 *
 *     { outcome: 'holds' }
 *     { outcome: 'vacuous', reason }      the evidence could not have shown a violation; the reason says what would
 *     { outcome: 'violated', problem }    problem: { path, expected, received }, the path leads into the evidence
 */
export type Verdict =
  | { readonly outcome: 'holds' }
  | { readonly outcome: 'vacuous'; readonly reason: string }
  | { readonly outcome: 'violated'; readonly problem: Problem };

/** The claim holds of this evidence, which could have shown otherwise. */
export const holds: Verdict = { outcome: 'holds' };

/** The evidence says nothing about the claim. */
export const vacuous = (reason: string): Verdict => ({ outcome: 'vacuous', reason });

/** The claim is broken. `path` is a JSON path into the evidence. */
export const violated = (path: string, expected: string, received: string): Verdict => ({
  outcome: 'violated',
  problem: { path, expected, received },
});

/** The claim is broken by a value that should have been another one. */
export const unequal = (path: string, expected: unknown, received: unknown): Verdict =>
  violated(path, describeValue(expected), describeValue(received));

/** The first violation; else that it holds, when it holds of any; else the first reason why nothing can be said. */
export function allOf(verdicts: Iterable<Verdict>): Verdict {
  let found: Verdict = vacuous('nothing to judge');
  let isFirst = true;
  for (const verdict of verdicts) {
    if (verdict.outcome === 'violated') return verdict;
    if (isFirst || verdict.outcome === 'holds') found = verdict;
    isFirst = false;
  }
  return found;
}
