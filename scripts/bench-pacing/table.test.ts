import { expect, it } from 'vitest';
import { formatPacing } from './table.ts';

const round = { slots: 100, arrived: 100, p50Us: 20, p99Us: 400, maxUs: 900, cpuShare: 0.5 };

it('lists medians, the greatest maximum, every round, and what was not kept', () => {
  const scheduler = { ...round, ownP50Us: 10, ownP99Us: 90 };
  const its = { ...round, ownP50Us: null, ownP99Us: null };
  const table = formatPacing([
    {
      engine: 'scheduler',
      rate: 1000,
      rounds: [scheduler, { ...scheduler, p50Us: 30, p99Us: 1500, maxUs: 2000 }, scheduler],
    },
    { engine: 'k6 2.2.0', rate: 1000, rounds: [its, { ...its, arrived: 95 }, its] },
  ]);
  const rows = table.split('\n').map((line) =>
    line
      .split('|')
      .map((cell) => cell.trim())
      .slice(1, -1),
  );
  expect(rows[2]).toEqual([
    '1,000/s',
    'scheduler',
    '20 µs',
    '400 µs',
    '2,000 µs',
    '400 · 1,500 · 400',
    '10 µs / 90 µs',
    'all',
    '50 %',
  ]);
  expect(rows[3]).toEqual([
    '1,000/s',
    'k6 2.2.0',
    '20 µs',
    '400 µs',
    '900 µs',
    '400 · 400 · 400',
    '–',
    '98.33 %',
    '50 %',
  ]);
  expect(new Set(table.split('\n').map((line) => line.length)).size).toBe(1);
});
