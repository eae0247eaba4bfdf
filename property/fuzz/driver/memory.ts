import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';

/** Resident bytes of all processes of a group, as Linux tells them; undefined where there is no /proc. */
async function fromProc(pid: number): Promise<number | undefined> {
  let bytes = 0;
  const open = [pid];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    try {
      const status = await readFile(`/proc/${next}/status`, 'utf8');
      const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(status)?.[1];
      bytes += Number(kilobytes ?? 0) * 1024;
      const children = await readFile(`/proc/${next}/task/${next}/children`, 'utf8');
      open.push(...children.split(' ').filter(Boolean).map(Number));
    } catch {
      // The first not to be there means no /proc (or that the driver has ended); a child may just have ended.
      if (next === pid) return undefined;
    }
  }
  return bytes;
}

const fromPs = (pid: number): Promise<number | undefined> =>
  new Promise((resolve) => {
    execFile('ps', ['-A', '-o', 'pgid=', '-o', 'rss='], { timeout: 5000 }, (error, stdout) => {
      if (error !== null) return resolve(undefined);
      const kilobytes = stdout
        .split('\n')
        .map((line) => line.trim().split(/\s+/).map(Number))
        .filter(([group]) => group === pid)
        .reduce((sum, [, rss = 0]) => sum + rss, 0);
      resolve(kilobytes === 0 ? undefined : kilobytes * 1024);
    });
  });

/**
 * How much memory a driver and its children hold.
 * @param pid of the process that leads the group.
 * @returns resident bytes; undefined where that cannot be known.
 */
export async function residentBytes(pid: number): Promise<number | undefined> {
  return (await fromProc(pid)) ?? (await fromPs(pid));
}
