import { expect, it } from 'vitest';
import { createQueryReader } from './query.ts';

it('reads what stands between the question mark and the fragment', () => {
  const read = createQueryReader('threads.list');
  const at = 'http://x/v1/chatkit/threads';
  expect(
    [at, `${at}?`, `${at}#limit=1`, `${at}?limit=2#?limit=3`, `${at}?user=a%3Fb&order=asc`].map((url) =>
      read(url),
    ),
  ).toEqual([{}, {}, {}, { limit: 2 }, { user: 'a?b', order: 'asc' }]);
});

it('says the same the second time, about bad ones too', () => {
  const read = createQueryReader('threads.listItems');
  expect(read('http://x/?limit=7')).toBe(read('http://y/?limit=7'));
  for (let i = 0; i < 2; i += 1)
    expect(() => read('http://x/?limit=x')).toThrow("Invalid type for 'limit': expected an integer");
});

it('keeps neither long query strings nor endlessly many', () => {
  const read = createQueryReader('threads.listItems');
  const long = `http://x/?after=${'x'.repeat(300)}`;
  expect(read(long)).toEqual(read(long));
  expect(read(long)).not.toBe(read(long));
  const first = read('http://x/?after=0');
  for (let i = 0; i <= 1000; i += 1) read(`http://x/?after=${i}`);
  expect(read('http://x/?after=0')).toEqual(first);
  expect(read('http://x/?after=0')).not.toBe(first);
});
