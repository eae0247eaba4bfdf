import { fork, spawn } from 'node:child_process';
import type { ChildProcess, ForkOptions } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../support/clock.ts';

/** The folder that the project is in. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A program that did not do what it should. */
const failed = (what: string, code: unknown, stderr: string): Error =>
  new Error(`${what} ended with ${String(code)}\n${stderr}`);

/** Runs a script of this folder that sends one message and ends. @returns that message. */
export async function runOnce<A>(script: string, ...args: readonly string[]): Promise<A> {
  const servant = await Servant.start(script, args);
  await servant.close();
  return servant.first as A;
}

/** The same, with all its threads on one core. Linux only. */
export async function runOnceOnOneCore<A>(script: string, ...args: readonly string[]): Promise<A> {
  const servant = await Servant.start(script, args, {
    execPath: 'taskset',
    execArgv: ['--cpu-list', '0', process.execPath],
  });
  await servant.close();
  return servant.first as A;
}

/** A process that answers orders one at a time. */
export class Servant<O extends object> {
  readonly #child: ChildProcess;
  readonly #name: string;
  #stderr = '';
  /** Its first message, with which it says that it is there. */
  first: unknown;

  private constructor(script: string, args: readonly string[], options: ForkOptions) {
    this.#name = [script, ...args].join(' ');
    const file = fileURLToPath(new URL(script, import.meta.url));
    this.#child = fork(file, [...args], { ...options, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => void (this.#stderr += text));
  }

  /** Starts a script of this folder; it is there when it has sent its first message. */
  static async start<O extends object>(
    script: string,
    args: readonly string[] = [],
    options: ForkOptions = {},
  ): Promise<Servant<O>> {
    const servant = new Servant<O>(script, args, options);
    servant.first = await servant.#answer();
    return servant;
  }

  async ask<A>(order: O): Promise<A> {
    this.#child.send(order);
    return (await this.#answer()) as A;
  }

  async #answer(): Promise<unknown> {
    const over = new AbortController();
    try {
      return await Promise.race([
        once(this.#child, 'message', { signal: over.signal }).then(([message]: unknown[]) => message),
        once(this.#child, 'exit', { signal: over.signal }).then(([code]: unknown[]) => {
          throw failed(this.#name, code, this.#stderr);
        }),
      ]);
    } finally {
      over.abort();
    }
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    if (this.#child.connected) this.#child.disconnect();
    await ended;
  }
}

/** Runs a program to its end, with its output thrown away. @returns how long that took on the wall's clock, in milliseconds. */
export async function timeProcess(args: readonly string[], cwd: string): Promise<number> {
  const startMs = systemClock.monotonicMs();
  const child = spawn(process.execPath, [...args], { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (stderr += text));
  const [code] = (await once(child, 'close')) as [number | null];
  const elapsedMs = systemClock.monotonicMs() - startMs;
  if (code !== 0) throw failed(args.join(' ').slice(0, 200), code, stderr);
  return elapsedMs;
}
