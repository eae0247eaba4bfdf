import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { unusableError } from '../../support/errors.ts';

/** One k6 process. */
export interface ProcessOptions {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Each line of its standard output. */
  readonly onOutput: (line: string) => void;
  /** Each line of its log. */
  readonly onLog: (line: string) => void;
  /** Stops it as Ctrl-C would: requests under way may end, `teardown()` runs. */
  readonly signal: AbortSignal;
}

/** A k6 that was asked to stop gets this long for its teardown, then a second signal ends it at once. */
const patienceMs = 20_000;

/**
 * Runs a process to its end, its output read as it comes: a reader that falls behind slows the pipe down, nothing piles up here.
 * @returns its exit code.
 * @throws HarnessError (exit code 3) when it cannot be started.
 */
export async function runProcess({
  file,
  args,
  env,
  onOutput,
  onLog,
  signal,
}: ProcessOptions): Promise<number> {
  // A group of its own: Ctrl-C on the terminal reaches the harness alone, which then says it to k6 once. k6 takes a
  // second one as "at once", and what it had not written yet would be lost.
  const child = spawn(file, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const spawned = once(child, 'spawn');
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  let timer: NodeJS.Timeout | undefined;
  const stop = () => {
    child.kill('SIGINT');
    timer = setTimeout(() => child.kill('SIGINT'), patienceMs);
  };
  try {
    await spawned.catch((error: NodeJS.ErrnoException) => {
      closed.catch(() => undefined);
      throw unusableError(`${file} cannot be started (${error.code ?? error.message})`, error);
    });
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    const output = createInterface({ input: child.stdout, crlfDelay: Infinity });
    const log = createInterface({ input: child.stderr, crlfDelay: Infinity });
    output.on('line', onOutput);
    log.on('line', onLog);
    const ends = Promise.all([once(output, 'close'), once(log, 'close')]);
    const [code, killedBy] = await closed;
    await ends;
    return code ?? (killedBy === null ? 1 : 128);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}
