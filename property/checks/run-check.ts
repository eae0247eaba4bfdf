import * as fc from 'fast-check';
import type { Verdict } from '../invariants/index.ts';
import type { ActiveCheck } from './check.ts';
import type { Exchange } from './exchange.ts';
import { NotTried, Refuted } from './outcome.ts';
import { Probe } from './probe.ts';
import type { ProbeOptions } from './probe.ts';
import { lacking } from './world.ts';
import type { World } from './world.ts';

/** How a claim was refuted. */
export interface Refutation {
  readonly expected: string;
  readonly received: string;
  /** Requests of the shortest run that shows it. */
  readonly exchanges: readonly Exchange[];
  /** fast-check's path to that run; absent where there is nothing random. */
  readonly path?: string;
  /** How often the run was made shorter. */
  readonly shrinks: number;
}

/** What came of one check. */
export type CheckOutcome =
  | { readonly kind: 'holds'; readonly runs: number }
  | { readonly kind: 'not_tried'; readonly reason: string }
  | ({ readonly kind: 'refuted' } & Refutation);

export interface RunCheckOptions extends ProbeOptions {
  readonly world: World;
  readonly seed: number;
  readonly runs: number;
  /** A path that an earlier run printed: it is made first, then shrunk further. */
  readonly path?: string;
}

/** Runs that may be spent on making one failure shorter; a step that fails again counts like one that doesn't. */
const maxShrinkRuns = 150;

/** How often a replayed run is tried until it fails. */
const replayTries = 10;

/** The words of a refutation: the place is told where there is one. */
export function wordsOf(verdict: Verdict): { readonly expected: string; readonly received: string } {
  if (verdict.outcome !== 'violated') throw new RangeError('nothing was violated');
  const { path, expected, received } = verdict.problem;
  return { expected, received: path === '$' ? received : `${received} (at ${path})` };
}

/** Makes a check: as often as is asked for, and shrinks what refutes it. Never throws but for defects. */
export async function runCheck(check: ActiveCheck, options: RunCheckOptions): Promise<CheckOutcome> {
  const { world, seed, path, log } = options;
  const lack = lacking(world, check.needs);
  if (lack !== undefined) return { kind: 'not_tried', reason: lack };
  if (log.endText !== undefined) return { kind: 'not_tried', reason: log.endText };
  const plan = check.plan(world);
  let held = 0;
  let reason: string | undefined;
  let shrinkRuns = 0;
  let last: { expected: string; received: string; exchanges: readonly Exchange[] } | undefined;

  const isUnrefuted = async (value: unknown): Promise<boolean> => {
    if (last !== undefined) shrinkRuns += 1;
    if (shrinkRuns > maxShrinkRuns || log.end !== undefined) {
      reason ??= log.endText;
      return true;
    }
    const probe = new Probe(options);
    try {
      const verdict = await plan.run(probe, value);
      if (verdict.outcome === 'holds') held += 1;
      else if (verdict.outcome === 'vacuous') reason ??= verdict.reason;
      else last = { ...wordsOf(verdict), exchanges: probe.exchanges };
      return verdict.outcome !== 'violated';
    } catch (error) {
      if (error instanceof Refuted) {
        last = { expected: error.expected, received: error.received, exchanges: probe.exchanges };
        return false;
      }
      if (!(error instanceof NotTried)) throw error;
      reason ??= error.message;
      return true;
    }
  };

  const property = fc.asyncProperty(plan.values, isUnrefuted);
  const numRuns = path === undefined ? Math.min(options.runs, check.maxRuns) : 1;
  let details = await fc.check(property, { seed, numRuns, ...(path === undefined ? {} : { path }) });
  // What a deployment does now and then is not shown by one try.
  const tries = path === undefined ? 1 : replayTries;
  for (let again = 1; !details.failed && again < tries; again += 1)
    details = await fc.check(property, { seed, numRuns, path: path ?? '' });
  // A defect of a check itself: it must not pass for a finding.
  if (details.failed && last === undefined)
    throw details.errorInstance instanceof Error
      ? details.errorInstance
      : new Error(`${check.name} failed without a word`);
  if (last !== undefined) {
    const { counterexamplePath } = details;
    return {
      kind: 'refuted',
      ...last,
      ...(check.maxRuns > 1 && counterexamplePath !== null ? { path: counterexamplePath } : {}),
      shrinks: details.numShrinks,
    };
  }
  if (held > 0) return { kind: 'holds', runs: held };
  return { kind: 'not_tried', reason: reason ?? 'no run said anything about it' };
}
