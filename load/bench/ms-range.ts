/** A length of time that is known to lie in a range, in milliseconds: what a client can say of a server's moments. */
export interface MsRange {
  readonly fromMs: number;
  /** null: no end of it was seen. */
  readonly toMs: number | null;
}

const endOf = ({ toMs }: MsRange): number => toMs ?? Infinity;

/** The longest of several: the one whose end is latest, an open one before all others. */
export function longest<T extends MsRange>(ranges: readonly T[]): T | null {
  return ranges.reduce<T | null>(
    (most, one) =>
      most === null || endOf(one) > endOf(most) || (endOf(one) === endOf(most) && one.fromMs > most.fromMs)
        ? one
        : most,
    null,
  );
}
