import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunFile } from '../load/report/index.ts';
import { createDeployment } from '../server/index.ts';
import { systemClock } from '../support/clock.ts';
import { runCli } from './testing/run-cli.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'cli-'));
});
afterEach(() => rm(dir, { recursive: true }));

/** A short bench: about two seconds. */
const quick = [
  'bench',
  '--window',
  '500ms',
  '--step-duration',
  '600ms',
  '--load',
  '4',
  '--sessions',
  '2',
  '--limit',
  '5',
];
/** With a window long enough that a busy machine is not too slow for it. */
const calm = [...quick, '--window', '2s', '--step-duration', '2400ms'];

async function withDeployment<T>(work: (url: string, apiKey: string) => Promise<T>): Promise<T> {
  const deployment = createDeployment({ clock: systemClock, windowMs: 2000, apiKeys: ['sk-test-secret'] });
  const listening = await deployment.listen({ port: 0 });
  try {
    return await work(listening.url, 'sk-test-secret');
  } finally {
    await listening.close();
  }
}

describe('wrong usage is exit code 2, with a hint and no stack', () => {
  it.each<[string[], RegExp]>([
    [['benhc'], /unknown command 'benhc'\n\(Did you mean bench\?\)/],
    [['bench', '--widow', '3s'], /unknown option '--widow'\n\(Did you mean --window\?\)/],
    [['bench', 'extra'], /too many arguments/],
    [['bench', '--window'], /argument missing/],
    [[], /Usage: chatkit-harness/],
    [['bench', '--base-url', 'http://127.0.0.1:9/v1'], /error: --api-key: needed to create sessions/],
    [['bench', '--limit', 'x', '--load', '0'], /2 problems:\n {2}- --limit: .*\n {2}- --load: /],
    [
      ['bench', '--out', '/dev/null/run', ...quick.slice(1)],
      /error: --out: \/dev\/null\/run cannot be written \(ENOTDIR\)/,
    ],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await runCli(args, { cwd: dir });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at .*:\d+/);
    expect([code, stdout]).toEqual([2, '']);
    const probes = await runCli(['bench', '--identify', '--dry-run'], { cwd: dir });
    expect(probes.stdout).toMatch(/^plan: 1000 requests .* a session created for each probe, about /);
    expect(await readdir(dir)).toEqual([]);
  });
});

it('--help and --version go to standard output', async () => {
  const help = await runCli(['bench', '--help']);
  expect(help).toMatchObject({ code: 0, stderr: '' });
  expect(help.stdout).toContain('Examples:');
  const version = await runCli(['--version']);
  expect(version).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
});

describe('a target that cannot be used is exit code 3', () => {
  const refused = async (args: string[], env = {}) => {
    const result = await runCli([...quick, ...args], { cwd: dir, env });
    expect(result.stderr).not.toMatch(/\n\s+at .*:\d+/);
    expect(await readdir(dir)).toEqual([]);
    return result;
  };

  it('nothing listens', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const { code, stderr } = await refused(['--base-url', `http://127.0.0.1:${port}/v1`], {
      OPENAI_API_KEY: 'k',
    });
    expect(stderr).toContain(`error: nothing listens at http://127.0.0.1:${port}`);
    expect(code).toBe(3);
  });

  it('a wrong key', () =>
    withDeployment(async (url) => {
      const { code, stderr, stdout } = await refused(['--base-url', url, '--api-key', 'sk-wrong-secret']);
      expect(stderr).toMatch(/answered 401: .*\(is the API key right\?/);
      expect(stdout + stderr).not.toContain('sk-wrong-secret');
      expect(code).toBe(3);
    }));

  it('a secret that is none', () =>
    withDeployment(async (url) => {
      const { code, stderr } = await refused(['--base-url', url, '--client-secret', 'ek_nothing']);
      expect(stderr).toMatch(/neither admitted nor throttled once \(\d+ × status 401\): is the secret right/);
      expect(stderr).not.toContain('ek_nothing');
      expect(code).toBe(3);
    }));

  it('a base URL without /v1 of somebody else', () =>
    withDeployment(async (url, apiKey) => {
      const { code, stderr } = await refused(['--base-url', `${url}/v2`, '--api-key', apiKey]);
      expect(stderr).toContain('does the base URL end in /v1');
      expect(code).toBe(3);
    }));
});

