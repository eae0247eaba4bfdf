import { formatDurationMs } from '../load/report/format.ts';
import { usageError } from '../support/errors.ts';

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/**
 * Reads option values and collects what is wrong with them, so that a user hears of all mistakes at once.
 * Every reader yields a usable stand-in after a problem; call `check()` before acting on any value.
 */
export class OptionReader {
  readonly #problems: string[] = [];

  /** Notes a problem. */
  problem(text: string): void {
    this.#problems.push(text);
  }

  /** A whole number, `1000` or `1_000`. */
  integer(option: string, text: string, min: number, max = Number.MAX_SAFE_INTEGER): number {
    const value = /^-?\d[\d_]*$/.test(text) ? Number(text.replaceAll('_', '')) : Number.NaN;
    if (Number.isSafeInteger(value) && value >= min && value <= max) return value;
    // Who asks for one that is too large wants to hear of the bound that seems to be none.
    const isBounded = max < Number.MAX_SAFE_INTEGER || value > max || min < 0;
    const range = isBounded ? `from ${min} to ${max}` : `${min} or more`;
    this.problem(`${option}: a whole number ${range} is wanted, got '${text}'`);
    return min;
  }

  /** A positive number, decimals allowed. */
  positive(option: string, text: string): number {
    const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
    if (value > 0) return value;
    this.problem(`${option}: a number above 0 is wanted, got '${text}'`);
    return 1;
  }

  /** A duration such as `250ms`, `60s`, `1.5m`, `1h`, in whole milliseconds. A unit is required: `60` could be anything. */
  durationMs(option: string, text: string, minMs: number, maxMs: number): number {
    const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text);
    if (match === null) {
      const hint = /^\d+(\.\d+)?$/.test(text) ? ` (did you mean '${text}s'?)` : '';
      this.problem(`${option}: a duration such as 500ms, 60s or 2m is wanted, got '${text}'${hint}`);
      return minMs;
    }
    const valueMs = Math.round(Number(match[1]) * (unitsMs[match[2] as string] as number));
    if (valueMs >= minMs && valueMs <= maxMs) return valueMs;
    this.problem(
      `${option}: a duration from ${formatDurationMs(minMs)} to ${formatDurationMs(maxMs)} is wanted, got '${text}'`,
    );
    return minMs;
  }

  /** One of several names. */
  choice<T extends string>(option: string, text: string, choices: readonly T[]): T {
    const found = choices.find((choice) => choice === text);
    if (found !== undefined) return found;
    this.problem(`${option}: one of ${choices.join(', ')} is wanted, got '${text}'`);
    return choices[0] as T;
  }

  /** An http or https address. The text is not repeated in full when it carries a password. */
  url(option: string, text: string): URL {
    const fallback = new URL('http://127.0.0.1/');
    // `localhost:8787` parses as an address of the scheme `localhost:`.
    const bare = /^[\w.-]+(:\d+)?(\/|$)/.test(text);
    if (bare || !URL.canParse(text)) {
      const hint = bare ? ` (did you mean 'http://${text}'?)` : '';
      this.problem(`${option}: an http or https address is wanted, got '${text}'${hint}`);
      return fallback;
    }
    const url = new URL(text);
    if (url.username !== '' || url.password !== '') {
      this.problem(`${option}: credentials don't belong into the address; use --api-key or --header`);
      return fallback;
    }
    if (url.search !== '' || url.hash !== '') {
      this.problem(
        `${option}: the address ends with its path (such as /v1): what begins with ? or # is not sent`,
      );
      return fallback;
    }
    if (url.protocol === 'http:' || url.protocol === 'https:') return url;
    this.problem(`${option}: only http and https can be reached, got '${url.protocol}…'`);
    return fallback;
  }

  /** @throws HarnessError (exit code 2) with every problem, when there is any. */
  check(): void {
    if (this.#problems.length > 0) throw usageError(...this.#problems);
  }
}
