import type { RequestRecord } from '../../records.ts';

/** A record of one answered request of session `s1`; anything else by `overrides`. */
export function recordOf(
  id: number,
  sentMs: number | null,
  firstByteMs: number | null,
  overrides: Partial<RequestRecord> = {},
): RequestRecord {
  return {
    id,
    session: 's1',
    step: '1x',
    intendedMs: null,
    sentMs,
    firstByteMs,
    endMs: firstByteMs,
    status: firstByteMs === null ? null : 200,
    ...overrides,
  };
}
