import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { residentBytes } from './memory.ts';
import { LineSplitter } from './lines.ts';

/** How a driver's process came to its end. */
export interface Ending {
  /** `exit code 1`, `signal SIGSEGV`, `could not be started (EACCES)`. */
  readonly description: string;
  /** Its last words. */
  readonly stderr: string;
}

/** What the owner of a process hears of it. */
export interface ProcessEvents {
  onLine(line: string): void;
  /** A line grew beyond what any answer may be. */
  onTooLong(): void;
  /** Once, whatever the reason; nothing comes after it. */
  onEnd(ending: Ending): void;
}

/** A driver's process: lines in, lines out. It knows nothing of what the lines say. */
export interface DriverProcess {
  /** @param data bytes are not copied, and must stay as they are. */
  write(data: string | Uint8Array): void;
  /** Ends it and all that it started, at once. */
  kill(): void;
  /** What it wrote to standard error, its end if that was long. */
  stderr(): string;
  /** Resident bytes of it and its children; undefined where that cannot be known. */
  residentBytes(): Promise<number | undefined>;
}

const keptStderr = 16 * 1024;
/** An answer may repeat a body of ten megabytes with every character escaped; beyond that a driver is broken. */
const longestLine = 64 * 1024 * 1024;

/** Drivers that are alive, so that none outlives this process, however it ends. */
const alive = new Set<ChildProcessWithoutNullStreams>();
process.on('exit', () => {
  for (const child of alive) killGroup(child);
});

function killGroup(child: ChildProcessWithoutNullStreams): void {
  if (child.pid === undefined) return;
  try {
    // The driver leads a group of its own: `go run` and shells leave children behind otherwise.
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}

/** Starts a driver by its command line, as a shell reads it. A command that can't be started ends at once. */
export function startProcess(command: string, events: ProcessEvents): DriverProcess {
  const child = spawn(command, { shell: true, detached: true, stdio: 'pipe' });
  alive.add(child);
  let stderr = Buffer.alloc(0);
  let ended = false;
  const lines = new LineSplitter(
    longestLine,
    (line) => ended || events.onLine(line),
    () => ended || events.onTooLong(),
  );
  const end = (description: string) => {
    if (ended) return;
    ended = true;
    alive.delete(child);
    killGroup(child);
    events.onEnd({ description, stderr: tail() });
  };
  const tail = () => stderr.toString('utf8');

  child.stdout.on('data', (chunk: Buffer) => lines.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => {
    stderr = Buffer.concat([stderr, chunk]).subarray(-keptStderr);
  });
  // Writing to a driver that is just ending: its end is told by `close`.
  child.stdin.on('error', () => {});
  child.on('error', (error: NodeJS.ErrnoException) => end(`could not be started (${error.code})`));
  child.on('close', (code, signal) => end(signal === null ? `exit code ${code}` : `signal ${signal}`));
  // A grandchild may hold the pipes open after the driver itself has ended.
  child.on('exit', (code, signal) => {
    setTimeout(() => end(signal === null ? `exit code ${code}` : `signal ${signal}`), 500).unref();
  });
  return {
    write: (data) => void child.stdin.write(data),
    kill: () => {
      killGroup(child);
      child.stdout.destroy();
      child.stderr.destroy();
      child.stdin.destroy();
    },
    stderr: tail,
    residentBytes: async () => (child.pid === undefined ? undefined : residentBytes(child.pid)),
  };
}
