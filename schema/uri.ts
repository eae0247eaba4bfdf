import { z } from 'zod';

/** Anything that no URI may contain: RFC 3986, sections 2.1 to 2.3. */
const illegal = /[^A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]|%(?![0-9A-Fa-f]{2})/;
/** Longer schemes don't exist; the bound keeps the search short on a text that is none. */
const scheme = /^[A-Za-z][A-Za-z0-9+.-]{0,255}:/;
const futureAddress = /^[Vv][0-9A-Fa-f]{1,16}\.[A-Za-z0-9\-._~!$&'()*+,;=:]+$/;
const brackets = /[[\]]/;
/** Longest: six groups of four digits, and an IPv4 address. */
const ipv6Characters = /^[0-9A-Fa-f:.]{2,45}$/;

function isHost(host: string): boolean {
  if (!host.startsWith('[')) return !/[[\]:]/.test(host);
  if (!host.endsWith(']')) return false;
  const address = host.slice(1, -1);
  const ipv6 = ipv6Characters.test(address) && URL.canParse(`http://[${address}]`);
  return ipv6 || futureAddress.test(address);
}

/** `[userinfo@]host[:port]` (RFC 3986, section 3.2). */
function isAuthority(authority: string): boolean {
  const at = authority.indexOf('@');
  const hostAndPort = authority.slice(at + 1);
  if (brackets.test(authority.slice(0, Math.max(at, 0))) || hostAndPort.includes('@')) return false;
  const port = /:[0-9]{0,255}$/.exec(hostAndPort);
  return isHost(port === null ? hostAndPort : hostAndPort.slice(0, port.index));
}

/**
 * Whether a text is an absolute URI to the letter of RFC 3986, which is what `format: uri` means. Unlike the
 * URL parser of browsers it trims nothing, and takes no spaces and no letters beyond ASCII.
 */
export function isUri(text: string): boolean {
  const start = scheme.exec(text);
  if (start === null || illegal.test(text)) return false;
  const hash = text.indexOf('#');
  const fragment = hash === -1 ? '' : text.slice(hash + 1);
  if (fragment.includes('#') || brackets.test(fragment)) return false;

  // From here on a part is what stands before the query: `//authority/path` or a path alone.
  const rest = text.slice(start[0].length, hash === -1 ? undefined : hash);
  const question = rest.indexOf('?');
  if (question !== -1 && brackets.test(rest.slice(question))) return false;
  const part = question === -1 ? rest : rest.slice(0, question);
  if (!part.startsWith('//')) return !brackets.test(part);
  const slash = part.indexOf('/', 2);
  const end = slash === -1 ? part.length : slash;
  return isAuthority(part.slice(2, end)) && !brackets.test(part.slice(end));
}

/** An absolute URI. Source of the format: openapi. */
export const Uri = z.stringFormat('uri', isUri);
