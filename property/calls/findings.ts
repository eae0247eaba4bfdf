import { createHash } from 'node:crypto';
import type { CallCase } from './cases.ts';
import type { Fault, Observed } from './observed.ts';
import type { Source } from './scenario.ts';
import { judgeRules, rules } from './rules.ts';

/** A distinct way in which a client's calls fail, with the smallest plan that was found for it. */
export interface CallFinding {
  /** Short and stable: of the signature. */
  readonly id: string;
  /** What the cause is told apart by; expectation files hold it. */
  readonly signature: string;
  readonly fault: Fault;
  readonly scenario: string;
  /** What the server does in it. */
  readonly server: string;
  readonly source: Source;
  readonly reference: string | undefined;
  /** The minimal plan: with the scenario, all that is needed to play it again. */
  readonly plan: unknown;
  /** What was seen with that plan. */
  readonly observed: Observed;
  /** The case that it was found with, which is made again from the seed. */
  readonly path: string;
  readonly originalPlan: unknown;
  /** How many cases showed it. */
  readonly count: number;
  readonly shrink: { readonly steps: number; readonly tries: number; readonly minimal: boolean };
}

/** All that an observation breaks. */
export function judgeCase({ scenario, plan }: CallCase, observed: Observed): readonly Fault[] {
  const { outcome } = observed;
  if (outcome.kind === 'skipped') return [];
  const play = scenario.play(plan);
  // A process that ended says nothing of how the client would have gone on.
  const ended = outcome.kind === 'failed' && outcome.failure !== 'hung';
  return [...(ended ? [] : scenario.judge(plan, observed)), ...judgeRules(observed, play, scenario.exempt)];
}

/** What tells causes apart: `paging/honest: entries lost`, `ends: hung, in paging/honest`. */
export function signatureOf({ scenario }: Pick<CallCase, 'scenario'>, { rule, what }: Fault): string {
  const common = rules.find(({ name }) => name === rule);
  return `${rule}: ${what}${common?.perScenario === true ? `, in ${scenario.name}` : ''}`;
}

/** Cases that failed alike, before shrinking. */
export interface CallGroup {
  readonly signature: string;
  readonly fault: Fault;
  readonly example: CallCase;
  readonly observed: Observed;
  readonly count: number;
}

/** Failures so far, one group for each distinct cause. */
export class CallGroups {
  readonly #groups = new Map<string, CallGroup>();

  get all(): readonly CallGroup[] {
    return [...this.#groups.values()];
  }

  add(example: CallCase, fault: Fault, observed: Observed): void {
    const signature = signatureOf(example, fault);
    const former = this.#groups.get(signature);
    this.#groups.set(
      signature,
      former === undefined
        ? { signature, fault, example, observed, count: 1 }
        : { ...former, count: former.count + 1 },
    );
  }
}

/** A group as a finding. */
export function describeCallGroup(
  { signature, fault, example, observed, count }: CallGroup,
  minimal: { readonly plan: unknown; readonly observed: Observed; readonly fault: Fault } = {
    plan: example.plan,
    observed,
    fault,
  },
  shrink: CallFinding['shrink'] = { steps: 0, tries: 0, minimal: false },
): CallFinding {
  const { scenario, path } = example;
  const rule = rules.find(({ name }) => name === fault.rule) ?? scenario;
  return {
    id: createHash('sha256').update(signature).digest('hex').slice(0, 8),
    signature,
    fault: minimal.fault,
    scenario: scenario.name,
    server: scenario.server,
    source: rule.source,
    reference: rule.reference,
    plan: minimal.plan,
    observed: minimal.observed,
    path,
    originalPlan: example.plan,
    count,
    shrink,
  };
}
