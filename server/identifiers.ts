import { createClientSecret, createId, createScope } from '../generators/identity.ts';
import { createStream } from '../support/random.ts';

/** What a new session is known by. */
export interface SessionIdentifiers {
  readonly id: string;
  readonly clientSecret: string;
}

/**
 * Makes the ids and secrets of new sessions, in the observed form. They come from a seed and can be foretold: they
 * guard synthetic data only.
 */
export class IdentifierSource {
  readonly #seed: number;
  #sessions = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /**
   * The id and secret of the next session.
   * @param expiresAt Unix seconds, which the secret carries.
   */
  session(nowMs: number, expiresAt: number): SessionIdentifiers {
    const stream = createStream(this.#seed, 'session', this.#sessions);
    this.#sessions += 1;
    const scope = createScope(stream);
    return {
      id: createId('cksess', stream, nowMs, scope),
      clientSecret: createClientSecret(stream, nowMs, scope, expiresAt),
    };
  }
}
