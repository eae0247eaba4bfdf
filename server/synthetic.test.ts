import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { defaultApiKey } from './default-api-key.ts';
import { defaultMaxBodyBytes } from './deployment.ts';
import { defaultLimiter } from './limiter/index.ts';
import { maxRetainedSessions } from './sessions.ts';
import { rememberedDeletions } from './store/store.ts';

const document = readFileSync('docs/synthetic.md', 'utf8');
const sources = globSync('server/*.ts').filter((file) => !file.endsWith('.test.ts'));

/** Literals of the form of a code that are none. */
const otherWords = new Set([
  'api_key',
  'client_secret',
  'session_create',
  'session_id',
  'thread_id',
  'created_at',
]);

const grouped = (number: number) => number.toLocaleString('en-US');

it('lists every error code and type that the deployment answers with', () => {
  const literals = sources.flatMap((file) => [
    ...readFileSync(file, 'utf8').matchAll(/'([a-z]+(?:_[a-z0-9]+)+)'/g),
  ]);
  const codes = [...new Set(literals.map(([, code]) => code ?? ''))].filter((code) => !otherWords.has(code));
  expect(codes.length).toBeGreaterThan(20);
  expect(codes.filter((code) => !document.includes(`\`${code}\``))).toEqual([]);
});

it('gives the values that the code has', () => {
  expect(document).toContain(`\`${defaultApiKey}\``);
  expect(document).toContain(`\`${defaultLimiter}\``);
  expect(defaultMaxBodyBytes).toBe(1024 ** 2);
  expect(document).toContain('1 MiB');
  expect(document).toContain(`more than ${grouped(maxRetainedSessions)} at once`);
  expect(document).toContain(`the ${grouped(rememberedDeletions)} threads`);
});
