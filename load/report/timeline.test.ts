import { expect, it } from 'vitest';
import type { RequestRecord } from '../records.ts';
import { drawTimeline } from './timeline.ts';

const at = (sentMs: number | null, status: number | null): RequestRecord => ({
  id: 1,
  session: 's1',
  step: '1x',
  intendedMs: sentMs,
  sentMs,
  firstByteMs: sentMs,
  endMs: sentMs,
  status,
});

it('draws each column by what was sent in it', () => {
  const records = [
    at(100, 200),
    at(110, 200),
    at(120, 429),
    at(130, 429),
    at(130, 200),
    at(140, 500),
    at(160, 200),
  ];
  expect(drawTimeline(records, 7, 70)).toBe('██·▓× █');
});

it('leaves the rest of the time empty, and what was never sent out', () => {
  expect(drawTimeline([at(0, 200), at(null, null)], 10, 100)).toBe('█');
  expect(drawTimeline([at(null, null)], 10)).toBe('');
  expect(drawTimeline([at(5, null)], 4, 0)).toBe('×');
});

it('draws a soak of hundreds of thousands', () => {
  const records = Array.from({ length: 300_000 }, (_, i) => at(i, i < 150_000 ? 200 : 429));
  expect(drawTimeline(records, 4)).toBe('██··');
});
