import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

const run = (...args: string[]) =>
  spawnSync(process.execPath, ['scripts/bench-server.ts', ...args], { encoding: 'utf8' });

it('measures both servers in turn and prints their ratio', () => {
  const { status, stdout, stderr } = run('--rounds', '2', '--round-ms', '100');
  expect([status, stderr]).toEqual([0, '']);
  const rates = [
    ...stdout.matchAll(/^(reference deployment|bare node:http) +(\d+) \/s +[\d.]+ µs +(\d+) (\d+)$/gm),
  ];
  expect(rates.map(([, name]) => name)).toEqual(['reference deployment', 'bare node:http']);
  const [own, other] = rates.map(([, , rate]) => Number(rate));
  const ratio = Number(/^ratio of the medians +([\d.]+)/m.exec(stdout)?.[1]);
  expect(ratio).toBeCloseTo((own ?? 0) / (other ?? 0), 2);
});

it('ends with 99 below the ratio that is required, and with 2 on wrong usage', () => {
  const below = run('--rounds', '1', '--round-ms', '100', '--require', '50');
  expect([below.status, below.stderr]).toEqual([99, 'the ratio is below 50\n']);
  const wrong = run('--rounds', 'many', '--require=-1');
  expect(wrong.status).toBe(2);
  expect(wrong.stderr).toContain("--rounds: a whole number from 1 to 1000 is wanted, got 'many'");
  expect(run('--nonsense').status).toBe(2);
});
