import { expect, it } from 'vitest';
import type { RequestRecord } from '../../records.ts';
import { sampleRun } from '../testing/sample-run.ts';
import { cutIntoBlocks } from './measures.ts';

it('cuts each step into twenty stretches of what was sent in them, walking through the records twice', () => {
  const { run, records } = sampleRun({ sessions: 1 });
  let walks = 0;
  const asRead: Iterable<RequestRecord> = {
    *[Symbol.iterator]() {
      walks += 1;
      yield* records;
      yield { ...(records[0] as RequestRecord), step: 'elsewhere' };
      yield { ...(records[0] as RequestRecord), sentMs: null };
    },
  };
  const blocks = cutIntoBlocks(run, asRead);
  expect([walks, [...blocks.keys()]]).toEqual([2, ['2x']]);
  // 40 requests over 3.9 s, of which the first five of each ten are admitted.
  const mine = blocks.get('2x') ?? [];
  expect(mine.map(({ offered }) => offered)).toEqual(Array.from({ length: 20 }, () => 2));
  expect(mine.slice(0, 6).map(({ admitted }) => admitted)).toEqual([2, 2, 1, 0, 0, 2]);
  expect(mine.map(({ durationMs }) => durationMs)).toEqual(Array.from({ length: 20 }, () => 195));
  const bins = mine.flatMap(({ admittedLatency, throttledLatency }) => [admittedLatency, throttledLatency]);
  expect(bins.reduce((sum, { bins: counts }) => sum + counts.reduce((a, b) => a + b, 0), 0)).toBe(40);
});

it('has no stretches of a step without a length', () => {
  const { run, records } = sampleRun({ sessions: 1, requests: 1 });
  expect(cutIntoBlocks(run, records)).toEqual(new Map([['2x', []]]));
});
