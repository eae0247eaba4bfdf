/** A mutant that no test can notice, or need not. One that is killed after all, or is no more, fails the run too. */
export interface ExpectedSurvivor {
  readonly file: string;
  /** The line that is changed, or where the change begins, without its indentation. */
  readonly line: string;
  /** What the changed part of it becomes. */
  readonly becomes: string;
  /** Why nobody can tell the difference. */
  readonly reason: string;
}

export const expectedSurvivors: readonly ExpectedSurvivor[] = [
  {
    file: 'server/limiter/fixed-window-aligned.ts',
    line: 'let window = -Infinity;',
    becomes: '+Infinity',
    reason: 'no window has either number, so the first request opens one',
  },
  {
    file: 'server/limiter/sliding-window-counter.ts',
    line: 'let window = -Infinity;',
    becomes: '+Infinity',
    reason: 'no window has either number, nor stands next to it, so the first request opens one',
  },
  {
    file: 'load/analysis/refusal-search.ts',
    line: 'for (let k = sentBefore; k < sends.length && most <= ceiling; k += 1) {',
    becomes: 'true',
    reason: 'once there are too many it does not matter how many: looking on only takes time',
  },
  {
    file: 'load/analysis/hypotheses/fixed-phases.ts',
    line: 'return indices.filter((i) => at(firstByteUs, i) - at(sentUs, i) < spanUs);',
    becomes: 'at(firstByteUs, i) - at(sentUs, i) <= spanUs',
    reason:
      'the starts that an answer exactly as long as the span rules out are none: it opens and closes at one moment',
  },
  {
    file: 'load/analysis/hypotheses/fixed-phases.ts',
    line: 'if (longestOf(columns, indices) < spanUs) return indices;',
    becomes: 'longestOf(columns, indices) <= spanUs',
    reason: 'as above, and of a longer one nothing is taken for granted',
  },
  {
    file: 'load/analysis/hypotheses/fixed-phases.ts',
    line: 'if (longestOf(columns, indices) < spanUs) return indices;',
    becomes: 'false',
    reason: 'where all are shorter the same list is made anew: this only saves time',
  },
  {
    file: 'load/analysis/hypotheses/fixed-phases.ts',
    line: 'if (openUs > untilUs) {',
    becomes: 'true',
    reason: 'stretches that touch are joined where they are kept: to do so before only saves room',
  },
  {
    file: 'load/analysis/hypotheses/fixed-phases.ts',
    line: 'if (openUs > untilUs) {',
    becomes: 'openUs >= untilUs',
    reason: 'stretches that only touch are joined where they are kept, too',
  },
  {
    file: 'load/analysis/hypotheses/fixed-phases.ts',
    line: 'if (known?.limit === limit) return known.sinceUs;',
    becomes: 'false',
    reason: 'what is not remembered is found again: this only saves time',
  },
  {
    file: 'load/analysis/hypotheses/fixed-phases.ts',
    line: 'explainedCache.set(columns, { limit, sinceUs });',
    becomes: '{}',
    reason: 'what is remembered of no limit is found again: this only saves time',
  },
  {
    file: 'property/invariants/lists.ts',
    line: 'if (!wanted.some((entry, i) => entry.created_at === wanted[i + 1]?.created_at))',
    becomes: 'i - 1',
    reason: 'who has the same time as the entry before has it as the entry behind that one',
  },
  {
    file: 'property/invariants/collect-walk.ts',
    line: "if (end !== 'budget' || cursor === null) break;",
    becomes: 'false',
    reason: 'for the compiler: a walk that no cursor leads on has its end by then',
  },
  {
    file: 'property/invariants/secret.ts',
    line: 'if (encoded === undefined) return undefined;',
    becomes: 'false',
    reason: 'for the compiler: "undefined", taken for base64, is no JSON',
  },
  {
    file: 'property/invariants/secret.ts',
    line: '} catch {',
    becomes: '{}',
    reason: 'the function ends behind it, and returns undefined there too',
  },
  {
    file: 'property/invariants/sessions.ts',
    line: '...(sent === undefined ? [] : [judgeVariables(sent, session.workflow.state_variables)]),',
    becomes: '["Stryker was here"]',
    reason: 'a text among the verdicts is neither a violation nor the first of them',
  },
  {
    file: 'property/invariants/unions.ts',
    line: 'return def?.discriminator ?? inner?.discriminator;',
    becomes: 'def.discriminator',
    reason: 'only places that the contract names are asked for, and those have a schema',
  },
];
