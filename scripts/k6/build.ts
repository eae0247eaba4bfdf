import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtK6, findK6 } from '../../load/k6-runner/index.ts';
import { HarnessError } from '../../support/errors.ts';
import { pinnedK6Version } from './pinned-version.ts';

/**
 * Builds k6 with Go, once, where `bench --engine k6` and CI find it. k6 is under the AGPL: it is run as a program of its own,
 * nothing of it is linked into this project or comes with its package.
 */
const module = fileURLToPath(new URL('module', import.meta.url));

/** @returns Go's exit code; null when there is no Go. */
async function goInstall(): Promise<number | null> {
  const child = spawn('go', ['install', '-trimpath', '-mod=readonly', 'go.k6.io/k6/v2'], {
    cwd: module,
    stdio: 'inherit',
    env: { ...process.env, GOBIN: path.dirname(builtK6), CGO_ENABLED: '0', GOFLAGS: '' },
  });
  const started = await once(child, 'spawn').then(
    () => true,
    () => false,
  );
  if (!started) return null;
  const [code] = (await once(child, 'close')) as [number | null];
  return code ?? 1;
}

const isBuilt = async (version: string): Promise<boolean> => {
  try {
    return (await findK6({ K6_BIN: builtK6 })).version === version;
  } catch (error) {
    if (error instanceof HarnessError) return false;
    throw error;
  }
};

const version = await pinnedK6Version();
if (await isBuilt(version)) {
  process.stdout.write(`k6 ${version} is there: ${builtK6}\n`);
} else {
  process.stdout.write(
    `Building k6 ${version} with 'go install' from the versions and hashes in scripts/k6/module.\n` +
      `Go's module proxy is asked for its sources (about 60 MB); the binary goes to ${builtK6}.\n` +
      `The first time takes one or two minutes.\n`,
  );
  await mkdir(path.dirname(builtK6), { recursive: true });
  const code = await goInstall();
  if (code === null) {
    process.stderr.write(
      'error: go was not found; Go 1.25 or later is needed (https://go.dev/doc/install)\n',
    );
    process.exitCode = 3;
  } else if (code !== 0 || !(await isBuilt(version))) {
    process.stderr.write(`error: go install ended with exit code ${code} and left no k6 ${version}\n`);
    process.exitCode = 3;
  } else {
    process.stdout.write(`k6 ${version} is built: ${builtK6}\n`);
  }
}
