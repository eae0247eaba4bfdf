/**
 * How many cases of each source a round has for one shape: the one place where their shares are set. docs/fuzz.md
 * tells what each source found, and what a case of it costs.
 */
export const perRound = { arbitraries: 1, mutants: 2, bytes: 14, splices: 3 } as const;

/** A source that makes cases without end. */
export type EndlessSource = keyof typeof perRound;

/**
 * How many cases are made of one value at most. Another value costs as much as a few cases, and shows more than
 * the next change of the same one.
 */
export const perValue = { mutants: 120, bytes: 50, splices: 45 } as const;
