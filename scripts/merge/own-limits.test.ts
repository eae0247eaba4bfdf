import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Verdicts } from '../../load/analysis/index.ts';
import { sampleRun } from '../../load/report/testing/sample-run.ts';
import { runMain } from '../testing/run-main.ts';

// Both sessions are kept to 6, whatever their own limits are.
const { run, records } = sampleRun({ sessions: 2, limits: [4, 8] });
const mixedUp = records.map((record, i) => ({ ...record, status: Math.floor(i / 2) % 10 < 6 ? 200 : 429 }));

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'own-limits-'));
  await writeFile(path.join(dir, 'run.json'), JSON.stringify({ ...run, verdicts: undefined }));
  await writeFile(
    path.join(dir, 'records.ndjson'),
    mixedUp.map((record) => `${JSON.stringify(record)}\n`).join(''),
  );
});
afterAll(() => rm(dir, { recursive: true }));

it('are what merge holds each session against', async () => {
  const { code, stdout } = await runMain(['merge', dir, '--json', '--clock-uncertainty', '0s']);
  const { rolling, claims } = JSON.parse(stdout) as Verdicts;
  expect(code).toBe(1);
  const name = path.basename(dir);
  expect(rolling.sessions.map(({ session, outcome, worst }) => [session, outcome, worst])).toEqual([
    [`${name}/s1`, 'proved', expect.objectContaining({ admitted: 6, limit: 4 })],
    [`${name}/s2`, 'not_refuted', expect.objectContaining({ admitted: 6, limit: 8 })],
  ]);
  const isolation = claims.find((claim) => claim.name === 'limit_not_own');
  expect([isolation?.outcome, isolation?.evidence[0]?.says]).toEqual([
    'proved',
    expect.stringContaining('was refused after at most 6 of its own since it was made; its limit is 8'),
  ]);
});

it('are what report judges a run against that holds no verdicts', async () => {
  const { stdout } = await runMain(['report', dir, '--markdown']);
  expect(stdout).toContain('- **over_admission_bucket**: ');
  expect(stdout).toMatch(
    /- \*\*limit_not_own\*\*: .* after at most 6 of its own since it was made; its limit is 8/,
  );
  expect(stdout).toContain('| 4 | 1 | 40 |');
});
