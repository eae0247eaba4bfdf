import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Verdicts } from '../../load/index.ts';
import { runMain } from '../testing/run-main.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'merge-'));
});
afterEach(() => rm(dir, { recursive: true }));

const policy = { limit: 3, windowMs: 4000 };
const record = (id: number, sentMs: number, status: number) => ({
  id,
  session: 's1',
  step: '2x',
  intendedMs: null,
  sentMs,
  firstByteMs: sentMs + 2,
  endMs: sentMs + 3,
  status,
});
type Line = ReturnType<typeof record>;
const admitted = (...sentMs: number[]) => sentMs.map((ms, i) => record(i + 1, ms, 200));

async function makeRun(
  name: string,
  lines: readonly Line[],
  { startedAt = '2026-01-31T12:00:00.000Z', limit = 3, text = '', lateMs = 0 } = {},
): Promise<string> {
  const folder = path.join(dir, name);
  await mkdir(folder);
  const run = {
    formatVersion: 1,
    startedAt,
    sessions: [{ label: 's1', policy: { ...policy, limit } }],
    settings: { sessionSource: 'create' },
    health: { sendDelayP99Us: lateMs * 1000, eventLoopDelayMaxUs: 0, gcPauseMaxUs: 0 },
  };
  await writeFile(path.join(folder, 'run.json'), JSON.stringify(run));
  const records = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  await writeFile(path.join(folder, 'records.ndjson'), records + text);
  return folder;
}

