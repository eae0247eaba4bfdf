import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';

async function run(...args: string[]) {
  const child = spawn(process.execPath, ['scripts/bench-data.ts', ...args]);
  const out = { code: null as number | null, stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (out.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (out.stderr += text));
  [out.code] = (await once(child, 'close')) as [number | null];
  return out;
}

it('measures ours without the peers: rate, quality, workers, validation', async () => {
  const short = ['--rounds', '1', '--round-ms', '20', '--items', '2000', '--only', 'rate,datasets'];
  const { code, stdout, stderr } = await run('--no-peers', '--json', ...short);
  expect([code, stderr]).toEqual([0, 'measuring: rate\nmeasuring: datasets\n']);
  const { contestants, datasets, ...rest } = JSON.parse(stdout) as {
    contestants: { name: string; itemsPerSecond: number; quality: { valid: object; coherent: object } }[];
    datasets: { items: number; itemsPerSecond: Record<string, number> };
  };
  expect(rest).toMatchObject({ formatVersion: 1, node: process.versions.node });
  expect(rest).not.toHaveProperty('start');
  expect(contestants.map(({ name }) => name)).toEqual(['chatkit-harness', 'chatkit-harness, objects']);
  expect(contestants[0]?.itemsPerSecond).toBeGreaterThan(1000);
  expect(contestants[0]?.quality.valid).toMatchObject({ asked: expect.any(Number) as number });
  expect(Object.keys(datasets.itemsPerSecond)).toEqual(['one worker', 'two workers', 'validate']);
});

it('refuses what makes no sense, all at once', async () => {
  const { code, stderr } = await run('--only', 'speed', '--rounds', '0', '--no-peers', '--require', '15');
  expect(code).toBe(2);
  expect(stderr).toContain("error: --only: one of rate, start, datasets, memory is wanted, got 'speed'\n");
  expect(stderr).toContain("error: --rounds: a whole number from 1 to 1000 is wanted, got '0'\n");
  expect(stderr).toContain('error: --require: it needs the peers, and the rate\n');
  expect(stderr).toContain('usage: npm run bench:data -- [options]');
  expect((await run('--nonsense')).code).toBe(2);
});