describe('a bench of a deployment by URL', () => {
  it('prints one JSON document, leaves a run folder, and no secret anywhere', () =>
    withDeployment(async (url, apiKey) => {
      const out = path.join(dir, 'run');
      const { code, stdout, stderr } = await runCli([
        ...calm,
        '--base-url',
        url,
        '--api-key',
        apiKey,
        '--out',
        out,
        '--json',
      ]);
      expect(code).toBe(0);
      const run = JSON.parse(stdout) as RunFile;
      expect(run).toMatchObject({
        formatVersion: 1,
        interrupted: false,
        claims: { overall: { outcome: 'not_refuted' } },
      });
      expect(run.command).toContain('--api-key $OPENAI_API_KEY');
      const file = await readFile(path.join(out, 'run.json'), 'utf8');
      const records = await readFile(path.join(out, 'records.ndjson'), 'utf8');
      expect(JSON.parse(file)).toEqual(run);
      expect(records.trimEnd().split('\n')).toHaveLength(
        run.steps.reduce((sum, { offered, dropped }) => sum + offered + dropped, 0),
      );
      for (const text of [stdout, stderr, file, records])
        expect(text).not.toMatch(/sk-test-secret|ek_[0-9a-f]/);
    }));

  it('Ctrl-C writes what was measured, and is exit code 130', () =>
    withDeployment(async (url, apiKey) => {
      const out = path.join(dir, 'run');
      const args = ['bench', '--window', '20s', '--base-url', url, '--out', out];
      const { code, stdout, stderr } = await runCli(args, {
        env: { OPENAI_API_KEY: apiKey },
        interruptAt: /\[1\/6\]/,
      });
      expect(code).toBe(130);
      expect(stdout).toContain('interrupted');
      expect(stderr).not.toMatch(/\n\s+at .*:\d+/);
      expect(JSON.parse(await readFile(path.join(out, 'run.json'), 'utf8'))).toMatchObject({
        interrupted: true,
      });
    }));
});

// In real time beside other tests: see load/bench/third-party.test.ts.
describe('the embedded deployment', { retry: 2 }, () => {
  it('keeps its limit with a sliding log: 0', async () => {
    const { code, stdout } = await runCli([...calm, '--saturate', '0'], { cwd: dir });
    expect(stdout).toContain('✓ HOLDS');
    expect(code).toBe(0);
    expect(await readdir(path.join(dir, 'runs'))).toHaveLength(1);
  });

  it('is caught with fixed windows: 1, with a witness', async () => {
    const args = [...quick, '--window', '1s', '--saturate', '0', '--limiter', 'fixed-window-anchored'];
    const { code, stdout } = await runCli(args, { cwd: dir });
    expect(stdout).toContain('✗ VIOLATED');
    expect(stdout).toMatch(/6 admitted between .* the limit is 5 in 1 s/);
    expect(code).toBe(1);
  });

  it('proves nothing of too little: 0, and 1 with --strict', async () => {
    const args = [
      'bench',
      '--window',
      '1s',
      '--step-duration',
      '500ms',
      '--load',
      '0.5',
      '--no-probes',
      '--saturate',
      '0',
    ];
    const lenient = await runCli(args, { cwd: dir });
    expect(lenient.stdout).toContain('? INCONCLUSIVE');
    expect(lenient.code).toBe(0);
    expect((await runCli([...args, '--strict'], { cwd: dir })).code).toBe(1);
  });

  it('--dry-run prints the plan and sends nothing', async () => {
    const { code, stdout } = await runCli(['bench', '--dry-run'], { cwd: dir });
    expect(stdout).toMatch(/^plan: 930 requests .* 21 sessions created, about 45\.4 s\n/);
    expect(code).toBe(0);
    expect(await readdir(dir)).toEqual([]);
  });
});
