import { parseQuery } from '../schema/index.ts';
import type { OperationId, QueryOf } from '../schema/index.ts';
import { complaint } from './complaint.ts';

/** Most query strings kept, and the longest that is. Most callers ask with few different ones. */
const maxKept = 1000;
const maxKeptCharacters = 200;

/**
 * Reads query strings of one operation. What a valid one says is remembered, for reading it costs more than
 * finding it; memory is bounded.
 */
export function createQueryReader<Id extends OperationId>(id: Id): (url: string) => Readonly<QueryOf<Id>> {
  const kept = new Map<string, QueryOf<Id>>();
  /** @throws ApiError 400 for the first parameter that breaks the contract. */
  return (url) => {
    const text = queryText(url);
    const known = kept.get(text);
    if (known !== undefined) return known;
    const read = parseQuery(id, new URLSearchParams(text));
    if (!read.ok) throw complaint(read.problems);
    if (text.length <= maxKeptCharacters) {
      if (kept.size >= maxKept) kept.clear();
      kept.set(text, read.value);
    }
    return read.value;
  };
}

/** What stands between `?` and `#`. */
function queryText(url: string): string {
  const start = url.indexOf('?');
  if (start === -1) return '';
  const end = url.indexOf('#', start);
  return url.slice(start + 1, end === -1 ? undefined : end);
}
