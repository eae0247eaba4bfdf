import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createDataset } from '../../generators/index.ts';
import { parseSessions } from '../../load/k6/plan/sessions-file.ts';
import { createDeployment } from '../../server/index.ts';
import { systemClock } from '../../support/clock.ts';
import { runMain } from '../testing/run-main.ts';

let dir: string;
let out: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'k6-sessions-'));
  out = path.join(dir, 'sessions.json');
});
afterEach(() => rm(dir, { recursive: true }));

async function withDeployment<T>(work: (url: string, apiKey: string) => Promise<T>): Promise<T> {
  const dataset = createDataset({ seed: 1, users: 1, threads: 1, sessions: 1 });
  const deployment = createDeployment({ clock: systemClock, dataset });
  const listening = await deployment.listen({ port: 0 });
  try {
    return await work(listening.url, deployment.apiKey);
  } finally {
    await listening.close();
  }
}

const sessions = (...more: string[]) => runMain(['k6', 'sessions', '--out', out, ...more]);

it('creates fresh sessions for every step, in a file that its owner alone may read', async () => {
  await withDeployment(async (url, apiKey) => {
    const more = [
      '--base-url',
      url,
      '--api-key',
      apiKey,
      '--limit',
      '7',
      '--sessions',
      '2',
      '--load',
      '0.5,2',
    ];
    const { code, stdout, stderr } = await sessions(...more);
    expect([code, stdout]).toEqual([undefined, '']);
    expect(stderr).toBe(`4 sessions in ${out}, with their secrets; they live ten minutes at the most\n`);
    expect((await stat(out)).mode & 0o777).toBe(0o600);
    const made = parseSessions(await readFile(out, 'utf8'));
    expect(made.map(({ label, limit, step }) => [label, limit, step])).toEqual([
      ['s1', 7, '0.5x'],
      ['s2', 7, '0.5x'],
      ['s3', 7, '2x'],
      ['s4', 7, '2x'],
    ]);
    for (const { secret } of made) {
      const answer = await fetch(`${url}/chatkit/threads?limit=1`, {
        headers: { authorization: `Bearer ${secret}`, 'openai-beta': 'chatkit_beta=v1' },
      });
      expect(answer.status).toBe(200);
      expect(stderr).not.toContain(secret);
    }
    // A second run would leave sessions alive that nobody knows.
    const again = await sessions(...more);
    expect([again.code, again.stderr]).toEqual([
      2,
      `error: --out: ${out} is there already; its sessions may be alive\n`,
    ]);
  });
});

it('leaves no file behind when the sessions cannot be created', async () => {
  await withDeployment(async (url) => {
    const { code, stderr } = await sessions('--base-url', url, '--api-key', 'sk-wrong-key-1');
    expect(code).toBe(3);
    expect(stderr).toContain('401');
    expect(stderr).not.toContain('sk-wrong-key-1');
    expect(await readdir(dir)).toEqual([]);
  });
});

it.each([
  [[], 2, '--base-url: whose sessions? Name the deployment'],
  [
    ['--base-url', 'http://127.0.0.1:9/v1', '--api-key', 'k', '--scenario', 'soak'],
    2,
    '--scenario: soak creates its own sessions, with CHATKIT_API_KEY',
  ],
  [['--base-url', 'https://chat.example.com/v1', '--api-key', 'k'], 2, '--allow-remote chat.example.com'],
  [
    ['--base-url', 'http://127.0.0.1:9/v1', '--api-key', 'k', '--load', '1..2'],
    2,
    '--load: ramps are not of k6',
  ],
])('%j ends with exit code %i', async (more, exitCode, text) => {
  const { code, stderr } = await sessions(...more);
  expect(code).toBe(exitCode);
  expect(stderr).toContain(text);
});

it('says that the folder of the file is not there', async () => {
  await writeFile(path.join(dir, 'file'), '');
  out = path.join(dir, 'file', 'sessions.json');
  const { code, stderr } = await sessions('--base-url', 'http://127.0.0.1:9/v1', '--api-key', 'k');
  expect([code, stderr.split('\n', 1)[0]]).toEqual([
    2,
    expect.stringMatching(/^error: --out: .* cannot be written: /),
  ]);
});
