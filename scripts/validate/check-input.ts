import {
  defaultMaxLineBytes,
  describeJsonError,
  formatMebibytes,
  lineOfJsonError,
  readLines,
} from '../../generators/ndjson/index.ts';
import type { Line } from '../../generators/ndjson/index.ts';
import { readShape } from '../../schema/index.ts';
import type { Reading, ShapeName } from '../../schema/index.ts';
import { guessShape } from './guess-shape.ts';

/** One thing that is wrong, and where. */
export interface Fault {
  /** From 1; null where a JSON document doesn't tell. */
  readonly line: number | null;
  /** JSON path; null when the text could not be read as JSON at all. */
  readonly path: string | null;
  readonly message: string;
  /** Why nothing behind it could be read: it explains what came before, and is told however much that was. */
  readonly ends?: true;
}

/** What was found in one input. */
export interface InputResult {
  /** Objects that were checked. */
  entries: number;
  faulty: number;
  faults: number;
  /** How many objects of each shape, and the field that the shape was guessed by (`--shape` when it was given). */
  readonly shapes: Map<ShapeName, { entries: number; by: string }>;
}

export interface CheckSettings {
  /** Shape of every object; guessed for each when null. */
  readonly shape: ShapeName | null;
  readonly reading: Reading;
  readonly onFault: (fault: Fault) => void;
  /** Bound for a line, and for a document as a whole; default 64 MiB. */
  readonly maxBytes?: number;
}

const noShape =
  'no telling which shape this is: neither its "object" nor its "type" is known; name it with --shape';

/**
 * Checks NDJSON (an object a line), or one JSON document (an object, a page, or a list of objects) that is
 * written over several lines. Which of the two it is, the first two lines tell, unless `isNdjson` does: in a document
 * that is written over several lines, none of these is an object by itself.
 */
export async function checkInput(
  chunks: AsyncIterable<Uint8Array>,
  isNdjson: boolean,
  settings: CheckSettings,
): Promise<InputResult> {
  const checker = new Checker(settings);
  const maxBytes = settings.maxBytes ?? defaultMaxLineBytes;
  let mode: 'unknown' | 'lines' | 'document' = isNdjson ? 'lines' : 'unknown';
  let first: Line | undefined;
  const document: string[] = [];
  let characters = 0;
  let lines = 0;
  try {
    for await (const batch of readLines(chunks, maxBytes)) {
      for (const line of batch) {
        lines += 1;
        if (line.fault !== undefined) checker.unreadable(line);
        if (line.fault !== undefined && line.text === '') continue;
        if (mode === 'unknown' && line.text.trim() !== '') {
          if (first === undefined) mode = isJson(line.text) ? 'lines' : 'unknown';
          else mode = isObject(line.text) && !goesOn.test(first.text) ? 'lines' : 'document';
          if (mode === 'lines' && first !== undefined) checker.line(first);
          first ??= line;
        }
        if (mode === 'lines') checker.line(line);
        else if (characters <= maxBytes) {
          document.push(line.text);
          characters += line.text.length + 1;
        }
      }
    }
  } catch (error) {
    if (!(error as NodeJS.ErrnoException).code?.startsWith('Z_')) throw error;
    checker.end(lines + 1, 'the gzip data is damaged or cut off here');
  }
  if (mode === 'document' || (mode === 'unknown' && first !== undefined)) {
    if (characters > maxBytes)
      checker.fault(
        null,
        null,
        `the document is larger than ${formatMebibytes(maxBytes)}; write it as NDJSON, an object a line`,
      );
    else checker.document(document.join('\n'));
  }
  if (checker.result.entries === 0 && checker.result.faults === 0) {
    const found = lines === 0 ? 'the file is empty' : 'the file holds only blank lines';
    checker.fault(null, null, checker.hasEmptyList ? 'the list is empty: there is nothing to check' : found);
  }
  return checker.result;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** How a line ends after which a document goes on. */
const goesOn = /[[{,:]\s*$/;

const isObject = (text: string): boolean => text.trimStart().startsWith('{') && isJson(text);

class Checker {
  readonly result: InputResult = { entries: 0, faulty: 0, faults: 0, shapes: new Map() };
  hasEmptyList = false;
  readonly #settings: CheckSettings;

  constructor(settings: CheckSettings) {
    this.#settings = settings;
  }

  fault(line: number | null, path: string | null, message: string): void {
    this.result.faults += 1;
    this.#settings.onFault({ line, path, message });
  }

  end(line: number, message: string): void {
    this.result.faults += 1;
    this.#settings.onFault({ line, path: null, message, ends: true });
  }

  /** A line whose bytes are no text, or too many; one that only begins with a byte-order mark is read all the same. */
  unreadable({ number, text, fault }: Line): void {
    const message = `the line ${fault}`;
    if (text === '') this.#entryFault(number, null, message);
    else this.fault(number, null, message);
  }

  line({ number, text, ended }: Line): void {
    if (text.trim() === '') return;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      const message = ended
        ? `the line is not JSON: ${describeJsonError(error)}`
        : 'the file is cut off in the middle of its last line';
      this.#entryFault(number, null, message);
      return;
    }
    this.#value(value, number);
  }

  document(text: string): void {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      this.#entryFault(lineOfJsonError(error), null, `the document is not JSON: ${describeJsonError(error)}`);
      return;
    }
    this.#value(value, null);
  }

  #entryFault(line: number | null, path: string | null, message: string): void {
    this.result.entries += 1;
    this.result.faulty += 1;
    this.fault(line, path, message);
  }

  /** An object, or a list of objects. */
  #value(value: unknown, line: number | null): void {
    if (!Array.isArray(value)) this.#entry(value, line, '$');
    else if (value.length === 0) this.hasEmptyList = true;
    else for (const [index, entry] of value.entries()) this.#entry(entry, line, `$[${index}]`);
  }

  #entry(value: unknown, line: number | null, path: string): void {
    const guess =
      this.#settings.shape === null ? guessShape(value) : { shape: this.#settings.shape, by: '--shape' };
    if (guess === undefined) {
      this.#entryFault(line, path, noShape);
      return;
    }
    this.result.entries += 1;
    const { shape, by } = guess;
    const seen = this.result.shapes.get(shape);
    if (seen === undefined) this.result.shapes.set(shape, { entries: 1, by });
    else seen.entries += 1;
    const read = readShape(shape, value, this.#settings.reading);
    if (read.ok) return;
    this.result.faulty += 1;
    for (const problem of read.problems) {
      this.fault(line, path + problem.path.slice(1), `expected ${problem.expected}, got ${problem.received}`);
    }
  }
}
