import { readFileSync } from 'node:fs';
import { describeFileError } from '../../support/files.ts';
import type { OptionReader } from '../options.ts';

/** Checks that are expected to fail, and why. */
export type Ledger = ReadonlyMap<string, string>;

/**
 * Reads a ledger of expected failures: a line each, `check_name: reason`; empty lines and what follows a `#` at the
 * beginning of a line are skipped.
 * @param isKnown whether a check has this name.
 */
export function readLedger(file: string, isKnown: (name: string) => boolean, reader: OptionReader): Ledger {
  const ledger = new Map<string, string>();
  for (const [index, line] of linesOf(file, reader).entries()) {
    const text = line.trim();
    if (text === '' || text.startsWith('#')) continue;
    const at = text.indexOf(':');
    const name = (at < 0 ? text : text.slice(0, at)).trim();
    const reason = at < 0 ? '' : text.slice(at + 1).trim();
    const where = `--expect: ${file}:${index + 1}`;
    if (!isKnown(name)) reader.problem(`${where}: no check is called '${name}'; --list lists them`);
    else if (ledger.has(name)) reader.problem(`${where}: ${name} is named twice`);
    else if (reason === '') reader.problem(`${where}: a reason is wanted, as in '${name}: ticket 17'`);
    else ledger.set(name, reason);
  }
  return ledger;
}

function linesOf(file: string, reader: OptionReader): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch (error) {
    reader.problem(`--expect: ${file} cannot be read: ${describeFileError(error)}`);
    return [];
  }
}
