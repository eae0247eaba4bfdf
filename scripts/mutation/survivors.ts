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
];
