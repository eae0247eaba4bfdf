import type { RequestRecord } from '../../records.ts';
import type { Columns } from '../columns.ts';
import { readTold } from './told.ts';

/** What the headers of a session's answers told, in the order of its columns; NaN where nothing was. */
export interface ToldColumns {
  readonly retryAfterUs: Float64Array;
  readonly retryRoundingUs: Float64Array;
  readonly limit: Float64Array;
  readonly remaining: Float64Array;
  readonly resetUs: Float64Array;
}

/** @param records those of the session, in any order. */
export function packTold(columns: Columns, records: readonly RequestRecord[]): ToldColumns {
  const blank = () => new Float64Array(columns.count).fill(NaN);
  const told = {
    retryAfterUs: blank(),
    retryRoundingUs: blank(),
    limit: blank(),
    remaining: blank(),
    resetUs: blank(),
  };
  const withHeaders = records.filter(({ headers }) => headers !== undefined);
  if (withHeaders.length === 0) return told;
  const places = new Map<number, number>();
  for (let i = 0; i < columns.count; i += 1) places.set(columns.ids[i] as number, i);
  for (const { id, headers } of withHeaders) {
    const i = places.get(id);
    if (i === undefined || headers === undefined) continue;
    const one = readTold(headers);
    if (one.retryAfterMs !== null) told.retryAfterUs[i] = one.retryAfterMs * 1000;
    told.retryRoundingUs[i] = one.retryRoundingMs * 1000;
    if (one.limit !== null) told.limit[i] = one.limit;
    if (one.remaining !== null) told.remaining[i] = one.remaining;
    if (one.resetMs !== null) told.resetUs[i] = one.resetMs * 1000;
  }
  return told;
}
