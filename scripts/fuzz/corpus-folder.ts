import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The corpus that comes with the program: beside the sources of a checkout, or beside what was compiled of them. */
export function corpusFolder(): string {
  const places = ['../../fixtures/', '../../../fixtures/'].map((place) => new URL(place, import.meta.url));
  const found = places.find((place) => existsSync(new URL('manifest.json', place))) ?? places[0];
  return fileURLToPath(found ?? new URL('../../fixtures/', import.meta.url));
}
