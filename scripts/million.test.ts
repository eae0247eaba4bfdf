import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { locales } from '../generators/index.ts';
import { planOrders } from './million/run.ts';

it('plans a dataset of each profile and locale, with enough items', () => {
  const orders = planOrders(1_000_000);
  expect(orders).toHaveLength(2 * locales.length);
  expect(new Set(orders.map(({ profile, locale }) => `${profile} ${locale}`)).size).toBe(orders.length);
  expect(orders[0]).toEqual({ profile: 'typical', locale: 'en', seed: 1000, threads: 2632, sessions: 250 });
  expect(orders.at(-1)).toEqual({
    profile: 'edge',
    locale: 'zh_TW',
    seed: 1019,
    threads: 1250,
    sessions: 250,
  });
});

it('makes as many items as are wanted and finds all of them valid', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/million.ts', '--items', '20000'], {
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, '']);
  const lines = stdout.split('\n');
  expect(lines[0]).toMatch(
    /^typical +[\d,]+ items, 1,060 threads, 100 sessions in 20 datasets, \d+ MB: 0 faults;/,
  );
  expect(lines[1]).toMatch(
    /^edge +[\d,]+ items, 500 threads, 100 sessions in 20 datasets, \d+ MB: 0 faults;/,
  );
  expect(lines[2]).toMatch(/^[\d,]+ items of both profiles and 20 locales: all valid$/);
});

it('refuses what makes no sense', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/million.ts', '--items', '0'], {
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([
    2,
    "error: --items: a whole number from 1 to 1000000000 is wanted, got '0'\nusage: npm run data:million -- [--items N] [--workers N]\n",
  ]);
});
