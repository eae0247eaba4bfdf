/**
 * Where an entry stands in time: creation first, then the order in which entries came to the store, which tells
 * apart those of one second. Both never change, so a position outlives its entry.
 */
export interface Position {
  /** Unix time in seconds. */
  readonly createdAt: number;
  /** Unique within a store and rising. */
  readonly sequence: number;
}

/** Negative when `a` stands before `b`, positive when behind, 0 when they are the same. */
export const comparePositions = (a: Position, b: Position): number =>
  a.createdAt - b.createdAt || a.sequence - b.sequence;
