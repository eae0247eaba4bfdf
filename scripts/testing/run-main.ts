import { systemClock } from '../../support/clock.ts';
import type { Io } from '../io.ts';
import { main } from '../main.ts';

export interface MainResult {
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a command line in this process: twenty times faster than the binary, for whatever is not about the process.
 * @param interruptAt aborts, as Ctrl-C does, as soon as standard error holds this text, or this signal says so.
 * @param env the environment; default: empty.
 */
export async function runMain(
  args: readonly string[],
  interruptAt?: RegExp | AbortSignal,
  env: Io['env'] = {},
): Promise<MainResult> {
  const abort = new AbortController();
  let code: number | undefined;
  let stdout = '';
  let stderr = '';
  const io: Io = {
    stdout: (text) => void (stdout += text),
    stderr: (text) => {
      stderr += text;
      if (interruptAt instanceof RegExp && interruptAt.test(stderr)) abort.abort();
    },
    clock: systemClock,
    signal: interruptAt instanceof AbortSignal ? AbortSignal.any([abort.signal, interruptAt]) : abort.signal,
    setExitCode: (exitCode) => {
      code = exitCode;
    },
    env,
    live: false,
    color: false,
  };
  await main(args, io);
  return { code, stdout, stderr };
}
