import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { unusableError } from '../../support/errors.ts';

/** Where `npm run k6:build` puts it, in a checkout. */
export const builtK6 = fileURLToPath(
  new URL('../../node_modules/.cache/chatkit-harness/k6', import.meta.url),
);

/** The major version that the scenarios are written for. */
const wantedMajor = 2;
const versionTimeoutMs = 20_000;

/** A k6 that can be started. */
export interface K6Binary {
  readonly file: string;
  /** As it says itself: `2.2.0`. */
  readonly version: string;
}

const waysToGetIt = [
  'install it (https://grafana.com/docs/k6/latest/set-up/install-k6/) so that it is on the PATH',
  'name one: K6_BIN=/path/to/k6',
  'build it in a checkout of this project, with Go 1.25 or later: npm run k6:build',
];

/**
 * Finds k6: `K6_BIN`, else the first on the PATH, else the one that was built here.
 * @throws HarnessError (exit code 3) with the ways to get it.
 */
export async function findK6(
  env: Readonly<Record<string, string | undefined>>,
  built: string = builtK6,
): Promise<K6Binary> {
  const named = env['K6_BIN'];
  if (named !== undefined && named !== '') {
    if (!(await isExecutable(named)))
      throw unusableError(`K6_BIN: ${named} is not there, or cannot be run; ${ways}`);
    return checked(named);
  }
  const name = process.platform === 'win32' ? 'k6.exe' : 'k6';
  const candidates = (env['PATH'] ?? '')
    .split(path.delimiter)
    .filter((dir) => dir !== '')
    .map((dir) => path.join(dir, name));
  for (const file of [...candidates, built]) {
    if (await isExecutable(file)) return checked(file);
  }
  throw unusableError(`k6 was not found; ${ways}`);
}

const ways = `one of these helps:\n  - ${waysToGetIt.join('\n  - ')}`;

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function checked(file: string): Promise<K6Binary> {
  let said: string;
  try {
    said = (await promisify(execFile)(file, ['version'], { timeout: versionTimeoutMs })).stdout;
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error);
    throw unusableError(`${file} cannot be run as k6 (${why})`, error);
  }
  const version = /\bk6(?:\.exe)? v(\d+\.\d+\.\d+\S*)/.exec(said)?.[1];
  if (version === undefined) throw unusableError(`${file} does not answer 'version' as k6 does`);
  if (Number.parseInt(version, 10) !== wantedMajor) {
    throw unusableError(`${file} is k6 ${version}; k6 ${wantedMajor}.x is wanted, ${ways}`);
  }
  return { file, version };
}
