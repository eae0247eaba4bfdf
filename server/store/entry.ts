import type { Position } from './position.ts';

/** A stored object with its place in time and its JSON text, encoded once and copied into every answer. */
export class Entry<T extends { readonly id: string; readonly created_at: number }> implements Position {
  readonly value: T;
  readonly createdAt: number;
  readonly sequence: number;
  #json: Uint8Array<ArrayBuffer> | undefined;

  constructor(value: T, sequence: number) {
    this.value = value;
    this.createdAt = value.created_at;
    this.sequence = sequence;
  }

  get id(): string {
    return this.value.id;
  }

  /** The object as JSON text in UTF-8. Not to be changed. */
  get json(): Uint8Array<ArrayBuffer> {
    return (this.#json ??= Buffer.from(JSON.stringify(this.value)));
  }
}
