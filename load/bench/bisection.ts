/** Between which multiples of the limit is searched, and how finely. */
export interface SearchBounds {
  readonly from: number;
  /** Above `from`. */
  readonly to: number;
  /** The search ends when the lowest that did not hold is at most so much above the highest that did: 0.05 is five percent. */
  readonly resolution: number;
}

/** A load that was tried. */
export interface Tried {
  readonly load: number;
  readonly held: boolean;
}

/** The highest load that held, if any did, and the lowest above it that did not. */
export interface Bracket {
  readonly held: number | null;
  readonly notHeld: number | null;
}

/** What the trials so far have shown. */
export function bracketOf(tried: readonly Tried[]): Bracket {
  const failed = tried.filter(({ held }) => !held).map(({ load }) => load);
  const notHeld = failed.length === 0 ? null : Math.min(...failed);
  // A load that held above one that did not is chance: the thresholds are not kept up to there.
  const held = tried
    .filter((one) => one.held && (notHeld === null || one.load < notHeld))
    .map(({ load }) => load);
  return { held: held.length === 0 ? null : Math.max(...held), notHeld };
}

/**
 * The load to try next: first the lower bound, then the upper, then the middle, by ratio, of what is still open:
 *
 *     from ✓──────────────√──────────────✗ to        from·to = middle²
 *
 * Rounded to four figures, so that it can be named. Null when the search is over: not even the lower bound held, the upper one
 * did, or what is open is within the resolution.
 */
export function nextLoad({ from, to, resolution }: SearchBounds, tried: readonly Tried[]): number | null {
  if (tried.length === 0) return from;
  const { held, notHeld } = bracketOf(tried);
  if (held === null) return null;
  if (notHeld === null) return held < to ? to : null;
  if (notHeld / held <= 1 + resolution) return null;
  const middle = Number(Math.sqrt(held * notHeld).toPrecision(4));
  return middle > held && middle < notHeld ? middle : null;
}

/** All loads that are tried when those up to some load hold. */
export function loadsTried(bounds: SearchBounds, holds: (load: number) => boolean): number[] {
  const tried: Tried[] = [];
  for (let load = nextLoad(bounds, tried); load !== null; load = nextLoad(bounds, tried))
    tried.push({ load, held: holds(load) });
  return tried.map(({ load }) => load);
}
