import { isLoopback } from '../engine/index.ts';

/**
 * Load against somebody's deployment must be meant: the host has to be spelled out.
 * @returns what is wrong, or null when the target may be loaded.
 */
export function remoteProblem(url: URL, allowedHosts: readonly string[]): string | null {
  if (isLoopback(url)) return null;
  const allowed = allowedHosts.some((host) => host === url.hostname || host === url.host);
  if (allowed) return null;
  return `--base-url: ${url.hostname} is not this machine; load against it needs --allow-remote ${url.hostname}`;
}
