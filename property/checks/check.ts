import type * as fc from 'fast-check';
import type { ClaimSource, Verdict } from '../invariants/index.ts';
import type { Exchange } from './exchange.ts';
import type { Probe } from './probe.ts';
import type { Need, World } from './world.ts';

/** What checks are listed under, in the order in which they are made. */
export const checkGroups = [
  'contract',
  'lifecycle',
  'paging',
  'errors',
  'authorization',
  'isolation',
  'limits',
  'hostile',
  'headers',
  'traffic',
  'deletion',
] as const;
export type CheckGroup = (typeof checkGroups)[number];

interface CheckFacts {
  /** Stable, in snake case. */
  readonly name: string;
  readonly group: CheckGroup;
  /** One line that can be true or false. */
  readonly claim: string;
  /** Only what is `published` can fail somebody else's deployment. */
  readonly source: ClaimSource;
  /** The words of the documentation that it rests on, or why it was chosen. */
  readonly basis: string;
}

/** Sends requests of its own, over and over with other values. */
export interface ActiveCheck extends CheckFacts {
  readonly kind: 'active';
  readonly needs: readonly Need[];
  /** Most runs, whatever is asked for: a check without random values is made once. */
  readonly maxRuns: number;
  /** Whether it mostly waits: it is then made beside the others. */
  readonly isPatient: boolean;
  readonly plan: (world: World) => CheckPlan;
}

/** What one check does: a value, and what is done and judged with it. */
export interface CheckPlan {
  readonly values: fc.Arbitrary<unknown>;
  /** @throws Refuted, NotTried */
  readonly run: (probe: Probe, value: unknown) => Promise<Verdict>;
}

/** Looks at every exchange, whoever made it. */
export interface TrafficCheck extends CheckFacts {
  readonly kind: 'traffic';
  /** Made anew for each run, for it may remember. */
  readonly observe: () => (exchange: Exchange) => Verdict;
}

export type Check = ActiveCheck | TrafficCheck;
