import { readFileSync } from 'node:fs';

/** The package's version. Sources stand one folder below package.json, compiled files two. */
function readVersion(): string {
  for (const place of ['../package.json', '../../package.json']) {
    try {
      const { name, version } = JSON.parse(readFileSync(new URL(place, import.meta.url), 'utf8')) as {
        name?: string;
        version: string;
      };
      if (name === 'chatkit-harness') return version;
    } catch {
      // Not there: the other place is tried.
    }
  }
  return '0.0.0';
}

export const version = readVersion();
