/** How many single-character changes, transpositions of neighbours included, lie between two texts. */
function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1];
      let least = Math.min(
        (last[j] as number) + 1,
        (row[j - 1] as number) + 1,
        (last[j - 1] as number) + (isSame ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (beforeLast[j - 2] as number) + 1);
      row.push(least);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] as number;
}

const longestName = 100;

/** The name that a mistyped one most likely meant: one that it is part of, or else the nearest; undefined when none is near. */
export function likeliest<T extends string>(text: string, names: readonly T[]): T | undefined {
  if (text.length > longestName) return undefined;
  const wanted = text.toLowerCase().replaceAll('_', '-');
  const nearest = names
    .map((name) => ({ name, changes: distance(wanted, name) }))
    .toSorted((a, b) => a.changes - b.changes)[0];
  if (nearest !== undefined && nearest.changes <= Math.max(2, wanted.length / 3)) return nearest.name;
  return wanted.length < 4 ? undefined : names.find((name) => name.includes(wanted));
}
