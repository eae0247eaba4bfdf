import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { correctionOf, createDateBounds } from './date-clock.ts';
import { passedOn } from './environment.ts';
import { findK6 } from './find-k6.ts';
import { readLog } from './log.ts';
import { runProcess } from './run-process.ts';
import { equalSegments } from './segments.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'k6-parts-'));
});
afterEach(() => rm(dir, { recursive: true }));

async function script(name: string, body: string): Promise<string> {
  const file = path.join(dir, name);
  await writeFile(file, `#!/bin/sh\n${body}\n`);
  await chmod(file, 0o755);
  return file;
}

describe('findK6', () => {
  const nowhere = '/no/such/k6';
  it('takes K6_BIN before the PATH, the PATH before what was built', async () => {
    const file = await script('k6', 'echo "k6 v2.2.0 (go1.26, linux/amd64)"');
    const built = await script('built', 'echo "k6 v2.9.1 (go1.26)"');
    expect(await findK6({ PATH: `/nowhere:${dir}` }, built)).toEqual({ file, version: '2.2.0' });
    expect(await findK6({ PATH: dir, K6_BIN: built }, nowhere)).toEqual({ file: built, version: '2.9.1' });
    expect(await findK6({ PATH: '/nowhere' }, built)).toEqual({ file: built, version: '2.9.1' });
  });
  it('names the ways to get it, with exit code 3', async () => {
    await expect(findK6({ PATH: '' }, nowhere)).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(/k6 was not found(.|\n)*PATH(.|\n)*K6_BIN=(.|\n)*npm run k6:build/),
    });
    await expect(findK6({ K6_BIN: nowhere })).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(
        /^K6_BIN: \/no\/such\/k6 is not there, or cannot be run; one of these helps:\n {2}- install it/,
      ),
    });
  });
  it('refuses what is no k6 of its version', async () => {
    const old = await script('old', 'echo "k6 v1.4.0 (go1.24)"');
    await expect(findK6({ K6_BIN: old })).rejects.toThrow(
      `${old} is k6 1.4.0; k6 2.x is wanted, one of these helps:\n  - install it`,
    );
    const other = await script('other', 'echo hello');
    await expect(findK6({ K6_BIN: other })).rejects.toThrow("does not answer 'version' as k6 does");
    const broken = await script('broken', 'exit 4');
    await expect(findK6({ K6_BIN: broken })).rejects.toThrow('cannot be run as k6');
  });
});

it('cuts segments that join without a gap', () => {
  expect(equalSegments(1)).toEqual([]);
  expect(equalSegments(3)).toEqual([
    { segment: '0:1/3', sequence: '0,1/3,2/3,1' },
    { segment: '1/3:2/3', sequence: '0,1/3,2/3,1' },
    { segment: '2/3:1', sequence: '0,1/3,2/3,1' },
  ]);
});

it('passes on where metrics go, and neither keys nor what would change the load', () => {
  const env = {
    PATH: '/bin',
    OPENAI_API_KEY: 'sk-1',
    CHATKIT_LIMIT: '1',
    K6_VUS: '9',
    K6_OUT: 'cloud',
    K6_OTEL_GRPC_EXPORTER_ENDPOINT: 'x:1',
    K6_PROMETHEUS_RW_SERVER_URL: 'http://x',
  };
  expect(passedOn(env)).toEqual({
    PATH: '/bin',
    K6_OTEL_GRPC_EXPORTER_ENDPOINT: 'x:1',
    K6_PROMETHEUS_RW_SERVER_URL: 'http://x',
  });
});

