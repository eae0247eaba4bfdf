import type { Evidence, EvidenceKind } from './evidence.ts';
import type { Verdict } from './verdict.ts';

/**
 * Where a claim comes from:
 * - `published`: the documentation of the API says it. Any deployment can be failed by it.
 * - `observed`: seen of the real service and not promised.
 * - `synthetic`: the choice of the reference deployment where nothing is published (`docs/synthetic.md`). In another
 *   deployment its violation is a difference, not a fault.
 */
export type ClaimSource = 'published' | 'observed' | 'synthetic';

/** One thing that is claimed of the API, and the judge of it: a pure function of what was recorded. */
export interface Invariant<K extends EvidenceKind = EvidenceKind> {
  /** Its stable name, in snake case: `page_never_exceeds_limit`. */
  readonly name: string;
  /** The claim in one line. */
  readonly claim: string;
  readonly source: ClaimSource;
  /** What it rests on: the words of the documentation, or why this was chosen. */
  readonly basis: string;
  /** The kind of evidence that it judges. */
  readonly evidence: K;
  readonly judge: (evidence: Evidence<K>) => Verdict;
}

/** An invariant that has no name yet. */
export type Unnamed<K extends EvidenceKind> = Omit<Invariant<K>, 'name'>;

/** Defines an invariant; its name is its key in the group. */
export const invariant = <K extends EvidenceKind>(
  evidence: K,
  [source, claim, basis]: readonly [source: ClaimSource, claim: string, basis: string],
  judge: (evidence: Evidence<K>) => Verdict,
): Unnamed<K> => ({ evidence, source, claim, basis, judge });
