import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Case, Manifest } from '../manifest.ts';

/** The folder of the corpus as it is committed. */
export const fixturesFolder = fileURLToPath(new URL('../../../fixtures', import.meta.url));

export const readFixture = (name: string): Buffer => readFileSync(join(fixturesFolder, name));

export const manifest = JSON.parse(readFixture('manifest.json').toString()) as Manifest;

/** Every file below the folders of the verdicts. */
export const filesOnDisk: readonly string[] = readdirSync(fixturesFolder, {
  recursive: true,
  withFileTypes: true,
})
  .filter((entry) => !entry.isDirectory() && entry.parentPath !== fixturesFolder)
  .map((entry) => relative(fixturesFolder, join(entry.parentPath, entry.name)).split(sep).join('/'));

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The value of a case; undefined when its bytes are no JSON text in UTF-8. */
export function valueOf({ file }: Pick<Case, 'file'>): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(strict.decode(readFixture(file))) };
  } catch {
    return undefined;
  }
}
