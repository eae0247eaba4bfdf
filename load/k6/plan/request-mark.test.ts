import { expect, it } from 'vitest';
import { keptOf } from './kept-headers.ts';
import { keyOf, readMark, writeMark } from './request-mark.ts';

it.each([
  [
    { key: '3.17', limit: 10, intended: { startMs: 1_795_381_862_789, afterMs: 250.5 }, session: 's2' },
    '3.17 10 1795381862789 250.5 s2',
  ],
  [{ key: '1.1', limit: 1, intended: null, session: 'visitor 7 & co' }, '1.1 1 - - visitor 7 & co'],
  [{ key: '1.2', limit: 1, intended: { startMs: 1, afterMs: 1e-7 }, session: 's1' }, '1.2 1 1 1e-7 s1'],
])('writes a request as a text and reads it again: %j', (mark, text) => {
  expect(writeMark(mark)).toBe(text);
  expect(readMark(text)).toEqual(mark);
  expect(keyOf(text)).toBe(mark.key);
});

it('reads no other text', () => {
  expect([readMark('cksess_1'), readMark('1.1 x - - s1'), readMark('1.1 1 - s1')]).toEqual([
    null,
    null,
    null,
  ]);
  expect(keyOf('3.17')).toBe('3.17');
});

it('keeps of an answer what records keep, without the secret', () => {
  const secret = 'ek_1';
  expect(keptOf({ 'Content-Type': 'x' }, secret)).toBe(null);
  expect(keptOf({ 'X-Request-Id': 'a "b"' }, secret)).toBe('{"requestId":"a \\"b\\""}');
  expect(keptOf({ Date: 'now', 'Retry-After-Ms': '5' }, secret)).toBe(
    '{"headers":{"retry-after-ms":"5","date":"now"}}',
  );
  const all = keptOf({ 'X-Ratelimit-Reset-Requests': 'ek_1, ek_1', 'X-Request-Id': 'r-ek_1' }, secret);
  expect(JSON.parse(all ?? '')).toEqual({
    headers: { 'x-ratelimit-reset-requests': '[redacted], [redacted]' },
    requestId: 'r-[redacted]',
  });
});
