import { execFile } from 'node:child_process';

/** What a program said and how it ended. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Nothing here takes longer than this, in milliseconds: a program that hangs is ended. */
const timeoutMs = 300_000;

/** Runs a program to its end; an exit code other than 0 is a result, not an error. */
export function run(
  program: string,
  args: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<Ran> {
  return new Promise((resolve) => {
    const options = { cwd, timeout: timeoutMs, maxBuffer: 64 * 1024 * 1024, env: { ...process.env, ...env } };
    execFile(program, [...args], options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ code, stdout, stderr: code === -1 ? `${stderr}${error?.message}` : stderr });
    });
  });
}

/**
 * Runs a program that must succeed.
 * @throws Error with all that it said when it does not.
 */
export async function succeed(...call: Parameters<typeof run>): Promise<Ran> {
  const ran = await run(...call);
  if (ran.code !== 0) {
    const [program, args] = call;
    throw new Error(`${program} ${args.join(' ')}\nended with ${ran.code}\n${ran.stdout}${ran.stderr}`);
  }
  return ran;
}
