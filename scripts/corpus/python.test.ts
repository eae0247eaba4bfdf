import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { fixturesFolder, manifest } from './testing/committed.ts';

const runner = fileURLToPath(new URL('./testing/run_corpus.py', import.meta.url));
const python = (...args: string[]) => spawnSync('python3', args, { encoding: 'utf8', timeout: 15_000 });

it('can be used with Python and nothing else', ({ skip }) => {
  const version = python('--version');
  if (version.status !== 0) {
    const why = `python3 does not run here (${version.error?.message ?? `exit code ${version.status}`})`;
    console.warn(`The corpus was not tried with another language: ${why}`);
    skip(why);
  }
  const { status, stdout, stderr } = python(runner, fixturesFolder);
  expect(stderr).toBe('');
  const report = JSON.parse(stdout) as { cases: number; parsed: number; unread: string[]; faults: string[] };
  expect(report.faults).toEqual([]);
  expect(report.cases).toBe(manifest.cases.length);
  const json = manifest.cases.filter((each) => each.json).length;
  expect(report.parsed).toBe(json - report.unread.length);
  // Python has a limit of its own to what may be in one another.
  expect(report.unread.filter((id) => !id.includes('depth'))).toEqual([]);
  expect(status).toBe(0);
});
