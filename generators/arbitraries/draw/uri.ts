import { edgeLinks } from '../../edge/parts.ts';
import type { Level } from '../constraints.ts';
import type { Source } from '../source.ts';

/** Absolute URIs at which readers part; all are URIs to the letter of RFC 3986. */
const odd: readonly string[] = [
  ...edgeLinks.filter((link) => link.length < 200),
  'a:',
  'a:b',
  'HTTP://EXAMPLE.ORG/',
  'http://example.org:/',
  'http://example.org:0/',
  'http://user:pass@example.org/',
  'http://[v1.a]/',
  'http://127.0.0.1',
  'http://0x7f.1/',
  'http://xn--bcher-kva.example/',
  'http://a/../../b/./c',
  'http://a/%2e%2E/%00%ff',
  'http://a?b?c/d#e?f/g',
  'http://a/;p=1,2&q=+',
  "http://a/!$&'()*+,;=:@-._~",
  'data:text/plain;base64,SGVsbG8=',
  'data:,',
  'file:///etc/passwd',
  'file:///C:/a',
  'javascript:alert(1)',
  'tel:+1-201-555-0123',
  'urn:uuid:6e8bc430-9c3a-11d9-9669-0800200c9a66',
  'about:blank',
  'x+y-z.1:///',
];
const schemes = ['https', 'http', 'ftp', 'ws', 'app+x', 's3'] as const;
const hosts = ['example.com', 'a.b.example.org', 'localhost', '192.0.2.1', '[2001:db8::1]', 'h', ''] as const;
const pieces = [
  'a',
  'docs',
  '..',
  '%20',
  '%E2%9C%93',
  'file.pdf',
  '~x',
  '',
  '1',
  ';v=2',
  '%F0%9F%A7%B5',
] as const;

function drawComposed(source: Source): string {
  let uri = `${source.pick(schemes)}://${source.pick(hosts)}`;
  if (source.oneIn(4)) uri += `:${source.below(65_536)}`;
  for (let left = source.below(4); left > 0; left -= 1) uri += `/${source.pick(pieces)}`;
  if (source.oneIn(3)) uri += `?${source.pick(pieces)}=${source.pick(pieces)}`;
  if (source.oneIn(4)) uri += `#${source.pick(pieces)}`;
  return uri;
}

const drawPlain = (source: Source): string =>
  `https://files.example.com/${source.uint32().toString(16)}/${source.pick(['preview.png', 'page', ''])}`;

/** Makes absolute URIs of a level. */
export function uriDrawer(level: Level): (source: Source) => string {
  if (level === 'minimal') return (source) => (source.oneIn(2) ? 'a:' : 'a:b');
  if (level === 'plain') return drawPlain;
  return (source) => (source.oneIn(2) ? source.pick(odd) : drawComposed(source));
}
