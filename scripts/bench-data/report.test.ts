import { expect, it } from 'vitest';
import { judgeQuality } from './measure-contestants.ts';
import { describeForDocs } from './report-markdown.ts';
import { describeBench, percent, table } from './report.ts';
import type { DataBench } from './report.ts';

it('says all only of all, and none only of none', () => {
  const shares = [
    [0, 0],
    [9, 9],
    [9, 0],
    [3, 2],
    [100_000, 99_999],
    [100_000, 1],
  ] as const;
  expect(shares.map(([asked, held]) => percent({ asked, held }))).toEqual([
    '–',
    '100 %',
    '0 %',
    '66.7 %',
    '99.9 %',
    '0.1 %',
  ]);
});

it('aligns columns', () => {
  expect(
    table([
      ['', 'n'],
      ['one', '1'],
      ['fifteen', '15'],
    ]),
  ).toBe('          n\none       1\nfifteen  15\n');
});

const result = (name: 'chatkit-harness' | 'faker', itemsPerSecond: number) => ({
  name,
  itemsPerSecond,
  bytesPerSecond: itemsPerSecond * 500,
  bytesPerItem: 500,
  rounds: [itemsPerSecond],
  quality: judgeQuality([]),
});

const measured: DataBench = {
  formatVersion: 3,
  node: '24.0.0',
  processor: '2 × Some',
  contestants: [result('chatkit-harness', 600_000), result('faker', 30_000)],
  start: [
    { name: 'chatkit-harness, ndjsonOf', medianMs: 50, rounds: [40, 50, 60] },
    { name: 'faker', medianMs: 250, rounds: [240, 250, 260] },
  ],
  datasets: [
    {
      items: 1000,
      folder: '/dev/shm',
      itemsPerSecond: {
        'one worker on one core': 95_000,
        'one worker': 100_000,
        'two workers': 190_000,
        validate: 300_000,
      },
      ofOneWorker: { 'one worker on one core': 0.95, 'one worker': 1, 'two workers': 1.9, validate: 3 },
      ofOneCore: { 'one worker on one core': 1, 'one worker': 1.05, 'two workers': 2, validate: 3.16 },
      rounds: { 'one worker': [100_000], 'two workers': [190_000], validate: [300_000] },
    },
  ],
  memory: [
    { profile: 'edge', items: 100_000, writeBytes: 100 * 1024 * 1024, validateBytes: 90 * 1024 * 1024 },
  ],
};
const nothing: DataBench = { formatVersion: 3, node: '24.0.0', processor: '2 × Some' };

it('describes every part that was measured, with ratios', () => {
  const text = describeBench(measured);
  expect(text).toContain('chatkit-harness  600,000         500  300.0');
  expect(text).toContain('faker             30,000         500   15.0         20.0 ×    20.0 ×');
  expect(text).toContain('chatkit-harness, ndjsonOf   50 ms  0.20 of faker    (40 to 60)');
  expect(text).toContain('two workers             190,000 items/s         1.90 ×              2.00 ×');
  expect(text).toContain('edge, 100,000 items   100 MiB    90 MiB');
  expect(describeBench(nothing)).toBe('Node 24.0.0, 2 × Some\n\n');
});

it('prints the tables of the documentation', () => {
  const text = describeForDocs(measured);
  expect(text).toContain(
    '\n| what `generate` writes | 600,000 | 500 |  | – | – |\n| faker | 30,000 | 500 | 20.0 × | – | – |\n',
  );
  expect(text).toContain('\n| chatkit-harness, ndjsonOf | 50 ms | 0.20 |\n| faker | 250 ms | 1.00 |\n');
  expect(text).toContain(
    '\n| 1,000 items, two workers | 190,000 | 1.90 × | 2.00 × |\n| 1,000 items, `validate` | 300,000 | 3.00 × | 3.16 × |\n',
  );
  expect(text).toContain('\n| --- | ---: | ---: |\n| `edge`, 100,000 items | 100 MiB | 90 MiB |\n');
  const alone = describeForDocs({ ...nothing, start: (measured.start ?? []).slice(0, 1) });
  expect(alone).toContain('\n| chatkit-harness, ndjsonOf | 50 ms | – |\n');
  expect(describeForDocs(nothing)).toBe('Node 24.0.0, 2 × Some\n\n');
});
