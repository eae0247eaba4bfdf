import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createDataset } from '../../generators/index.ts';
import { faults } from '../../server/index.ts';
import { systemClock } from '../../support/clock.ts';
import type { Io } from '../io.ts';
import { main } from '../main.ts';

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

/** Runs `serve` in process, up to the moment at which it waits for its end. */
async function start(args: readonly string[], env: Io['env'] = {}) {
  const abort = new AbortController();
  const outcome = { stdout: '', stderr: '', exitCode: undefined as number | undefined };
  const io: Io = {
    stdout: (text) => void (outcome.stdout += text),
    stderr: (text) => void (outcome.stderr += text),
    clock: systemClock,
    signal: abort.signal,
    setExitCode: (code) => {
      outcome.exitCode = code;
    },
    env,
    live: false,
    color: false,
  };
  const done = main(['serve', ...args], io);
  const stop = async () => {
    abort.abort();
    await done;
    return outcome;
  };
  stops.push(stop);
  while (!outcome.stdout.includes('Ctrl-C stops it.') && outcome.exitCode === undefined)
    await systemClock.sleep(5);
  const url = /^ChatKit API +(\S+)$/m.exec(outcome.stdout)?.[1] ?? '';
  return { outcome, stop, url };
}

const ask = async (url: string, key: string, init: RequestInit = {}) =>
  fetch(url, {
    ...init,
    headers: {
      authorization: `Bearer ${key}`,
      'openai-beta': 'chatkit_beta=v1',
      'content-type': 'application/json',
    },
  });

