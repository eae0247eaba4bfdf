/** Reads variables and collects what is wrong with them, so that a user hears of all mistakes at once. */
export interface EnvReader {
  text(name: string, fallback: string): string;
  optional(name: string): string | null;
  /** A whole number, 1 or more. */
  count(name: string, fallback: number): number;
  optionalCount(name: string): number | null;
  /** `250ms`, `60s`, `2m`, `1h`, in milliseconds. */
  durationMs(name: string, fallback: string): number;
  /** Numbers above 0, separated by commas. */
  multiples(name: string, fallback: string): number[];
  /** An http or https address, without a slash at its end. */
  address(name: string, fallback: string): string;
  /** A JSON object of texts; names come out in lower case. */
  headers(name: string, fallback: Readonly<Record<string, string>>): Record<string, string>;
  problem(text: string): void;
  /** @throws Error that lists every problem, when there is any. */
  check(): void;
}

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** @param env the process's environment; empty counts as absent. */
export function createEnvReader(env: Readonly<Record<string, string | undefined>>): EnvReader {
  const problems: string[] = [];
  const optional = (name: string): string | null => {
    const text = env[name];
    return text === undefined || text === '' ? null : text;
  };
  const text = (name: string, fallback: string): string => optional(name) ?? fallback;
  const problem = (line: string): void => void problems.push(line);

  const count = (name: string, given: string): number => {
    const value = /^\d+$/.test(given) ? Number(given) : 0;
    if (value < 1 || !Number.isSafeInteger(value)) {
      problem(`${name}: a whole number 1 or more is wanted, got '${given}'`);
      return 1;
    }
    return value;
  };

  return {
    text,
    optional,
    problem,
    count: (name, fallback) => count(name, text(name, String(fallback))),
    optionalCount(name) {
      const given = optional(name);
      return given === null ? null : count(name, given);
    },
    durationMs(name, fallback) {
      const given = text(name, fallback);
      const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(given);
      const valueMs = match === null ? 0 : Math.round(Number(match[1]) * (unitsMs[match[2] ?? ''] ?? 0));
      if (valueMs >= 1) return valueMs;
      problem(`${name}: a duration such as 500ms, 60s or 2m is wanted, got '${given}'`);
      return 1;
    },
    multiples(name, fallback) {
      const given = text(name, fallback);
      const parts = given.split(',').map((part) => part.trim());
      const values = parts.map((part) => (/^\d+(\.\d{1,3})?$/.test(part) ? Number(part) : 0));
      const wrong = parts.filter((_, i) => !((values[i] ?? 0) > 0));
      if (wrong.length > 0)
        problem(`${name}: numbers above 0 (at most three decimals) are wanted, got '${given}'`);
      else if (new Set(values).size < values.length) problem(`${name}: '${given}' names a multiple twice`);
      return values;
    },
    address(name, fallback) {
      const given = text(name, fallback).replace(/\/+$/, '');
      if (/^https?:\/\/[^\s/@]+(\/\S*)?$/.test(given)) return given;
      // It may carry a password, so it is not repeated.
      problem(`${name}: an http or https address without credentials is wanted`);
      return fallback;
    },
    headers(name, fallback) {
      const given = optional(name);
      if (given === null) return { ...fallback };
      try {
        const entries = Object.entries(JSON.parse(given) as Record<string, unknown>);
        if (entries.every(([, value]) => typeof value === 'string')) {
          return Object.fromEntries(entries.map(([key, value]) => [key.toLowerCase(), String(value)]));
        }
      } catch {
        // Said below, without its text: a header may be secret.
      }
      problem(`${name}: a JSON object of texts is wanted`);
      return {};
    },
    check() {
      if (problems.length > 0) throw new Error(`wrong settings:\n  ${problems.join('\n  ')}`);
    },
  };
}
