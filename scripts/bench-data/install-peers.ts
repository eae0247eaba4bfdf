import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { unusableError } from '../../support/errors.ts';

/** Where the peers have their package, with a lock of its own. */
export const peersDir = fileURLToPath(new URL('peers', import.meta.url));

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
 * Installs the peers as their lock has them, unless that was done before. Beside them stands a copy of the lock that
 * they were installed from, so that another lock installs them anew.
 * @param say told before something is installed.
 * @throws HarnessError (exit code 3) when they cannot be installed.
 */
export async function installPeers(
  say: (text: string) => void,
  dir = peersDir,
  install: (dir: string) => Promise<string | undefined> = npmCi,
): Promise<void> {
  const lock = await readText(path.join(dir, 'package-lock.json'));
  const stamp = path.join(dir, 'node_modules', '.installed-lock.json');
  if (lock !== '' && (await readText(stamp)) === lock) return;
  say(
    `installing the peers into ${path.relative(process.cwd(), path.join(dir, 'node_modules'))} (npm ci, once)\n`,
  );
  const problem = await install(dir);
  if (problem !== undefined)
    throw unusableError(
      `the peers cannot be installed: ${problem}\nThey come from the npm registry; without them: npm run bench:data -- --no-peers`,
    );
  await writeFile(stamp, lock);
}
