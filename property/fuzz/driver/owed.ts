import type { ConnectionLost } from './lost.ts';

/** Requests that were sent in one write. Their ids follow one another. */
export interface Batch {
  readonly firstId: number;
  readonly answers: (string | undefined)[];
  left: number;
  readonly resolve: (answers: string[]) => void;
  readonly reject: (error: ConnectionLost) => void;
}

const prefix = '{"id":';
const idAtStart = /^\s*\{\s*"id"\s*:\s*(\d{1,15})\s*[,}]/;

/** The number behind `{"id":`, when nothing but digits and a comma follow; -1 for all else. */
function plainId(line: string): number {
  if (!line.startsWith(prefix)) return -1;
  let id = 0;
  for (let at = prefix.length; at < prefix.length + 15; at += 1) {
    const code = line.charCodeAt(at);
    if (code === 0x2c) return at === prefix.length ? -1 : id;
    if (!(code >= 0x30 && code <= 0x39)) return -1;
    id = id * 10 + (code - 0x30);
  }
  return -1;
}

/** The id of an answer; undefined for what is no answer. Most drivers write it first, and then nothing else is read. */
export function idOf(line: string): number | undefined {
  const plain = plainId(line);
  if (plain >= 0) return plain;
  const quick = idAtStart.exec(line)?.[1];
  if (quick !== undefined) return Number(quick);
  try {
    const { id } = JSON.parse(line) as { id?: unknown };
    return typeof id === 'number' ? id : undefined;
  } catch {
    return undefined;
  }
}

const sameStart = '{"outcome":"same"';

/** The ids of an answer that says `same` of them; undefined for all else. */
export function sameIdsOf(line: string): readonly number[] | undefined {
  if (!line.startsWith(sameStart)) {
    // Most lines are other answers, which begin with their id.
    if (line.startsWith(prefix) || !line.includes('"same"')) return undefined;
  }
  try {
    const { outcome, ids } = JSON.parse(line) as { outcome?: unknown; ids?: unknown };
    const isList = outcome === 'same' && Array.isArray(ids) && ids.every((id) => typeof id === 'number');
    return isList ? ids : undefined;
  } catch {
    return undefined;
  }
}

/** What a driver owes an answer to. A batch is an object, a request is none: there are a hundred thousand a second. */
export class Owed {
  /** The oldest first; few, so an id is looked for in one after the other. */
  readonly #batches: Batch[] = [];
  #nextId = 1;

  get isEmpty(): boolean {
    return this.#batches.length === 0;
  }

  /** Adds requests, one at least. */
  add(count: number, resolve: Batch['resolve'], reject: Batch['reject']): Batch {
    const answers: (string | undefined)[] = [];
    for (let i = 0; i < count; i += 1) answers.push(undefined);
    const batch: Batch = { firstId: this.#nextId, answers, left: count, resolve, reject };
    this.#nextId += count;
    this.#batches.push(batch);
    return batch;
  }

  /** Takes an answer. @returns whether the id was owed one. */
  take(id: number, line: string): boolean {
    for (let i = 0; i < this.#batches.length; i += 1) {
      const batch = this.#batches[i] as Batch;
      const index = id - batch.firstId;
      if (!(index >= 0 && index < batch.answers.length)) continue;
      if (batch.answers[index] !== undefined || !Number.isInteger(index)) return false;
      batch.answers[index] = line;
      batch.left -= 1;
      if (batch.left === 0) {
        this.#batches.splice(i, 1);
        batch.resolve(batch.answers as string[]);
      }
      return true;
    }
    return false;
  }

  /** Lets go of all batches. */
  clear(): Batch[] {
    return this.#batches.splice(0);
  }
}
