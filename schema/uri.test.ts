import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { isUri } from './uri.ts';

it.each([
  'https://example.com',
  'https://user:pass@example.com:8080/a/b;c?d=e&f#g/h?',
  'http://[2001:db8::1]:80/',
  'http://[::ffff:192.0.2.1]/',
  'http://[v7.fe:1]/',
  'http://192.0.2.1',
  'http://a%20b/%C3%A4',
  'mailto:someone@example.com',
  'urn:isbn:0451450523',
  'data:text/plain,a',
  'file:///etc/hosts',
  'a+b-c.1:x',
  'x:',
  'x:/',
  'x://',
])('takes %s', (text) => {
  expect(isUri(text)).toBe(true);
});

it.each([
  '',
  'preview_url',
  '/relative',
  '//example.com',
  '1http://example.com',
  ' https://example.com',
  'https://example.com ',
  'https://exa mple.com',
  'https://exämple.com',
  'https://example.com/ä',
  'https://example.com/"quoted"',
  'https://example.com/{id}',
  'https://example.com/%',
  'https://example.com/%2',
  'https://example.com/%GG',
  'https://example.com/a#b#c',
  'https://example.com/[a]',
  'https://example.com/?[a]',
  'https://example.com/#[a]',
  'https://exam[ple.com',
  'https://[::1',
  'https://[::1]a',
  'https://[:::1]/',
  'https://[vg.1]/',
  'https://a@b@c/',
  'https://a[b@c/',
  'https://a:b:1/',
  'https://a:8o/',
  'https://example.com\n',
  'x:a\\b',
])('refuses %j', (text) => {
  expect(isUri(text)).toBe(false);
});

/** RFC 3986, appendix A, rule by rule; slow on long texts, which is why the contract doesn't use it. */
const grammar = (() => {
  const hex = '[0-9A-Fa-f]';
  const unreserved = 'A-Za-z0-9\\-._~';
  const sub = "!$&'()*+,;=";
  const chars = (more: string) => `(?:[${unreserved}${sub}${more}]|%${hex}{2})`;
  const pchar = chars(':@');
  const octet = '(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])';
  const ipv4 = `${octet}(?:\\.${octet}){3}`;
  const h16 = `${hex}{1,4}`;
  const ls32 = `(?:${h16}:${h16}|${ipv4})`;
  const upTo = (n: number) => `(?:(?:${h16}:){0,${n}}${h16})?`;
  const ipv6 = [
    `(?:${h16}:){6}${ls32}`,
    `::(?:${h16}:){5}${ls32}`,
    `(?:${h16})?::(?:${h16}:){4}${ls32}`,
    `${upTo(1)}::(?:${h16}:){3}${ls32}`,
    `${upTo(2)}::(?:${h16}:){2}${ls32}`,
    `${upTo(3)}::${h16}:${ls32}`,
    `${upTo(4)}::${ls32}`,
    `${upTo(5)}::${h16}`,
    `${upTo(6)}::`,
  ].join('|');
  const future = `[vV]${hex}+\\.[${unreserved}${sub}:]+`;
  const host = `(?:\\[(?:${ipv6}|${future})\\]|${chars('')}*)`;
  const authority = `(?:${chars(':')}*@)?${host}(?::[0-9]*)?`;
  const path = `(?://${authority}(?:/${pchar}*)*|/(?:${pchar}+(?:/${pchar}*)*)?|${pchar}+(?:/${pchar}*)*|)`;
  return new RegExp(`^[A-Za-z][A-Za-z0-9+\\-.]*:${path}(?:\\?${chars(':@/?')}*)?(?:#${chars(':@/?')}*)?$`);
})();

it('agrees with the grammar on texts made of the parts of URIs', () => {
  const part = fc.constantFrom(
    ...'aZ10f:/?#[]@%.-+~_ ä\\^'.split(''),
    '//',
    '%41',
    '::',
    'x:',
    '[::1]',
    '1:2:3:4:5:6:7',
    '1.2.3.4',
    '[1:2::3]',
    '[::ffff:1.2.3.4]',
    '[1:2:3:4:5:6:7:8]',
    '[v7.fe:1]',
    '127.0.0.1',
    ':80',
    "!$&'()*+,;=",
  );
  const counts = { taken: 0, refused: 0 };
  fc.assert(
    fc.property(
      fc.constantFrom('', 'http://', 'x:', 'http://['),
      fc.array(part, { maxLength: 8 }),
      (start, parts) => {
        const text = start + parts.join('');
        counts[isUri(text) ? 'taken' : 'refused'] += 1;
        expect(isUri(text)).toBe(grammar.test(text));
      },
    ),
    { numRuns: 20_000, seed: 42 },
  );
  expect(counts.taken).toBeGreaterThan(1000);
  expect(counts.refused).toBeGreaterThan(1000);
});

it('reads ten million characters in less than a second', () => {
  const length = 10_000_000;
  const startMs = performance.now();
  expect(isUri(`x:${'a'.repeat(length)}`)).toBe(true);
  expect(isUri(`http://${'a:'.repeat(length / 2)}`)).toBe(false);
  expect(isUri('a'.repeat(length))).toBe(false);
  expect(isUri(`http://[${'1:'.repeat(length / 2)}]`)).toBe(false);
  expect(performance.now() - startMs).toBeLessThan(1000);
});
