import { unusableError } from '../../support/errors.ts';
import type { HarnessError } from '../../support/errors.ts';

/** Why a request has no whole answer, in the engine's own words; the rest are codes of the operating system, TLS or the parser. */
export const failures = {
  /** No whole answer within the target's timeout. */
  timeout: 'timeout',
  /** No connection was free and no more may be opened: it was never sent. */
  dropped: 'dropped',
  /** The run was stopped, or its time was up, before the answer was whole. */
  aborted: 'aborted',
  /** The answer's body went past the bound. */
  bodyTooLarge: 'body_too_large',
  /** The other side closed the connection before the answer was whole. */
  connectionClosed: 'connection_closed',
  /** What came is no HTTP/1.1. */
  invalidHttp: 'invalid_http',
} as const;

/** undici's names for what happens on the wire, in words that need no knowledge of undici. */
const wireCodes: Readonly<Record<string, string>> = {
  UND_ERR_SOCKET: failures.connectionClosed,
  UND_ERR_PRX_CONN: 'proxy_failed',
  UND_ERR_PRX_TLS: 'proxy_failed',
  UND_ERR_ABORTED: failures.aborted,
  UND_ERR_DESTROYED: failures.aborted,
  UND_ERR_CLOSED: failures.aborted,
  UND_ERR_CONNECT_TIMEOUT: failures.timeout,
  UND_ERR_HEADERS_OVERFLOW: 'headers_too_large',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'content_length_mismatch',
};

/** The code that a record carries for an error: never its text, which may quote the request. */
export function failureCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if (/proxy authentication required|proxy response \(\d+\)/i.test(error.message)) return 'proxy_refused';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (error.name === 'HTTPParserError') return failures.invalidHttp;
  if (error.name === 'TimeoutError') return failures.timeout;
  return code === undefined ? error.name : (wireCodes[code] ?? code);
}

/**
 * The target cannot be reached: what happened, where, and the likely mistake.
 * @param timeoutMs how long was waited; told when that is the reason.
 */
export function unreachable(url: URL, error: unknown, timeoutMs: number): HarnessError {
  const code = failureCode(error);
  return unusableError(`${unreachableText(url, code, timeoutMs)} (${code})`, error);
}

function unreachableText(url: URL, code: string, timeoutMs: number): string {
  const { host, hostname, origin } = url;
  switch (code) {
    case 'ECONNREFUSED':
      return `nothing listens at ${origin}: is the deployment running, and is the port right?`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `the host name ${hostname} cannot be resolved: is it spelt right, and is the network up?`;
    case 'ETIMEDOUT':
      return `no connection to ${host} within ${timeoutMs} ms: does a firewall drop it, or is a proxy (HTTPS_PROXY) needed?`;
    case failures.timeout:
      return `no answer from ${host} within ${timeoutMs} ms: does it hang, does a firewall drop the connection, or is a proxy (HTTPS_PROXY) needed?`;
    case failures.invalidHttp:
      return `what ${host} answers is no HTTP/1.1: is the port right, and is https:// meant?`;
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
      return `there is no route to ${host}: is the address right, and is the network or VPN up?`;
    case 'proxy_refused':
    case 'proxy_failed':
      return `the proxy does not let ${host} through: check HTTP_PROXY, HTTPS_PROXY and NO_PROXY`;
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `the certificate at ${host} is for another name: is the host name right?`;
    case 'CERT_HAS_EXPIRED':
      return `the certificate of ${host} has expired`;
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return `the certificate of ${host} is signed by an authority that is not trusted here: set NODE_EXTRA_CA_CERTS to that authority’s certificate`;
    default:
      if (looksLikePlainText(url, code)) return `${host} does not speak TLS: is http:// meant?`;
      return code === failures.connectionClosed
        ? `${host} closed the connection without an answer`
        : `no connection to ${origin} could be opened`;
  }
}

function looksLikePlainText(url: URL, code: string): boolean {
  return url.protocol === 'https:' && /^(EPROTO|ERR_SSL_|ECONNRESET$|connection_closed$)/.test(code);
}
