import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RequestRecord, RunFile, Verdicts } from '../../load/index.ts';
import { runMain } from '../testing/run-main.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'k6-records-'));
});
afterEach(() => rm(dir, { recursive: true }));

const startMs = Date.parse('2026-01-31T12:00:00Z');
const header = 'metric_name,timestamp,metric_value,error_code,name,scenario,status,extra_tags,metadata';
const ns = (ms: number): string => String(BigInt(Math.round((startMs + ms) * 1000)) * 1000n);

/** A request of a session of limit 3, sent and answered at these milliseconds, as an instance whose clock is so much ahead tells it. */
function request(
  key: string,
  session: string,
  sentMs: number,
  endMs: number,
  status = 200,
  aheadMs = 0,
): string[] {
  const tags = 'step=2x&instance_id=1';
  const mark = `chatkit=${key} 3 ${startMs + aheadMs} ${sentMs} ${session}`;
  const date = new Date(startMs + Math.floor(endMs / 1000) * 1000).toUTCString();
  const answer = `"chatkit=${key} {""headers"":{""date"":""${date}""}}"`;
  const at = (ms: number) => ns(ms + aheadMs);
  return [
    `chatkit_sent,${at(sentMs)},1.000000,,,limit_2x,,${tags},${mark}`,
    `http_req_duration,${at(endMs)},${(endMs - sentMs).toFixed(6)},,driven,limit_2x,${status},${tags},${mark}`,
    `http_req_receiving,${at(endMs)},0.100000,,driven,limit_2x,${status},${tags},${mark}`,
    `chatkit_${status === 429 ? 'throttled' : 'admitted'},${at(endMs)},1.000000,,,limit_2x,,${tags},${answer}`,
  ];
}

const write = async (name: string, lines: readonly string[], text = ''): Promise<string> => {
  const file = path.join(dir, name);
  const content = [header, ...lines, text].join('\n');
  await writeFile(file, name.endsWith('.gz') ? gzipSync(content) : content);
  return file;
};
const out = () => path.join(dir, 'runs');
const records = (files: readonly string[], ...more: string[]) =>
  runMain(
    ['k6', 'records', ...files, '--base-url', 'http://127.0.0.1:8787/v1'].concat(
      ['--window', '2s', '--out', out()],
      more,
    ),
  );
const runOf = async (name: string) =>
  JSON.parse(await readFile(path.join(out(), name, 'run.json'), 'utf8')) as RunFile;
