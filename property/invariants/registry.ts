import { accessInvariants } from './access.ts';
import { cursorInvariants } from './cursors.ts';
import type { Evidence, EvidenceKind } from './evidence.ts';
import type { Invariant, Unnamed } from './invariant.ts';
import { pageInvariants } from './pages.ts';
import { sessionInvariants } from './sessions.ts';
import { unionInvariants } from './unions.ts';
import type { Verdict } from './verdict.ts';
import { walkPairInvariants } from './walk-pairs.ts';
import { walkInvariants } from './walks.ts';

const groups = {
  ...pageInvariants,
  ...walkInvariants,
  ...walkPairInvariants,
  ...cursorInvariants,
  ...unionInvariants,
  ...sessionInvariants,
  ...accessInvariants,
};

export type InvariantName = keyof typeof groups;

type KindOf<N extends InvariantName> = (typeof groups)[N]['evidence'];

/** Every invariant by its name: `invariants.page_never_exceeds_limit.judge(evidence)`. */
export const invariants = Object.fromEntries(
  Object.entries(groups).map(([name, unnamed]) => [name, { name, ...unnamed }]),
) as { readonly [N in InvariantName]: Unnamed<KindOf<N>> & { readonly name: N } };

/** All names, in the order of the documentation. */
export const invariantNames = Object.keys(groups) as InvariantName[];

/** An invariant with its verdict. */
export interface Judgement<K extends EvidenceKind = EvidenceKind> {
  readonly invariant: Invariant<K>;
  readonly verdict: Verdict;
}

/** All invariants that judge a kind of evidence. */
export const invariantsOf = <K extends EvidenceKind>(kind: K): Invariant<K>[] =>
  invariantNames
    .map((name) => invariants[name] as unknown as Invariant<K>)
    .filter(({ evidence }) => evidence === kind);

/** The verdicts of all invariants that judge this kind of evidence, in the order of the documentation. */
export const judgeAll = <K extends EvidenceKind>(kind: K, evidence: Evidence<K>): Judgement<K>[] =>
  invariantsOf(kind).map((invariant) => ({ invariant, verdict: invariant.judge(evidence) }));
