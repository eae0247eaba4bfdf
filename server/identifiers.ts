import { createStream } from '../support/random.ts';

/** What a new session is known by. */
export interface SessionIdentifiers {
  readonly id: string;
  readonly clientSecret: string;
}

/**
 * Makes ids and secrets in the observed form:
 *
 *     cksess_ 65f1c2a0 8000 …20 random digits… 0123456789abcdef
 *             seconds  1/65536 s               16 digits shared within the scope
 *     ek_ …48 digits of the same form… _00 base64({"expires_at":N})
 *
 * They come from a seed and can be foretold: they guard synthetic data only.
 */
export class IdentifierSource {
  readonly #seed: number;
  #sessions = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** The id and secret of the next session. */
  session(nowMs: number, expiresAt: number): SessionIdentifiers {
    const stream = createStream(this.#seed, 'session', this.#sessions);
    this.#sessions += 1;
    const scope = stream.hex(16);
    const seconds = Math.floor(nowMs / 1000);
    const fraction = Math.floor((nowMs / 1000 - seconds) * 65_536);
    const time = hex(seconds, 8) + hex(fraction, 4);
    const expiry = Buffer.from(JSON.stringify({ expires_at: expiresAt })).toString('base64');
    return {
      id: `cksess_${time}${stream.hex(20)}${scope}`,
      clientSecret: `ek_${time}${stream.hex(20)}${scope}_00${expiry}`,
    };
  }
}

const hex = (number: number, digits: number): string =>
  number.toString(16).padStart(digits, '0').slice(-digits);
