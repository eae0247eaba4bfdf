import { describe, expect, it } from 'vitest';
import { createHeaderReader, headersByName, keepHeaders } from './answer-headers.ts';

it('keeps rate-limit headers and the request id, and nothing else', () => {
  const headers = {
    'retry-after': '6',
    'x-ratelimit-remaining-requests': '0',
    'set-cookie': ['a=b'],
    'x-request-id': 'req_1',
    'content-type': 'application/json',
  };
  expect(keepHeaders(headers, [])).toEqual({
    headers: { 'retry-after': '6', 'x-ratelimit-remaining-requests': '0' },
    requestId: 'req_1',
  });
});

it('leaves both out when none came', () => {
  expect(keepHeaders({ 'content-type': 'text/plain' }, [])).toEqual({});
});

it('joins repeated headers, and cuts secrets out of an echo', () => {
  const headers = { ratelimit: ['"a";r=1', '"b";r=2'], 'x-request-id': 'for-ek_0123456789-1' };
  expect(keepHeaders(headers, ['ek_0123456789'])).toEqual({
    headers: { ratelimit: '"a";r=1, "b";r=2' },
    requestId: 'for-[redacted]-1',
  });
});

it('reads a parser’s flat list', () => {
  expect(headersByName(['Retry-After', '6', 'RateLimit', 'a', 'ratelimit', 'b'])).toEqual({
    'retry-after': '6',
    ratelimit: 'a, b',
  });
});

describe('answers one after another', () => {
  it('are read as each of them would be alone', () => {
    const answers = [
      ['Date', 'Thu', 'X', '1'],
      ['Date', 'Thu', 'X', '2'],
      ['Date', 'Fri', 'X', '2'],
      ['X-Request-Id', 'req_1', 'Date', 'Fri', 'retry-after', '6'],
      ['X-Request-Id', 'req_2 ek_0123456789', 'Date', 'Fri', 'retry-after', '6'],
      ['RateLimit', 'a', 'ratelimit', 'b'],
      ['RateLimit', 'a', 'ratelimit', 'c'],
      ['RateLimit', 'a', 'ratelimit', 'c'],
      ['X', '1'],
      [],
    ];
    const read = createHeaderReader(['ek_0123456789']);
    expect(answers.map(read)).toEqual(
      answers.map((raw) => keepHeaders(headersByName(raw), ['ek_0123456789'])),
    );
  });

  it('share what is kept while nothing of it changes', () => {
    const read = createHeaderReader([]);
    const first = read(['Date', 'Thu', 'X', '1']);
    expect(first).toEqual({ headers: { date: 'Thu' } });
    expect(read(['Date', 'Thu', 'X', '2'])).toBe(first);
    expect(read(['Date', 'Fri', 'X', '2'])).not.toBe(first);
  });
});