describe('serve', () => {
  it('prints what to know, serves, and ends with 0 when it is stopped', async () => {
    const { items } = createDataset();
    const { outcome, url, stop } = await start(['--port', '0']);
    expect(outcome.stdout).toBe(
      `ChatKit API    ${url}\n` +
        'limiter        sliding-window-log, window 60s\n' +
        `dataset        50 threads, ${items.length} items, 20 sessions (built in; --dataset DIR serves your own)\n` +
        'API key        sk-chatkit-harness (the default, synthetic)\n\n' +
        `  curl '${url}/chatkit/threads?limit=2' \\\n` +
        `    -H "Authorization: Bearer sk-chatkit-harness" -H 'OpenAI-Beta: chatkit_beta=v1'\n\n` +
        'Ctrl-C stops it.\n',
    );
    const response = await ask(`${url}/chatkit/threads?limit=1`, 'sk-chatkit-harness');
    const { data } = (await response.json()) as { data: { created_at: number }[] };
    expect(response.status).toBe(200);
    // Times were moved: the newest thread is no older than the conversation in it took.
    expect(systemClock.nowMs() / 1000 - (data[0]?.created_at ?? 0)).toBeLessThan(86_400);
    await stop();
    expect([outcome.exitCode, outcome.stderr]).toEqual([0, 'stopped\n']);
    await expect(ask(`${url}/chatkit/threads`, 'x')).rejects.toThrow('fetch failed');
  });

  it('takes a key, a limiter, a window and workflows, and never prints the key', async () => {
    const { outcome, url, stop } = await start(
      ['--port', '0', '--api-key', 'sk-mine', '--limiter', 'fixed-window-aligned', '--window', '1.5s'].concat(
        ['--workflow', 'wf_a', '--workflow', 'wf_b'],
      ),
    );
    expect(outcome.stdout).toContain('limiter        fixed-window-aligned, window 1.5s\n');
    expect(outcome.stdout).toContain('API key        the one given by --api-key\n');
    expect(outcome.stdout).toContain('-H "Authorization: Bearer $OPENAI_API_KEY"');
    const create = (id: string, key: string) =>
      ask(`${url}/chatkit/sessions`, key, {
        method: 'POST',
        body: JSON.stringify({ user: 'u', workflow: { id } }),
      });
    const answers = await Promise.all([
      create('wf_a', 'sk-mine'),
      create('wf_b', 'sk-mine'),
      create('wf_c', 'sk-mine'),
      create('wf_a', 'sk-chatkit-harness'),
    ]);
    expect(answers.map((response) => response.status)).toEqual([200, 200, 404, 401]);
    const { client_secret } = (await answers[0].json()) as { client_secret: string };
    const limited = await ask(`${url}/chatkit/threads`, client_secret);
    // Aligned to 1.5 s: the reset is never further away than that.
    expect(limited.headers.get('x-ratelimit-reset-requests')).toMatch(/^(\d{1,3}ms|1(\.\d+)?s)$/);
    await stop();
    expect(outcome.stdout + outcome.stderr).not.toContain('sk-mine');
  });

  it('serves a dataset of generate', async () => {
    const dir = await mkdtemp(path.join(tmpdir(), 'serve-'));
    stops.push(() => rm(dir, { recursive: true }));
    const out = path.join(dir, 'data');
    const codes: number[] = [];
    await main(['generate', '--out', out, '--threads', '3', '--users', '2', '--sessions', '1'], {
      stdout: () => undefined,
      stderr: () => undefined,
      clock: systemClock,
      signal: new AbortController().signal,
      setExitCode: (code) => void codes.push(code),
      env: {},
      live: false,
      color: false,
    });
    expect(codes.filter((code) => code !== 0)).toEqual([]);
    const { outcome } = await start(['--port', '0', '--dataset', out]);
    expect(outcome.stdout).toMatch(/^dataset {8}3 threads, \d+ items, 1 sessions \(.*data\)$/m);
  });

  it('lists all that is wrong with its options at once', async () => {
    const { outcome } = await start([
      '--port=70000',
      '--limiter=leaky',
      '--window=60',
      '--host= ',
      '--api-key=sk secret',
      '--workflow=',
    ]);
    expect([outcome.exitCode, outcome.stdout]).toEqual([2, '']);
    expect(outcome.stderr).toBe(
      '6 problems:\n' +
        "  - --port: a whole number from 0 to 65535 is wanted, got '70000'\n" +
        "  - --limiter: one of fixed-window-aligned, fixed-window-anchored, sliding-window-log, sliding-window-counter, token-bucket, gcra is wanted, got 'leaky'\n" +
        "  - --window: a duration such as 500ms, 60s or 2m is wanted, got '60' (did you mean '60s'?)\n" +
        '  - --host: an address is wanted, got nothing\n' +
        '  - --api-key: visible ASCII characters without spaces are wanted\n' +
        '  - --workflow: an id is wanted, got nothing\n',
    );
  });

  it('says that a port is in use, and which options help', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => {
      holder.listen(0, '127.0.0.1', resolve);
    });
    const { port } = holder.address() as AddressInfo;
    const { outcome } = await start(['--port', String(port)]);
    expect([outcome.exitCode, outcome.stderr]).toEqual([
      2,
      `error: port ${port} is in use on 127.0.0.1: choose another with --port, or 0 for a free one\n`,
    ]);
    await new Promise((resolve) => {
      holder.close(resolve);
    });
  });

  it.each([
    [
      ['--dataset', '/no/such/folder'],
      /^error: cannot read \/no\/such\/folder\/manifest\.json: no such file/,
    ],
    [['--nonsense'], /^error: unknown option '--nonsense'/],
    [['stray'], /^error: too many arguments for 'serve'/],
  ])('refuses %j', async (args, message) => {
    const { outcome } = await start(['--port', '0', ...args]);
    expect(outcome.exitCode).toBe(2);
    expect(outcome.stderr).toMatch(message);
    expect(outcome.stderr).not.toMatch(/\n\s+at /);
  });

  it('warns of strangers when it listens beyond this machine, more so with the default key', async () => {
    const open = await start(['--port', '0', '--host', '0.0.0.0']);
    expect(open.outcome.stderr).toBe(
      'warning: 0.0.0.0 is not a loopback address: whoever reaches it can use this deployment, for its default key is public; give it one of your own with --api-key\n',
    );
    const own = await start(['--port', '0', '--host', '0.0.0.0', '--api-key', 'sk-mine']);
    expect(own.outcome.stderr).toBe(
      'warning: 0.0.0.0 is not a loopback address: whoever reaches it can use this deployment\n',
    );
    const local = await start(['--port', '0', '--host', 'localhost']);
    expect(local.outcome.stderr).toBe('');
  });

  it('tells those who have a key in their environment that it is not the one', async () => {
    const { outcome } = await start(['--port', '0'], { OPENAI_API_KEY: 'sk-real' });
    expect(outcome.stderr).toBe(
      'note: OPENAI_API_KEY is set, and not accepted here; a client that reads it needs the key above\n',
    );
  });

  it('warns of the faults that it was given, and has them', async () => {
    const { outcome, url, stop } = await start(
      ['--port', '0', '--seed', '5', '--fault', 'ends-swapped, request-id-missing'].concat([
        '--fault',
        'ends-swapped',
      ]),
    );
    expect(outcome.stderr).toBe(
      'warning: this deployment is faulty on purpose: ends-swapped, request-id-missing (--seed 5)\n',
    );
    expect(outcome.stdout).toContain('faults         ends-swapped, request-id-missing\n\n  curl ');
    const response = await ask(`${url}/chatkit/threads?limit=2`, 'sk-chatkit-harness');
    const { data, first_id } = (await response.json()) as { data: { id: string }[]; first_id: string };
    expect([first_id, response.headers.has('x-request-id')]).toEqual([data[1]?.id, false]);
    await stop();
    expect(outcome.exitCode).toBe(0);
  });

  it('names the likely fault of each wrong name', async () => {
    const { outcome } = await start(['--fault', 'cursor-ignore,,limit-ignored', '--fault=nonsense']);
    expect([outcome.exitCode, outcome.stdout]).toEqual([2, '']);
    expect(outcome.stderr).toBe(
      '3 problems:\n' +
        "  - --fault: no fault is called 'cursor-ignore' (did you mean 'cursor-ignored'?); --list-faults lists them\n" +
        '  - --fault: a name is wanted, got nothing; --list-faults lists them\n' +
        "  - --fault: no fault is called 'nonsense'; --list-faults lists them\n",
    );
  });

  it('lists the faults, and ends', async () => {
    const { outcome } = await start(['--list-faults']);
    expect([outcome.exitCode, outcome.stderr]).toEqual([0, '']);
    for (const { name, area, does, breaks, source } of faults) {
      expect(outcome.stdout).toMatch(new RegExp(`^${area}$`, 'm'));
      const lines = outcome.stdout.split('\n');
      const at = lines.findIndex((line) => line.startsWith(`  ${name} `));
      expect(lines[at]?.endsWith(`  ${does}`)).toBe(true);
      expect(lines[at + 1]?.trim()).toBe(`breaks (${source}): ${breaks}`);
    }
    expect(outcome.stdout).toMatch(
      new RegExp(
        `\n\n${faults.length} faults; --fault NAME,… has the deployment start with some of them.\n$`,
      ),
    );
  });

  it('is a mock for clients’ test suites with --profile sdk-tests', async () => {
    const { outcome, stop } = await start(['--port', '0', '--profile', 'sdk-tests']);
    const origin = /^ {2}TEST_API_BASE_URL=(\S+)$/m.exec(outcome.stdout)?.[1] ?? '';
    expect(outcome.stdout).toBe(
      `ChatKit mock   ${origin} (and below /v1)\n` +
        'profile        sdk-tests: no state, any key, every list has entries of every kind\n\n' +
        `  TEST_API_BASE_URL=${origin}\n\nCtrl-C stops it.\n`,
    );
    const paths = ['/chatkit/threads/any', '/v1/chatkit/threads/any/items?limit=0', '/none'];
    const answers = await Promise.all(paths.map((each) => ask(`${origin}${each}`, 'My API Key')));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 404]);
    await stop();
    expect([outcome.exitCode, outcome.stderr]).toEqual([0, 'stopped\n']);
  });

  it('says which options mean nothing to the mock', async () => {
    const { outcome } = await start(
      ['--profile', 'sdk-tests', '--fault', 'order-ignored', '--limiter', 'sliding-window-log'].concat([
        '--api-key',
        'sk-mine',
        '--window',
        '60s',
        '--dataset',
        'x',
        '--workflow',
        'wf_1',
      ]),
    );
    expect([outcome.exitCode, outcome.stdout]).toEqual([2, '']);
    expect(outcome.stderr).toBe(
      '6 problems:\n' +
        ['dataset', 'api-key', 'limiter', 'window', 'workflow', 'fault']
          .map((option) => `  - --${option}: means nothing to --profile sdk-tests\n`)
          .join(''),
    );
    const unknown = await start(['--profile', 'sdktests', '--seed', '-1']);
    expect(unknown.outcome.stderr).toBe(
      '2 problems:\n' +
        "  - --profile: one of stateful, sdk-tests is wanted, got 'sdktests'\n" +
        "  - --seed: a whole number 0 or more is wanted, got '-1'\n",
    );
  });

  it('ends with 0 on a real Ctrl-C', async () => {
    const child = spawn(process.execPath, ['bin/chatkit-harness.js', 'serve', '--port', '0']);
    let stdout = '';
    const code = await new Promise<number | null>((resolve) => {
      child.on('exit', resolve);
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        stdout += text;
        if (stdout.includes('Ctrl-C stops it.')) child.kill('SIGINT');
      });
    });
    expect(code).toBe(0);
  });
});
