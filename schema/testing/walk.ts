/** One place in a JSON value. */
export interface Place {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

/** Every place in a JSON value, the whole first, in the order of its text. */
export function placesIn(value: unknown, path: readonly (string | number)[] = []): Place[] {
  const here: Place = { path, value };
  if (typeof value !== 'object' || value === null) return [here];
  const inside = Array.isArray(value)
    ? value.flatMap((entry, index) => placesIn(entry, [...path, index]))
    : Object.entries(value).flatMap(([key, entry]) => placesIn(entry, [...path, key]));
  return [here, ...inside];
}

/** A copy of a JSON value in which the place at `path` is another value, or is gone (`undefined`). */
export function withValueAt(value: unknown, path: readonly (string | number)[], put: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return put;
  if (Array.isArray(value)) {
    const index = key as number;
    const entry = withValueAt(value[index], rest, put);
    return entry === undefined ? value.toSpliced(index, 1) : value.with(index, entry);
  }
  const { [key]: before, ...others } = value as Record<string, unknown>;
  const after = withValueAt(before, rest, put);
  return after === undefined ? others : { ...others, [key]: after };
}
