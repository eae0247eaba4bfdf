import { exitCodes } from '../support/errors.ts';
import type { HarnessError } from '../support/errors.ts';
import type { Io } from './io.ts';

/** By its name: what is bundled has a class of its own. */
const isHarnessError = (error: unknown): error is HarnessError =>
  error instanceof Error && error.name === 'HarnessError';

/** Prints what went wrong, for its reader; yields the exit code. */
export function reportError(error: unknown, io: Io): number {
  if (isHarnessError(error)) {
    const [only, ...more] = error.problems;
    if (more.length === 0) io.stderr(`error: ${only}\n`);
    else io.stderr(`${error.problems.length} problems:\n${error.problems.map((p) => `  - ${p}\n`).join('')}`);
    return error.exitCode;
  }
  const text = error instanceof Error ? error.message : String(error);
  io.stderr(
    `internal error: ${text}\nThis is a defect of chatkit-harness; DEBUG=chatkit-harness shows where.\n`,
  );
  if (io.env['DEBUG']?.includes('chatkit-harness') && error instanceof Error) io.stderr(`${error.stack}\n`);
  return exitCodes.finding;
}
