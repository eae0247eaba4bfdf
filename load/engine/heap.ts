/** A queue that yields its smallest entry first; equal ones in the order in which they came. */
export interface MinHeap<T> {
  readonly size: number;
  push(key: number, value: T): void;
  /** The smallest key, or undefined when empty. */
  peekKey(): number | undefined;
  /** Takes out the entry with the smallest key. */
  pop(): T | undefined;
  clear(): void;
}

interface Entry<T> {
  readonly key: number;
  readonly order: number;
  readonly value: T;
}

const before = <T>(a: Entry<T>, b: Entry<T>): boolean =>
  a.key < b.key || (a.key === b.key && a.order < b.order);

export function createMinHeap<T>(): MinHeap<T> {
  const entries: Entry<T>[] = [];
  let order = 0;

  function siftUp(entry: Entry<T>, start: number): void {
    let index = start;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = entries[parentIndex] as Entry<T>;
      if (!before(entry, parent)) break;
      entries[index] = parent;
      index = parentIndex;
    }
    entries[index] = entry;
  }

  function siftDown(entry: Entry<T>): void {
    let index = 0;
    for (;;) {
      let childIndex = 2 * index + 1;
      const left = entries[childIndex];
      if (left === undefined) break;
      const right = entries[childIndex + 1];
      if (right !== undefined && before(right, left)) childIndex += 1;
      const child = entries[childIndex] as Entry<T>;
      if (!before(child, entry)) break;
      entries[index] = child;
      index = childIndex;
    }
    entries[index] = entry;
  }

  return {
    get size() {
      return entries.length;
    },
    push(key, value) {
      const entry = { key, order: order++, value };
      entries.push(entry);
      siftUp(entry, entries.length - 1);
    },
    peekKey: () => entries[0]?.key,
    pop() {
      const top = entries[0];
      const last = entries.pop();
      if (top === undefined || last === undefined) return undefined;
      if (entries.length > 0) siftDown(last);
      return top.value;
    },
    clear: () => void (entries.length = 0),
  };
}
