import { baseOf } from './bases.ts';
import { json } from './draft.ts';
import type { Draft, Verdict } from './draft.ts';

interface Row {
  readonly name: string;
  readonly uri: string;
  readonly verdict: Verdict;
  readonly what: string;
}

const rows: readonly Row[] = [
  {
    name: 'parts',
    uri: 'https://user:pw@files.example.com:8443/a/b;c?d=e&f#g',
    verdict: 'accept',
    what: 'every part that a URI may have',
  },
  {
    name: 'ipv6',
    uri: 'https://[2001:db8::1]:8443/receipt.png',
    verdict: 'accept',
    what: 'an IPv6 address for its host',
  },
  {
    name: 'percent',
    uri: 'https://files.example.com/%E2%82%AC%20receipt.png',
    verdict: 'accept',
    what: 'percent-encoded bytes, which are not to be decoded',
  },
  {
    name: 'data',
    uri: 'data:image/gif;base64,R0lGODlhAQABAAAAACw=',
    verdict: 'accept',
    what: 'data in itself',
  },
  { name: 'urn', uri: 'urn:isbn:0451450523', verdict: 'accept', what: 'no host' },
  {
    name: 'long',
    uri: `https://files.example.com/?signature=${'0123456789abcdef'.repeat(256)}`,
    verdict: 'accept',
    what: 'more than 4,000 characters, as signed URLs have',
  },
  { name: 'relative', uri: '/files/receipt.png', verdict: 'reject', what: 'no scheme: a relative reference' },
  {
    name: 'no-scheme',
    uri: '//files.example.com/receipt.png',
    verdict: 'reject',
    what: 'no scheme, though a host',
  },
  { name: 'space', uri: 'https://files.example.com/my receipt.png', verdict: 'reject', what: 'a space' },
  {
    name: 'not-ascii',
    uri: 'https://files.example.com/Quittung-für-€.png',
    verdict: 'reject',
    what: 'letters beyond ASCII, which belong percent-encoded',
  },
  {
    name: 'bad-percent',
    uri: 'https://files.example.com/100%.png',
    verdict: 'reject',
    what: 'a percent sign without digits',
  },
];

/** URIs to the letter of RFC 3986, and what is often taken for one. */
export const uriCases = (): Draft[] =>
  rows.map(({ name, uri, verdict, what }) => ({
    shape: 'attachment',
    verdict,
    name: `uri-${name}`,
    bytes: json({ ...baseOf('attachment'), preview_url: uri }),
    reason: `$.preview_url has ${what}. The contract wants a URI (format uri), which is RFC 3986 to the letter.`,
    source: 'openapi',
    features: ['uri'],
    faults: verdict === 'reject' ? ['$.preview_url'] : [],
  }));
