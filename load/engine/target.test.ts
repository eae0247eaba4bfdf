import { expect, it } from 'vitest';
import { isLoopback, requestUrl } from './target.ts';
import { targetAt } from './testing/target-server.ts';

it.each([
  ['http://h/v1', '/chatkit/threads?limit=1', 'http://h/v1/chatkit/threads?limit=1'],
  ['http://h/v1/', '/chatkit/threads', 'http://h/v1/chatkit/threads'],
  ['http://h', '/x', 'http://h/x'],
  [
    'https://h:8443/openai/v1?api-version=3',
    '/x?limit=1',
    'https://h:8443/openai/v1/x?api-version=3&limit=1',
  ],
  ['http://h/v1#part', '/x?after=a?b', 'http://h/v1/x?after=a?b'],
  ['http://h/v1', '/x?user=é', 'http://h/v1/x?user=%C3%A9'],
])('appends to %s the path %s', (base, path, url) => {
  expect(requestUrl(targetAt(new URL(base), { path })).href).toBe(url);
});

it('knows what is loopback', () => {
  const loopback = [
    'http://localhost:1',
    'http://127.0.0.1',
    'https://127.8.9.1/x',
    'http://[::1]:80',
    'http://a.localhost.',
  ];
  const others = [
    'http://127.example.org',
    'http://localhost.example.org',
    'http://10.0.0.1',
    'http://[::2]',
  ];
  expect(loopback.filter((url) => !isLoopback(new URL(url)))).toEqual([]);
  expect(others.filter((url) => isLoopback(new URL(url)))).toEqual([]);
});
