import * as fc from 'fast-check';
import { holds, violated } from '../invariants/verdict.ts';
import { invariants } from '../invariants/index.ts';
import type { ClaimSource, Evidence, InvariantName, Verdict } from '../invariants/index.ts';
import type { ActiveCheck, CheckGroup } from './check.ts';
import type { Probe } from './probe.ts';
import type { Need, World } from './world.ts';

/** The words of a check: where its claim comes from, the claim, what it rests on. */
export type Words = readonly [source: ClaimSource, claim: string, basis: string];

/** A way to gather evidence: values to do it with, and what is done. */
export interface Experiment<T, R> {
  readonly needs?: readonly Need[];
  /** Default: as many as are asked for. */
  readonly maxRuns?: number;
  /** Whether it mostly waits; default false. */
  readonly isPatient?: boolean;
  readonly values: (world: World) => fc.Arbitrary<T>;
  readonly run: (probe: Probe, value: T, world: World) => Promise<R>;
}

/** Makes checks of one group. */
export function checksOf(group: CheckGroup) {
  const active = (
    name: string,
    [source, claim, basis]: Words,
    { needs = [], maxRuns = Infinity, isPatient = false, values, run }: Experiment<unknown, Verdict>,
  ): ActiveCheck => ({
    kind: 'active',
    name,
    group,
    source,
    claim,
    basis,
    needs,
    maxRuns,
    isPatient,
    plan: (world) => ({ values: values(world), run: (probe, value) => run(probe, value, world) }),
  });
  return {
    /** A check over random values. */
    check: <T>(name: string, words: Words, experiment: Experiment<T, Verdict>): ActiveCheck =>
      active(name, words, experiment as Experiment<unknown, Verdict>),

    /** A check of one fixed sequence. */
    once: (
      name: string,
      words: Words,
      needs: readonly Need[],
      run: (probe: Probe, world: World) => Promise<Verdict>,
    ): ActiveCheck =>
      active(name, words, {
        needs,
        maxRuns: 1,
        values: () => fc.constant(null),
        run: (probe, _value, world) => run(probe, world),
      }),

    /** A check of an invariant, by evidence that an experiment gathers; name and claim are the invariant's. */
    invariant: <N extends InvariantName, T>(
      name: N,
      experiment: Experiment<T, Evidence<(typeof invariants)[N]['evidence']>>,
    ): ActiveCheck => {
      const { source, claim, basis, judge } = invariants[name];
      return active(name, [source, claim, basis], {
        ...(experiment as Experiment<unknown, Evidence<(typeof invariants)[N]['evidence']>>),
        run: async (probe, value, world) =>
          (judge as (evidence: unknown) => Verdict)(await experiment.run(probe, value as T, world)),
      });
    },
  };
}

/** Holds when the status is one of these. */
export const statusIs = (status: number, wanted: readonly number[], what = ''): Verdict =>
  wanted.includes(status) ? holds : violated('$', `status ${wanted.join(' or ')}${what}`, `status ${status}`);

/** Holds when the answer is a refusal of the caller's request. */
export const isRefusal = (status: number): Verdict =>
  status >= 400 && status < 500 ? holds : violated('$', 'a refusal (status 4xx)', `status ${status}`);
