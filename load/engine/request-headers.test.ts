import { expect, it } from 'vitest';
import { requestHeaders, secretsOf } from './request-headers.ts';

const credential = { label: 's1', secret: 'ek_0123456789' };
const request = (headers: Record<string, string>) => ({ method: 'GET', path: '/', headers });

it('sends the session’s secret as a bearer token', () => {
  expect(requestHeaders(request({ 'OpenAI-Beta': 'chatkit_beta=v1' }), credential)).toEqual({
    authorization: 'Bearer ek_0123456789',
    'OpenAI-Beta': 'chatkit_beta=v1',
  });
});

it('lets the user’s own authorization win', () => {
  expect(requestHeaders(request({ Authorization: 'Basic abc' }), credential)).toEqual({
    Authorization: 'Basic abc',
  });
});

it('knows what must not come back, and leaves short words alone', () => {
  const headers = {
    Authorization: 'Bearer sk-9876543210',
    Cookie: 'session=0123456789',
    'x-other': '0123456789',
  };
  expect(secretsOf(request(headers), credential)).toEqual([
    'ek_0123456789',
    'sk-9876543210',
    'session=0123456789',
  ]);
  expect(secretsOf(request({}), { label: 's1', secret: 'short' })).toEqual([]);
});
