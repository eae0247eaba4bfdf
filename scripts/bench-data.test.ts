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

it('measures ours without the peers: rate, quality, workers, validation, memory', async () => {
  const short = ['--rounds', '1', '--round-ms', '20', '--items', '2000', '--sources'];
  const only = ['--only', 'rate,datasets,memory'];
  const { code, stdout, stderr } = await run('--no-peers', '--json', ...short, ...only);
  const sizes = ['typical, 2000', 'edge, 2000'];
  const said = ['measuring: rate', 'measuring: datasets', 'measuring: memory'];
  expect([code, stderr]).toEqual([
    0,
    [...said, ...sizes.map((size) => `  ${size} items`)].map((line) => `${line}\n`).join(''),
  ]);
  const { contestants, datasets, memory, ...rest } = JSON.parse(stdout) as {
    contestants: { name: string; itemsPerSecond: number; quality: { valid: object; coherent: object } }[];
    datasets: { items: number; itemsPerSecond: Record<string, number> }[];
    memory: { profile: string; items: number; writeBytes: number }[];
  };
  expect(rest).toMatchObject({ formatVersion: 3, node: process.versions.node });
  expect(rest).not.toHaveProperty('start');
  expect(contestants.map(({ name }) => name)).toEqual(['chatkit-harness', 'chatkit-harness, objects']);
  expect(contestants[0]?.itemsPerSecond).toBeGreaterThan(1000);
  expect(contestants[0]?.quality.valid).toMatchObject({ asked: expect.any(Number) as number });
  expect(datasets.map(({ items }) => items)).toEqual([2000]);
  for (const { itemsPerSecond } of datasets)
    expect(Object.keys(itemsPerSecond)).toEqual([
      ...(process.platform === 'linux' ? ['one worker on one core'] : []),
      'one worker',
      'two workers',
      'validate',
    ]);
  expect(memory.map(({ profile }) => profile)).toEqual(['typical', 'edge']);
  for (const { items, writeBytes } of memory) {
    expect(items).toBeGreaterThan(1500);
    expect(writeBytes).toBeGreaterThan(30 * 1024 * 1024);
  }
  // Ten processes.
}, 60_000);

it('refuses what makes no sense, all at once', async () => {
  const { code, stderr } = await run('--only', 'speed', '--rounds', '0', '--no-peers', '--require', '15');
  expect(code).toBe(2);
  expect(stderr).toContain("error: --only: one of rate, start, datasets, memory is wanted, got 'speed'\n");
  expect(stderr).toContain("error: --rounds: a whole number from 1 to 1000 is wanted, got '0'\n");
  expect(stderr).toContain('error: --require: it needs the peers, and the rate\n');
  expect(stderr).toContain('usage: npm run bench:data -- [options]');
  expect((await run('--nonsense')).code).toBe(2);
});
