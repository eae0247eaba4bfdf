import { systemClock } from '../support/clock.ts';
import type { Clock } from '../support/clock.ts';
import { exitCodes } from '../support/errors.ts';
import { describeFileError } from '../support/files.ts';

/** Everything a command may touch of the process around it, so that tests can run commands in process. */
export interface Io {
  /** Writes results. */
  readonly stdout: (text: string) => void;
  /** Writes progress and errors. */
  readonly stderr: (text: string) => void;
  readonly clock: Clock;
  /** Aborts on the first Ctrl-C or SIGTERM: stop, write what there is, and end. */
  readonly signal: AbortSignal;
  readonly setExitCode: (code: number) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether progress may redraw lines (standard error is a terminal and no CI runs it). */
  readonly live: boolean;
  /** Columns of the terminal that progress is shown on, as it is now; absent: unknown. */
  readonly columns?: () => number | undefined;
  /** Whether standard output may carry colour. */
  readonly color: boolean;
}

/** The process's own streams, clock, signals and exit code. */
export function processIo(): Io {
  const abort = new AbortController();
  let interrupts = 0;
  const interrupt = () => {
    interrupts += 1;
    // The second Ctrl-C is from somebody who doesn't want to wait for a tidy end.
    if (interrupts > 1) process.exit(exitCodes.interrupted);
    abort.abort(new Error('interrupted'));
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  // Nobody who reads of progress is no reason to stop.
  process.stderr.on('error', () => {});
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that went away (`| head`) is no error of ours.
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? exitCodes.ok);
    process.stderr.write(`error: standard output can't be written: ${describeFileError(error)}\n`);
    process.exit(exitCodes.usage);
  });
  const { env } = process;
  const plain = env['NO_COLOR'] !== undefined && env['NO_COLOR'] !== '';
  return {
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    clock: systemClock,
    signal: abort.signal,
    setExitCode: (code) => {
      process.exitCode = code;
    },
    env,
    live: process.stderr.isTTY && env['CI'] === undefined && env['TERM'] !== 'dumb',
    columns: () => process.stderr.columns,
    color: !plain && (process.stdout.isTTY || env['FORCE_COLOR'] !== undefined),
  };
}
