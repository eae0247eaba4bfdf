import { errors } from 'undici';
import { expect, it } from 'vitest';
import { exitCodes } from '../../support/errors.ts';
import { failureCode, unreachable } from './failure.ts';

const withCode = (code: string) => Object.assign(new Error('secret text'), { code });

it('tells codes, never texts', () => {
  expect(failureCode(withCode('ECONNRESET'))).toBe('ECONNRESET');
  expect(failureCode(new errors.SocketError('other side closed'))).toBe('connection_closed');
  expect(failureCode(new errors.HeadersOverflowError())).toBe('headers_too_large');
  expect(
    failureCode(new errors.RequestAbortedError('Proxy response (403) !== 200 when HTTP Tunneling')),
  ).toBe('proxy_refused');
  expect(failureCode(new TypeError('secret text'))).toBe('TypeError');
  expect(failureCode('secret text')).toBe('unknown');
  expect(failureCode(AbortSignal.timeout(0).reason ?? new DOMException('', 'TimeoutError'))).toBe('timeout');
});

it.each([
  [
    'ECONNREFUSED',
    'nothing listens at https://api.test:8443: is the deployment running, and is the port right?',
  ],
  ['ENOTFOUND', 'the host name api.test cannot be resolved: is it spelt right, and is the network up?'],
  [
    'ETIMEDOUT',
    'no connection to api.test:8443 within 700 ms: does a firewall drop it, or is a proxy (HTTPS_PROXY) needed?',
  ],
  ['EHOSTUNREACH', 'there is no route to api.test:8443: is the address right, and is the network or VPN up?'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'api.test:8443 does not speak TLS: is http:// meant?'],
  [
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'the certificate at api.test:8443 is for another name: is the host name right?',
  ],
  ['CERT_HAS_EXPIRED', 'the certificate of api.test:8443 has expired'],
  [
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'the certificate of api.test:8443 is signed by an authority that is not trusted here: set NODE_EXTRA_CA_CERTS to that authority’s certificate',
  ],
  [
    'timeout',
    'no answer from api.test:8443 within 700 ms: does it hang, does a firewall drop the connection, or is a proxy (HTTPS_PROXY) needed?',
  ],
  ['invalid_http', 'what api.test:8443 answers is no HTTP/1.1: is the port right, and is https:// meant?'],
  ['EMFILE', 'no connection to https://api.test:8443 could be opened'],
])('explains %s', (code, text) => {
  const error = unreachable(new URL('https://api.test:8443/v1/x'), withCode(code), 700);
  expect(error.message).toBe(`${text} (${code})`);
  expect(error.exitCode).toBe(exitCodes.unusable);
});
