import { hash, timingSafeEqual } from 'node:crypto';

/**
 * What a bearer token stands for, found without a comparison whose duration tells how much of a guess was right:
 * tokens are hashed, looked up by digest, and the digests compared in constant time. The tokens themselves are
 * not kept.
 */
export class SecretIndex<T> {
  readonly #found = new Map<string, { readonly digest: Buffer; readonly value: T }>();

  /** Number of known secrets. */
  get size(): number {
    return this.#found.size;
  }

  add(secret: string, value: T): void {
    const digest = digestOf(secret);
    this.#found.set(digest, { digest: Buffer.from(digest, 'latin1'), value });
  }

  delete(secret: string): void {
    this.#found.delete(digestOf(secret));
  }

  find(secret: string): T | undefined {
    const digest = digestOf(secret);
    const candidate = this.#found.get(digest);
    if (candidate === undefined) return undefined;
    return timingSafeEqual(candidate.digest, Buffer.from(digest, 'latin1')) ? candidate.value : undefined;
  }
}

/** A SHA-256 digest as text, a character for each byte: Node makes a string in a third of the time of a Buffer. */
const digestOf = (secret: string): string => hash('sha256', secret, 'binary');
