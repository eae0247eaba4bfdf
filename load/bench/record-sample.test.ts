import { expect, it } from 'vitest';
import { recordOf } from '../analysis/testing/records.ts';
import { createRecordSample } from './record-sample.ts';

const idsOf = (sample: ReturnType<typeof createRecordSample>, step: string): number[] =>
  sample.records().flatMap((record) => (record.step === step ? [record.id] : []));

it('keeps a short step whole, and every so many of a long one', () => {
  const sample = createRecordSample(4);
  for (let id = 0; id < 4; id += 1) sample.add(recordOf(id, id, id + 1, { step: 'short' }));
  expect([sample.isWhole, sample.count]).toEqual([true, 4]);
  const kept: number[][] = [];
  for (let id = 0; id < 20; id += 1) {
    sample.add(recordOf(id, id, id + 1, { step: 'long' }));
    kept.push(idsOf(sample, 'long'));
  }
  expect(kept[3]).toEqual([0, 1, 2, 3]);
  expect(kept[4]).toEqual([0, 2, 4]);
  expect(kept[8]).toEqual([0, 4, 8]);
  expect(kept[19]).toEqual([0, 8, 16]);
  expect(idsOf(sample, 'short')).toEqual([0, 1, 2, 3]);
  expect([sample.isWhole, sample.count]).toEqual([false, 24]);
});
