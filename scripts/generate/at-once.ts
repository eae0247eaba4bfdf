import type { Io } from '../io.ts';
import { reportError } from '../report-error.ts';
import { generate } from './generate.ts';
import { readPlain } from './read-plain.ts';

/**
 * Runs `generate` without what other commands, help and the words for mistakes take to be loaded.
 * @param argv what stands behind `generate`.
 * @returns false when nothing was done, for the command line holds more than options of `generate`.
 */
export async function generateAtOnce(argv: readonly string[], io: () => Io): Promise<boolean> {
  const options = readPlain(argv);
  if (options === undefined) return false;
  const own = io();
  try {
    await generate(options, own);
  } catch (error) {
    own.setExitCode(reportError(error, own));
  }
  return true;
}
