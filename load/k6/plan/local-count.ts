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
  /** When those were sent that certainly share a window with the latest answer, ascending; those before `first` no longer do. */
  let sent: number[] = [];
  let first = 0;
  return {
    admit(sentMs, answeredMs) {
      // Answers come in about the order of their requests, so that the place is near the end.
      let place = sent.length;
      while (place > first && (sent[place - 1] ?? 0) > sentMs) place -= 1;
      if (place === sent.length) sent.push(sentMs);
      else sent.splice(place, 0, sentMs);
      while (first < sent.length && answeredMs + 1 - (sent[first] ?? 0) >= shortMs) first += 1;
      if (first > 1000 && first * 2 > sent.length) {
        sent = sent.slice(first);
        first = 0;
      }
      return sent.length - first > limit;
    },
  };
}
