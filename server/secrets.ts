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
    this.#found.set(digest.toString('latin1'), { digest, value });
  }

  delete(secret: string): void {
    this.#found.delete(digestOf(secret).toString('latin1'));
  }

  find(secret: string): T | undefined {
    const digest = digestOf(secret);
    const candidate = this.#found.get(digest.toString('latin1'));
    return candidate !== undefined && timingSafeEqual(candidate.digest, digest) ? candidate.value : undefined;
  }
}

const digestOf = (secret: string): Buffer => hash('sha256', secret, 'buffer');
