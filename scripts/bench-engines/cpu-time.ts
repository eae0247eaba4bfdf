import { readFile } from 'node:fs/promises';

/** Ticks of the clock that Linux counts processor time with, a second. */
const ticksPerSecond = 100;

/** Processor time that a process has used so far, in milliseconds, to 10 ms; null where there is no /proc, or the process is gone. */
export async function cpuMs(pid: number): Promise<number | null> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold spaces; user and system time are fields 14 and 15, the first after it is 3.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond;
  } catch {
    return null;
  }
}
