/**
 * Shorter lists of at least `least` elements: the first half, then the whole without ever smaller pieces. Long
 * lists lose a bounded number of pieces of each size.
 */
export function* shorter<T>(list: readonly T[], least = 0): Generator<T[], void, undefined> {
  const most = 64;
  for (let size = Math.ceil(list.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    if (list.length - size < least) continue;
    const pieces = Math.min(Math.ceil(list.length / size), most);
    // From the end: what was drawn first stays, as with a shorter list of the same seed.
    for (let piece = pieces - 1; piece >= 0; piece -= 1) {
      const rest = list.toSpliced(piece * size, size);
      if (rest.length >= least) yield rest;
    }
  }
}
