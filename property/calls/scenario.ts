import type { z } from 'zod';
import type { OperationId } from '../../schema/index.ts';
import type { RandomStream } from '../../support/random.ts';
import type { Fault, Observed } from './observed.ts';
import type { Script } from './server/exchange.ts';

/**
 * Where a claim comes from: what is published of the API or of HTTP, what the clients' own documentation says, or a
 * convention, which a client may knowingly leave (its expectation file then says so).
 */
export type Source = 'published' | 'client documentation' | 'convention';

/** What a scenario does with one plan: the call, and the server that it is made against. */
export interface Play extends Script {
  readonly operation: OperationId;
  /** By their wire names; those of the path too. */
  readonly params: Readonly<Record<string, unknown>>;
  /** The timeout that the client is to be given. */
  readonly timeoutMs?: number;
  /** How long the call may take before it counts as hung; default 20 s. */
  readonly deadlineMs?: number;
}

/** What a scenario's judge says; the name of the rule and what is expected are the scenario's own. */
export interface Breach {
  readonly what: string;
  readonly detail: string;
  readonly expected?: string;
}

/** A way in which a server may behave, and what a client must make of it. */
export interface Scenario<Plan = unknown> {
  /** Stable: `paging/repeated-cursor`. */
  readonly name: string;
  /** What the server does, in one line. */
  readonly server: string;
  /** What the client must do, in one line that is true or false. */
  readonly claim: string;
  readonly source: Source;
  /** Where it is published: `RFC 9110, 10.2.3`. */
  readonly reference?: string;
  /** A plan is plain JSON: saved cases and expectation files hold it. */
  readonly plan: z.ZodType<Plan>;
  /** The plan that shrinking works towards. */
  readonly simplest: Plan;
  /** The n-th plan of a seed; the first ones go through the forms in order. */
  readonly draw: (stream: RandomStream, n: number) => Plan;
  readonly play: (plan: Plan) => Play;
  readonly judge: (plan: Plan, observed: Observed, play: Play) => readonly Breach[];
  /** Common rules that this scenario breaks on purpose or by nature. */
  readonly exempt?: readonly string[];
}

/** A scenario whose plans have become plain JSON, so that scenarios of all kinds can stand in one list. */
export interface AnyScenario extends Omit<Scenario, 'draw' | 'play' | 'judge'> {
  readonly draw: (stream: RandomStream, n: number) => unknown;
  readonly play: (plan: unknown) => Play;
  readonly judge: (plan: unknown, observed: Observed) => readonly Fault[];
}

/** Makes a scenario out of its description. */
export function scenario<Plan>(description: Scenario<Plan>): AnyScenario {
  const { name, claim, judge, play, plan: schema } = description;
  return {
    ...description,
    play: (plan) => play(schema.parse(plan)),
    judge: (plan, observed) => {
      const read = schema.parse(plan);
      return judge(read, observed, play(read)).map(({ what, detail, expected = claim }) => ({
        rule: name,
        what,
        detail,
        expected,
      }));
    },
  };
}
