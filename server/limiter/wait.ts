/**
 * A wait, rounded up to 1/1024 of a millisecond: a fraction that a number of milliseconds since the epoch holds
 * exactly, so that whoever waits that long and not a moment less is admitted.
 */
export const waitMs = (exactMs: number): number => Math.ceil(exactMs * 1024) / 1024;