describe('merge', () => {
  it('proves of two runs together what neither shows alone', async () => {
    const runs = [
      await makeRun('a', admitted(0, 100)),
      await makeRun('b', admitted(0, 100), { startedAt: '2026-01-31T12:00:00.500Z' }),
    ];
    const apart = await runMain(['merge', ...runs]);
    expect([apart.code, apart.stderr]).toEqual([0, '']);
    const together = await runMain(['merge', ...runs, '--shared-sessions']);
    expect(together.code).toBe(1);
    expect(together.stdout).toMatch(
      /^required: rolling: proved that it was broken; kept: not in every rolling window, nor as a burst and a rate; whether in fixed windows could not be told\n/,
    );
    const json = await runMain([
      'merge',
      ...runs,
      '--shared-sessions',
      '--clock-uncertainty',
      '1ms',
      '--json',
    ]);
    const { rolling } = JSON.parse(json.stdout) as Verdicts;
    // b began half a second later, and its clock may be a millisecond off.
    expect(rolling.overall.witness?.requests).toEqual([
      { id: 1, sentMs: 0, firstByteMs: 2 },
      { id: 2, sentMs: 100, firstByteMs: 102 },
      { id: 3, sentMs: 499, firstByteMs: 503 },
      { id: 4, sentMs: 599, firstByteMs: 603 },
    ]);
  });

  it('decides nothing where one of the runs was too slow', async () => {
    const outcomeOf = async (names: string, lateMs: number) => {
      const full = [...admitted(0, 100, 200), record(4, 300, 429), record(5, 4100, 200)];
      const runs = [await makeRun(`a${names}`, full), await makeRun(`b${names}`, full, { lateMs })];
      const { stdout } = await runMain(['merge', ...runs, '--json']);
      const { outcome, reason } = (JSON.parse(stdout) as Verdicts).rolling.overall;
      return [outcome, reason];
    };
    expect(await outcomeOf('1', 200)).toEqual(['not_refuted', null]);
    expect(await outcomeOf('2', 201)).toEqual([
      'inconclusive',
      expect.stringMatching(
        /^the harness was too slow: the 99th percentile of how late requests left was 201 ms/,
      ),
    ]);
  });

  it('grants clocks what they may differ by', async () => {
    const runs = [await makeRun('a', admitted(0, 100)), await makeRun('b', admitted(3700, 3800))];
    const shared = ['merge', ...runs, '--shared-sessions', '--clock-uncertainty'];
    expect((await runMain([...shared, '10ms'])).code).toBe(1);
    expect((await runMain([...shared, '300ms'])).code).toBe(0);
  });

  it('holds the reading that is required, and an open one only with --strict', async () => {
    const run = await makeRun('a', admitted(0, 10, 20, 30));
    expect((await runMain(['merge', run])).code).toBe(1);
    const fixed = ['merge', run, '--require', 'fixed'];
    expect((await runMain(fixed)).code).toBe(0);
    expect((await runMain([...fixed, '--strict'])).code).toBe(1);
  });

  it('says what is wrong with every option at once', async () => {
    const run = await makeRun('a', []);
    const { code, stderr, stdout } = await runMain([
      'merge',
      run,
      '--require',
      'strict',
      '--clock-uncertainty',
      'much',
    ]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/--clock-uncertainty/);
    expect(stderr).toMatch(/--require: .*rolling, fixed, bucket/);
  });

  it('says which folder is no run, and why', async () => {
    const said = async (...args: string[]) => {
      const { code, stderr } = await runMain(['merge', ...args]);
      return [code, stderr.replaceAll(dir, '')];
    };
    expect(await said(path.join(dir, 'none'))).toEqual([
      2,
      expect.stringMatching(
        /\/none: run\.json cannot be read: no such file or folder \(ENOENT\); a run folder/,
      ),
    ]);
    const good = JSON.stringify(record(1, 0, 200));
    const broken = await makeRun('broken', admitted(5), { text: `\n${good.slice(0, 40)}` });
    expect(await said(broken)).toEqual([
      2,
      expect.stringContaining('/broken: records.ndjson: line 3 is no JSON'),
    ]);
    const odd = await makeRun('odd', [], { text: '{"id":1,"session":"s1","sentMs":"soon"}\n' });
    expect(await said(odd)).toEqual([
      2,
      expect.stringContaining(
        '/odd: records.ndjson: line 1 is no record: intendedMs is neither a time nor null',
      ),
    ]);
    const backwards = await makeRun('backwards', [{ ...record(1, 5, 200), firstByteMs: 4, endMs: 4 }]);
    expect(await said(backwards, '--clock-uncertainty', '0s')).toEqual([
      2,
      expect.stringContaining('firstByteMs (4) is before sentMs (5)'),
    ]);
    await writeFile(path.join(backwards, 'run.json'), '{"formatVersion":1}');
    expect(await said(backwards)).toEqual([2, expect.stringContaining('run.json is no run of format 1')]);
    await writeFile(path.join(backwards, 'run.json'), '{');
    expect(await said(backwards)).toEqual([2, expect.stringContaining('run.json is no JSON')]);
    await rm(path.join(odd, 'records.ndjson'));
    expect(await said(odd)).toEqual([2, expect.stringContaining('records.ndjson cannot be read')]);
  });

  it('refuses one session with two limits, two folders of one name, and no folder', async () => {
    const a = await makeRun('a', admitted(0));
    const b = await makeRun('b', admitted(0), { limit: 4 });
    const other = await runMain(['merge', a, b, '--shared-sessions']);
    expect([other.code, other.stderr]).toEqual([
      2,
      expect.stringContaining('session s1 has another limit than in an earlier run'),
    ]);
    const twice = await runMain(['merge', a, a]);
    expect([twice.code, twice.stderr]).toEqual([2, expect.stringContaining('a: two sources have this name')]);
    expect((await runMain(['merge'])).code).toBe(2);
  });

  it('judges nothing, and prints nothing, when it is interrupted', async () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => record(i + 1, i * 10, i % 4 === 0 ? 200 : 429));
    const runs = [await makeRun('a', lines), await makeRun('b', lines)];
    for (const json of [[], ['--json']]) {
      const { code, stdout, stderr } = await runMain(['merge', ...runs, ...json], AbortSignal.timeout(1));
      expect([code, stdout, stderr]).toEqual([130, '', 'interrupted: nothing was judged\n']);
    }
  });
});
