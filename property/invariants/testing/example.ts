import type { Evidence, EvidenceKind } from '../evidence.ts';

/** What a claim says of some evidence. */
export interface Examples<K extends EvidenceKind> {
  readonly holds: readonly Evidence<K>[];
  /** With the problem, as `path: expected …, got …`. */
  readonly violated: readonly (readonly [evidence: Evidence<K>, problem: string])[];
  readonly vacuous: readonly (readonly [evidence: Evidence<K>, reason: string])[];
}

/** Examples of an invariant, with a type that says for which kind of evidence they are. */
export const examples = <K extends EvidenceKind>(
  holds: Examples<K>['holds'],
  violated: Examples<K>['violated'],
  vacuous: Examples<K>['vacuous'] = [],
): Examples<K> => ({ holds, violated, vacuous });
