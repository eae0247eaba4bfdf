import { readFile } from 'node:fs/promises';

/** The version of k6 that the project is tried with, as `module/go.mod` pins it: `2.2.0`. */
export async function pinnedK6Version(): Promise<string> {
  const text = await readFile(new URL('module/go.mod', import.meta.url), 'utf8');
  const version = /^(?:require )?\s*go\.k6\.io\/k6\/v2 v(\S+)/m.exec(text)?.[1];
  if (version === undefined) throw new Error('scripts/k6/module/go.mod pins no k6');
  return version;
}
