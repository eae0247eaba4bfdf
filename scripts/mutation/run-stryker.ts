import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { exitCodes, HarnessError, unusableError } from '../../support/errors.ts';
import type { Report } from './judge.ts';
import type { Target } from './targets.ts';

/** Where Stryker has its package, with a lock of its own. */
export const strykerDir = fileURLToPath(new URL('.', import.meta.url));

const root = fileURLToPath(new URL('../..', import.meta.url));
const inPackage = (file: string): string => path.join(strykerDir, 'node_modules', '@stryker-mutator', file);

/** What a mutant may take beyond three times what its tests take otherwise: other work goes on, and is no endless loop. */
const timeoutMs = 15_000;

/** Folders that no test of a target reads: nothing of them is copied. */
const unread = ['dist', 'runs', 'fixtures', 'deploy', 'generators/vocabulary/words'];

function settings(target: Target, dir: string, concurrency: number): object {
  return {
    testRunner: 'vitest',
    // From the project's own place, a package within it is not found by its name.
    plugins: [inPackage('vitest-runner/dist/src/index.js')],
    vitest: { configFile: 'scripts/mutation/vitest.config.ts', related: false },
    mutate: target.mutate,
    ignorePatterns: unread,
    concurrency,
    timeoutMS: timeoutMs,
    timeoutFactor: 3,
    tempDirName: path.join(dir, 'sandbox'),
    reporters: process.stdout.isTTY ? ['progress', 'json'] : ['progress-append-only', 'json'],
    jsonReporter: { fileName: path.join(dir, 'report.json') },
    warnings: { slow: false },
    logLevel: 'warn',
  };
}

/** A terminal interrupts Stryker together with this process, which then still has to clean up. */
const stay = (): void => undefined;

/** How Stryker ended: an exit code, or the signal that ended it. */
const ended = (child: ReturnType<typeof spawn>): Promise<number | NodeJS.Signals | null> =>
  new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(signal ?? code));
  });

/**
 * Tests every mutant of a target in a copy of the project, and leaves nothing behind.
 * @param concurrency mutants tested at a time.
 * @throws HarnessError when Stryker ends without a report (exit code 3) or is interrupted (130).
 */
export async function runStryker(target: Target, concurrency: number): Promise<Report> {
  const dir = await mkdtemp(path.join(tmpdir(), 'mutation-'));
  const config = path.join(dir, 'stryker.json');
  process.on('SIGINT', stay);
  try {
    await writeFile(config, JSON.stringify(settings(target, dir, concurrency)));
    const child = spawn(process.execPath, [inPackage('core/bin/stryker.js'), 'run', config], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, MUTATION_TESTS: target.tests.join(' ') },
    });
    const end = await ended(child);
    if (typeof end === 'string' || end === exitCodes.interrupted)
      throw new HarnessError(exitCodes.interrupted, 'interrupted: nothing was judged');
    if (end !== 0) throw unusableError(`Stryker ended with ${end}: its own words stand above`);
    return JSON.parse(await readFile(path.join(dir, 'report.json'), 'utf8')) as Report;
  } finally {
    process.off('SIGINT', stay);
    await rm(dir, { recursive: true, force: true });
  }
}
