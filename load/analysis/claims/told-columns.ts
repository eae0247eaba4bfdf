/** What the headers of a session's answers told, in the order of its columns; NaN where nothing was. */
export interface ToldColumns {
  readonly retryAfterUs: Float64Array;
  readonly retryRoundingUs: Float64Array;
  readonly limit: Float64Array;
  readonly remaining: Float64Array;
  readonly resetUs: Float64Array;
  readonly resetRoundingUs: Float64Array;
}

/** Nothing told, for so many answers. */
export function emptyTold(count: number): ToldColumns {
  const blank = () => new Float64Array(count).fill(NaN);
  return {
    retryAfterUs: blank(),
    retryRoundingUs: blank(),
    limit: blank(),
    remaining: blank(),
    resetUs: blank(),
    resetRoundingUs: blank(),
  };
}