it("passes k6's warnings on, shortened and without secrets", () => {
  const warned: string[] = [];
  const log = readLog(['ek_secret_1'], (text) => void warned.push(text));
  log.line('time="2026-01-31T12:00:00Z" level=info msg="fine"');
  log.line(
    String.raw`time="x" level=warning msg="Request Failed" error="Get \"http://h/?ek_secret_1\": refused"`,
  );
  log.line(
    String.raw`time="x" level=error msg="Error: no\n\tat setup (file:///x.ts:1:2(3))\n" hint="script exception"`,
  );
  log.line(
    String.raw`level=warning msg="Request Failed" error="malformed HTTP response \"ek_0123456789_00eyJ9== Bearer abc\""`,
  );
  log.line(`level=error msg="test run was aborted because k6 received a 'interrupt' signal"`);
  for (let i = 0; i < 30; i += 1) log.line('level=warning msg=again');
  for (let i = 0; i < 30; i += 1) log.line(`level=warning msg=w${i}`);
  expect(warned.slice(0, 3)).toEqual([
    'k6: Request Failed (Get "http://h/?[redacted]": refused)',
    'k6: Error: no',
    'k6: Request Failed (malformed HTTP response "[redacted] Bearer [redacted]")',
  ]);
  expect(warned).toHaveLength(21);
  expect(warned.at(-1)).toBe('k6: more of its log is left out');
  expect(log.errors()).toEqual(['Error: no']);
});

const run = (file: string, signal: AbortSignal, lines: string[] = []) =>
  runProcess({
    file,
    args: [],
    env: process.env,
    onOutput: (line) => void lines.push(line),
    onLog: (line) => void lines.push(`log ${line}`),
    signal,
  });

describe('runProcess', () => {
  const never = new AbortController().signal;

  it('reads all lines and yields the exit code', async () => {
    const lines: string[] = [];
    const file = await script('speaks', 'echo one; echo two; echo three >&2; exit 99');
    expect(await run(file, never, lines)).toBe(99);
    expect(lines.toSorted()).toEqual(['log three', 'one', 'two']);
  });
  it('asks it to stop once the signal aborts, also when it had before', async () => {
    const file = await script('waits', 'trap "exit 105" INT; echo ready; while :; do sleep 0.05; done');
    const abort = new AbortController();
    const running = runProcess({
      file,
      args: [],
      env: process.env,
      onOutput: () => abort.abort(),
      onLog: () => undefined,
      signal: abort.signal,
    });
    expect(await running).toBe(105);
  });
  it('says what cannot be started', async () => {
    await expect(run('/no/such', never)).rejects.toMatchObject({
      exitCode: 3,
      message: '/no/such cannot be started (ENOENT)',
    });
  });
});

describe("what Date headers tell of an instance's clock", () => {
  const originMs = Date.parse('2026-01-31T12:00:00Z');
  /** An answer whose Date was written half way, by a server whose clock is ahead. */
  const record = (sentMs: number, aheadMs: number) => ({
    id: 1,
    session: 's1',
    step: 'x',
    intendedMs: null,
    sentMs,
    firstByteMs: sentMs + 10,
    endMs: sentMs + 10,
    status: 200,
    headers: { date: new Date(originMs + sentMs + 5 + aheadMs).toUTCString() },
  });
  const boundsOf = (aheadMs: number) => {
    const bounds = createDateBounds(originMs);
    for (let i = 0; i < 200; i += 1) bounds.add(record(137 * i, aheadMs));
    return bounds.result();
  };
  it.each([-90_000, -2500, 700, 30_000])(
    'encloses a clock that is %i ms off, within a tenth of a second',
    (aheadMs) => {
      const bounds = boundsOf(aheadMs);
      expect(bounds?.lowMs).toBeLessThanOrEqual(aheadMs);
      expect(bounds?.highMs).toBeGreaterThanOrEqual(aheadMs);
      const { offsetMs, uncertaintyMs } = correctionOf(bounds);
      expect(Math.abs(offsetMs - aheadMs)).toBeLessThanOrEqual(uncertaintyMs);
      expect(uncertaintyMs).toBeLessThan(50);
    },
  );
  it('corrects nothing that may be right, or that one clock does not explain', () => {
    expect(correctionOf(boundsOf(0))).toEqual({ offsetMs: 0, uncertaintyMs: 0 });
    const bounds = createDateBounds(originMs);
    bounds.add(record(0, 0));
    bounds.add(record(100, 60_000));
    expect(bounds.result()).toBe(null);
    expect(correctionOf(null)).toEqual({ offsetMs: 0, uncertaintyMs: 0 });
    expect(createDateBounds(originMs).result()).toBe(null);
  });
});
