import type { Clock } from '../../support/clock.ts';
import { createMinHeap } from './heap.ts';

/**
 * Calls at absolute times:
 *
 *     now ───── sleep (timer, about 1 ms coarse) ─────┤ 2 ms of turns of the event loop ├ due: call
 *
 * The turns cost a core while they last, but each of them lets sockets and timers have their turn too. Above
 * 500 calls a second there is nothing left to sleep, and one core is spent on punctuality.
 */
export interface Pacer {
  /** Calls `fire` once, not before `atMs`; when that is past, in one of the next turns. It must not throw. */
  at(atMs: number, fire: () => void): void;
  /** Forgets all calls that are still to come. */
  clear(): void;
}

const spinMs = 2;
/** A laptop may sleep and timers overflow beyond 24 days: look at the clock now and then. */
const longestSleepMs = 60_000;
/** Overdue calls made in one turn; more would keep answers from being read when they arrive. */
const callsPerTurn = 64;

/** @param nowMs the time on the scale of `at`; `clock` only sleeps. */
export function createPacer(clock: Pick<Clock, 'sleep'>, nowMs: () => number): Pacer {
  const calls = createMinHeap<() => void>();
  let spinning = false;
  let sleep: { wakeMs: number; abort: AbortController } | undefined;

  function arm(): void {
    const nextMs = calls.peekKey();
    if (nextMs === undefined || spinning) return;
    const waitMs = Math.min(nextMs - spinMs - nowMs(), longestSleepMs);
    if (waitMs <= 0) {
      spinning = true;
      setImmediate(turn);
      return;
    }
    const abort = new AbortController();
    sleep = { wakeMs: nowMs() + waitMs, abort };
    void sleepThenArm(waitMs, abort);
  }

  async function sleepThenArm(waitMs: number, abort: AbortController): Promise<void> {
    await clock.sleep(waitMs, abort.signal);
    if (sleep?.abort !== abort) return;
    sleep = undefined;
    arm();
  }

  function turn(): void {
    for (let made = 0; made < callsPerTurn; made += 1) {
      const nextMs = calls.peekKey();
      if (nextMs === undefined || nextMs > nowMs()) break;
      calls.pop()?.();
    }
    spinning = false;
    arm();
  }

  function wake(): void {
    const woken = sleep;
    sleep = undefined;
    woken?.abort.abort();
  }

  return {
    at(atMs, fire) {
      calls.push(atMs, fire);
      if (spinning || (sleep !== undefined && sleep.wakeMs <= atMs - spinMs)) return;
      wake();
      arm();
    },
    clear() {
      calls.clear();
      wake();
    },
  };
}
