import { readFileSync } from 'node:fs';
import type { Texts } from './lines.ts';

/**
 * What all subjects say, by their names. It is written when the package is built (`scripts/bundle-dataset.ts`), so that a
 * process need not compile and run what writes it; only the compiled package has it.
 */
export const printedFile = new URL('printed.json', import.meta.url);

let printed: Readonly<Record<string, Texts<string>>> | undefined;

/** What a subject says, as it was printed. */
export function readPrinted(name: string): Texts<string> {
  printed ??= JSON.parse(readFileSync(printedFile, 'utf8')) as Record<string, Texts<string>>;
  const texts = printed[name];
  if (texts === undefined) throw new RangeError(`${printedFile.pathname} holds nothing of ${name}`);
  return texts;
}
