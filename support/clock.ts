/**
 * Time, passed in. Nothing outside this file reads the machine's clock, so that every part can run in
 * virtual time and every result can be made again.
 */
export interface Clock {
  /** Wall-clock time: milliseconds since the Unix epoch; may be fractional. */
  nowMs(): number;
  /** Monotonic time in milliseconds from an arbitrary origin; never steps back; sub-millisecond where the platform has it. */
  monotonicMs(): number;
  /** Resolves after `ms` milliseconds, or at once when `signal` aborts (it never rejects). */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  nowMs: () => performance.timeOrigin + performance.now(),
  monotonicMs: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted || ms <= 0) return resolve();
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal?.addEventListener('abort', done, { once: true });
    }),
};

/** A clock that stands still until it is told to move. */
export interface VirtualClock extends Clock {
  /** Moves time forward by `ms`, waking sleepers in the order of their wake-up times. */
  advance(ms: number): Promise<void>;
}

interface Sleeper {
  wakeMs: number;
  wake: () => void;
}

/**
 * A clock for tests and simulations.
 * @param startMs the wall-clock time it starts at; default 2025-01-01T00:00:00Z.
 */
export function createVirtualClock(startMs = 1_735_689_600_000): VirtualClock {
  let nowMs = startMs;
  let sleepers: Sleeper[] = [];
  return {
    nowMs: () => nowMs,
    monotonicMs: () => nowMs - startMs,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted || ms <= 0) return resolve();
        const sleeper: Sleeper = { wakeMs: nowMs + ms, wake: resolve };
        sleepers.push(sleeper);
        signal?.addEventListener('abort', () => {
          sleepers = sleepers.filter((other) => other !== sleeper);
          resolve();
        });
      }),
    async advance(ms) {
      const untilMs = nowMs + ms;
      for (;;) {
        const due = sleepers.filter((s) => s.wakeMs <= untilMs).toSorted((a, b) => a.wakeMs - b.wakeMs)[0];
        if (due === undefined) break;
        sleepers = sleepers.filter((other) => other !== due);
        nowMs = due.wakeMs;
        due.wake();
        await new Promise((settle) => setImmediate(settle));
      }
      nowMs = untilMs;
    },
  };
}
