/** What the model rests a demand on. Only what is published can be demanded of every deployment. */
export type DemandSource = 'published' | 'synthetic';

/**
 * Which demands the model makes:
 * - `reference`: all, also those that are the reference deployment's own choices (`docs/synthetic.md`).
 * - `published`: only what the documentation of the API says; where it is silent, any answer will do.
 */
export type ModelRules = 'reference' | 'published';

/** An answer that the model does not allow. */
export class Disagreement extends Error {
  override readonly name = 'Disagreement';
  readonly source: DemandSource;
  /** JSON path into the answer: `$.status`, `$.body.data[2].id`. */
  readonly path: string;
  readonly expected: string;
  readonly received: string;

  constructor(source: DemandSource, path: string, expected: string, received: string) {
    super(`${path}: expected ${expected}, got ${received}`);
    this.source = source;
    this.path = path;
    this.expected = expected;
    this.received = received;
  }
}

/** Makes demands under some rules. */
export class Demands {
  readonly rules: ModelRules;

  constructor(rules: ModelRules) {
    this.rules = rules;
  }

  /** @throws Disagreement when what is published is not so. */
  published(isSo: boolean, path: string, expected: string, received: unknown): void {
    if (!isSo) throw new Disagreement('published', path, expected, textOf(received));
  }

  /** @throws Disagreement when the reference deployment's choice is not kept, and it is asked for. */
  synthetic(isSo: boolean, path: string, expected: string, received: unknown): void {
    if (!isSo && this.rules === 'reference')
      throw new Disagreement('synthetic', path, expected, textOf(received));
  }
}

const textOf = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= 100 ? text : `${text.slice(0, 100)}…`;
};
