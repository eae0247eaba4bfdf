/** The next part that nobody has taken yet; undefined when all are. Whoever is free takes one: nobody waits for others. */
export function takeNext(parts: readonly number[], taken: SharedArrayBuffer): number | undefined {
  return parts[Atomics.add(new Int32Array(taken), 0, 1)];
}
