import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { unusableError } from '../support/errors.ts';

/** A package of its own within the checkout: tools that are too heavy to be installed with the project. */
export interface OwnPackage {
  readonly dir: string;
  /** What it holds, in the plural: `the peers`. */
  readonly what: string;
  /** What somebody does who cannot install it. */
  readonly without: string;
}

const readText = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '');

async function npmCi(dir: string): Promise<string | undefined> {
  const child = spawn('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], {
    cwd: dir,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (stderr += text));
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    return code === 0 ? undefined : `npm ci ended with ${code}:\n${stderr.trim()}`;
  } catch (error) {
    return (error as Error).message;
  }
}

/**
 * Installs a package as its lock has it, unless that was done before. Beside what it installs stands a copy of the lock
 * that it came from, so that another lock installs it anew.
 * @param say told before something is installed.
 * @throws HarnessError (exit code 3) when it cannot be installed.
 */
export async function installOwnPackage(
  { dir, what, without }: OwnPackage,
  say: (text: string) => void,
  install: (dir: string) => Promise<string | undefined> = npmCi,
): Promise<void> {
  const lock = await readText(path.join(dir, 'package-lock.json'));
  const stamp = path.join(dir, 'node_modules', '.installed-lock.json');
  if (lock !== '' && (await readText(stamp)) === lock) return;
  say(
    `installing ${what} into ${path.relative(process.cwd(), path.join(dir, 'node_modules'))} (npm ci, once)\n`,
  );
  const problem = await install(dir);
  if (problem !== undefined)
    throw unusableError(
      `${what} cannot be installed: ${problem}\nThey come from the npm registry; ${without}`,
    );
  await writeFile(stamp, lock);
}
