import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

const run = (...args: string[]) =>
  spawnSync(process.execPath, ['scripts/bench-arbitraries.ts', ...args], { encoding: 'utf8' });

it('measures all sides in turn and prints their ratios', () => {
  // A short run on a busy machine; what is wanted of a long one is 4.
  const { status, stdout, stderr } = run('--rounds', '1', '--runs', '1000', '--require', '2');
  expect([status, stderr]).toEqual([0, '']);
  const lines = [...stdout.matchAll(/^ {2}(.+?) {2,}(\d+) +(\d+) +[\d.]+ +([\d.]+) +([\d.]+)$/gm)];
  const names = ['plain combinators', 'the same, size xsmall', "arbitraryOf, json 'any'", 'arbitraryOf'];
  expect(lines.map(([, name]) => name)).toEqual([...names, ...names]);
  const [plain, , any] = lines.map(([, , rate]) => Number(rate));
  expect(Number(lines[2]?.[4])).toBeCloseTo((any ?? 0) / (plain ?? 0), 1);
  expect(lines[0]?.[4]).toBe('1.00');
});

it('ends with 99 below the ratio that is required, and with 2 on wrong usage', () => {
  const below = run('--rounds', '1', '--runs', '100', '--require', '5000');
  expect([below.status, below.stderr]).toEqual([99, 'the ratio is below 5000\n']);
  const wrong = run('--rounds', 'many', '--require=-1');
  expect(wrong.status).toBe(2);
  expect(wrong.stderr).toContain("--rounds: a whole number from 1 to 1000 is wanted, got 'many'");
  expect(run('--nonsense').status).toBe(2);
});
