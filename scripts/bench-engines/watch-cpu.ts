import type { ChildProcess } from 'node:child_process';
import { systemClock } from '../../support/clock.ts';
import { cpuMs } from './cpu-time.ts';

const pollMs = 50;

/** Waits until a process has ended. @returns the processor time that it had used a moment before, in milliseconds. */
export async function watchCpu(child: ChildProcess): Promise<number> {
  let usedMs = 0;
  while (child.exitCode === null && child.signalCode === null) {
    usedMs = (child.pid === undefined ? null : await cpuMs(child.pid)) ?? usedMs;
    await systemClock.sleep(pollMs);
  }
  return usedMs;
}
