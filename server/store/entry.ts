import type { Position } from './position.ts';

/** A stored object with its place in time and its JSON text, made once and pasted into every page. */
export class Entry<T extends { readonly id: string; readonly created_at: number }> implements Position {
  readonly value: T;
  readonly createdAt: number;
  readonly sequence: number;
  #json: string | undefined;

  constructor(value: T, sequence: number) {
    this.value = value;
    this.createdAt = value.created_at;
    this.sequence = sequence;
  }

  get id(): string {
    return this.value.id;
  }

  /** The object as JSON text. */
  get json(): string {
    return (this.#json ??= JSON.stringify(this.value));
  }
}