const recordsOf = async (name: string) =>
  (await readFile(path.join(out(), name, 'records.ndjson'), 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as RequestRecord);

it('makes a run folder of each file, which merge then judges together', async () => {
  const files = [
    await write('pod-1.csv.gz', [...request('1.1', 's1', 100, 110), ...request('1.2', 's1', 300, 310)]),
    await write('pod-2.csv', [...request('1.1', 's1', 200, 210), ...request('1.2', 's1', 400, 410)]),
  ];
  const { code, stdout, stderr } = await records(files);
  expect([code, stderr]).toEqual([undefined, '']);
  expect(stdout).toBe(
    `${out()}/pod-1  2 requests; its clock may agree with the server’s\n` +
      `${out()}/pod-2  2 requests; its clock may agree with the server’s\n`,
  );
  const run = await runOf('pod-1');
  expect(run.startedAt).toBe('2026-01-31T12:00:00.000Z');
  expect(run.sessions.map(({ label, policy }) => [label, policy])).toEqual([
    ['s1', { limit: 3, windowMs: 2000 }],
  ]);
  expect(run.claims.overall.outcome).not.toBe('proved');
  expect(run.health).toEqual({ sendDelayP99Us: 0, eventLoopDelayMaxUs: 0, gcPauseMaxUs: 0 });
  expect((await recordsOf('pod-1'))[0]).toEqual({
    id: 1,
    session: 's1',
    step: '2x',
    intendedMs: 100,
    sentMs: 100,
    firstByteMs: 109.9,
    endMs: 110,
    status: 200,
    headers: { date: 'Sat, 31 Jan 2026 12:00:00 GMT' },
  });
  // Ids are unique over all of them.
  expect((await recordsOf('pod-2')).map(({ id }) => id)).toEqual([3, 4]);
  const folders = ['pod-1', 'pod-2'].map((name) => path.join(out(), name));
  const merged = await runMain([
    'merge',
    ...folders,
    '--shared-sessions',
    '--clock-uncertainty',
    '1ms',
    '--json',
  ]);
  expect(merged.code).toBe(1);
  const { overall } = (JSON.parse(merged.stdout) as Verdicts).rolling;
  expect([overall.outcome, overall.witness?.requests.length]).toEqual(['proved', 4]);
});

it('corrects a clock that is certainly off, and says so', async () => {
  const lines = Array.from({ length: 40 }, (_, i) =>
    request(`1.${i}`, 's1', i * 137, i * 137 + 10, 200, 30_000),
  ).flat();
  const { stdout } = await records([await write('pod.csv', lines)], '--json');
  const [told] = JSON.parse(stdout) as { clock: { offsetMs: number; uncertaintyMs: number } }[];
  expect(Math.abs((told?.clock.offsetMs ?? 0) + 30_000)).toBeLessThanOrEqual(told?.clock.uncertaintyMs ?? 0);
  expect(told?.clock.uncertaintyMs).toBeLessThan(100);
  const { stdout: text } = await records([path.join(dir, 'pod.csv')], '--out', path.join(dir, 'again'));
  expect(text).toMatch(
    /40 requests; its clock was (29|30)\d{3} ms ahead of the server’s: corrected, give or take \d+ ms/,
  );
});

it('counts arrivals that k6 dropped, and takes them for poor health', async () => {
  const dropped = `dropped_iterations,${ns(50)},2.000000,,,limit_2x,,,`;
  const lines = [dropped, ...request('1.1', 's1', 100, 110), ...request('1.2', 's1', 900, 910)];
  const { stdout } = await records([await write('pod.csv', lines)]);
  expect(stdout).toContain('2 requests, 2 arrivals dropped by k6;');
  const run = await runOf('pod');
  expect(run.steps.map(({ step, offered, dropped: lost }) => [step, offered, lost])).toEqual([['2x', 2, 2]]);
  expect(run.health?.neverSent).toEqual({ count: 2, of: 4 });
});

it('keeps what a k6 that was killed had begun', async () => {
  const [mark = '', duration = ''] = request('1.1', 's1', 100, 110);
  await records([await write('pod.csv', [mark], duration.slice(0, 30))]);
  expect(await recordsOf('pod')).toMatchObject([{ sentMs: 100, firstByteMs: null, error: 'aborted' }]);
});

it.each<[string, string, string]>([
  ['what is no such output', '{"metric":"http_reqs"}\n', 'is not what k6 writes with --out csv=…'],
  ['an empty file', '', 'holds no request of a scenario'],
  [
    'requests of something else',
    `${header}\nhttp_reqs,${ns(1)},1.0,,,,,,\n`,
    'holds no request of a scenario',
  ],
  [
    'times in seconds',
    `${header}\nhttp_reqs,1769860800,1.0,,,,,,\n`,
    'has its times not in nanoseconds: add timeFormat=unix_nano to --out csv=…',
  ],
])('refuses %s', async (_, content, problem) => {
  const file = path.join(dir, 'pod.csv');
  await writeFile(file, content);
  const { code, stderr } = await records([file]);
  expect([code, stderr]).toEqual([2, `error: ${file}: ${problem}\n`]);
});

it('says all that is wrong with the command line', async () => {
  const { code, stderr } = await records(['a/pod.csv', 'b/pod.csv.gz'], '--window', '1');
  expect(code).toBe(2);
  expect(stderr).toContain('--window');
  expect(stderr).toContain('two of the files have the same name');
  const missing = await records([path.join(dir, 'none.csv')]);
  expect([missing.code, missing.stderr]).toEqual([
    2,
    `error: ${path.join(dir, 'none.csv')}: cannot be read: no such file or folder (ENOENT)\n`,
  ]);
});
