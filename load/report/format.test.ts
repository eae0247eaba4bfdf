import { expect, it } from 'vitest';
import { formatDurationMs, formatLatency } from './format.ts';
import { formatTable } from './table.ts';

it.each([
  [0.4, '0.4 ms'],
  [350, '350 ms'],
  [1000, '1 s'],
  [4500, '4.5 s'],
  [119_000, '119 s'],
  [120_000, '2 min'],
  [636_000, '10 min 36 s'],
])('%d ms is %s', (ms, text) => {
  expect(formatDurationMs(ms)).toBe(text);
});

it.each([
  [420, '0.42'],
  [9_990, '9.99'],
  [82_500, '82.5'],
  [1_204_000, '1204'],
])('%d µs is %s ms', (us, text) => {
  expect(formatLatency(us)).toBe(text);
});

it('aligns columns and trims the ends of lines', () => {
  const columns = [
    { heading: 'step', align: 'left' },
    { heading: 'n', align: 'right' },
    { heading: 'why', align: 'left' },
  ] as const;
  expect(
    formatTable(columns, [
      ['a', '10', ''],
      ['longer', '5', 'x'],
    ]),
  ).toEqual(['step     n  why', 'a       10', 'longer   5  x']);
});
