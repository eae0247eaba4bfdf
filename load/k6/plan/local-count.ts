/**
 * Counts, for one session, the admissions beyond the limit that are certain from the requests of one user alone. `Date.now()` is all the
 * clock that a script has, so every interval is taken a millisecond wider than it was seen, and the window shorter
 * by the tolerance: what is counted did happen, what is not may have.
 */
export function createLocalCount(
  limit: number,
  windowMs: number,
): {
  /**
   * Takes in an admission; call it in the order of the answers.
   * @returns whether it was certainly one more than a window allows.
   */
  admit(sentMs: number, answeredMs: number): boolean;
} {
  const shortMs = windowMs - (2 + windowMs / 10_000);
  /** When those were sent that certainly share a window with the latest answer. */
  let sent: number[] = [];
  return {
    admit(sentMs, answeredMs) {
      sent.push(sentMs);
      sent = sent.filter((ms) => answeredMs + 1 - ms < shortMs);
      return sent.length > limit;
    },
  };
}
