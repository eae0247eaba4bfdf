import type { RequestRecord } from '../records.ts';

/** A line of `records.ndjson` that is no record. */
export class RecordLineError extends Error {
  readonly line: number;

  constructor(line: number, problem: string) {
    super(`line ${line} ${problem}`);
    this.line = line;
  }
}

const isNumberOrNull = (value: unknown): boolean => value === null || typeof value === 'number';

/**
 * The record that a line holds, in whatever form JSON allows.
 * @throws RecordLineError when it is none.
 */
export function parseRecordLine(line: string, lineNumber: number): RequestRecord {
  let record: Partial<RequestRecord> | null;
  try {
    record = JSON.parse(line) as Partial<RequestRecord> | null;
  } catch {
    throw new RecordLineError(lineNumber, 'is no JSON');
  }
  const wrong = wrongField(record);
  if (wrong !== null) throw new RecordLineError(lineNumber, `is no record: ${wrong}`);
  return record as RequestRecord;
}

/** What is wrong with the fields that verdicts rest on; null when nothing is. */
function wrongField(record: Partial<RequestRecord> | null): string | null {
  if (typeof record !== 'object' || record === null) return 'an object is wanted';
  if (typeof record.id !== 'number') return 'id is no number';
  if (typeof record.session !== 'string') return 'session is no text';
  if (!isNumberOrNull(record.intendedMs)) return 'intendedMs is neither a time nor null';
  if (!isNumberOrNull(record.sentMs)) return 'sentMs is neither a time nor null';
  if (!isNumberOrNull(record.firstByteMs)) return 'firstByteMs is neither a time nor null';
  if (!isNumberOrNull(record.endMs)) return 'endMs is neither a time nor null';
  if (!isNumberOrNull(record.status)) return 'status is neither a number nor null';
  const { headers } = record;
  if (headers !== undefined && (typeof headers !== 'object' || (headers as unknown) === null))
    return 'headers is no object';
  return headers !== undefined &&
    Object.values(headers).some((value) => typeof (value as unknown) !== 'string')
    ? 'a header is no text'
    : null;
}
