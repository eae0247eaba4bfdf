/** What the process says by its exit code. Listed in `docs/cli.md`. */
export const exitCodes = {
  /** Nothing was refuted; inconclusive claims are warned of. */
  ok: 0,
  /** A violation, a counterexample or invalid data was found. */
  finding: 1,
  /** Wrong usage or configuration. */
  usage: 2,
  /** The target or the driver could not be used from the start, so nothing can be said. */
  unusable: 3,
  /** A threshold was crossed. */
  threshold: 99,
  /** Interrupted; what was measured so far has been written. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/**
 * An error that is the user's to read: it names what is wrong and the likely mistake, lists all problems at
 * once, and carries the exit code. Anything else that is thrown is a defect of this program.
 */
export class HarnessError extends Error {
  override readonly name: string = 'HarnessError';
  readonly exitCode: ExitCode;
  /** One line each, in the order in which a reader would mend them. */
  readonly problems: readonly string[];

  constructor(exitCode: ExitCode, problems: string | readonly string[], options?: ErrorOptions) {
    const list = typeof problems === 'string' ? [problems] : problems;
    super(list.join('\n'), options);
    this.exitCode = exitCode;
    this.problems = list;
  }
}

/** Wrong usage or configuration: exit code 2. */
export function usageError(...problems: string[]): HarnessError {
  return new HarnessError(exitCodes.usage, problems);
}

/** The target or driver could not be used from the start: exit code 3. */
export function unusableError(problem: string, cause?: unknown): HarnessError {
  return new HarnessError(exitCodes.unusable, problem, { cause });
}
