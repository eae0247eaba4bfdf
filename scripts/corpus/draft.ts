import type { ShapeName } from '../../schema/index.ts';
import type { ChangeKind, Expectation, Part } from '../../generators/mutants/index.ts';
import type { Feature } from './features.ts';

/** What a reader must do with a case. */
export type Verdict = Expectation;

/** Where the fact comes from that a verdict rests on. */
export type Source = 'seed' | 'openapi' | 'observed' | 'rfc8259' | 'synthetic';

/** A case before it is written. */
export interface Draft {
  readonly shape: ShapeName;
  readonly verdict: Verdict;
  /** Unique for verdict and shape; the id of the case is `<verdict>/<shape>/<name>`. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Why the verdict is what it is, as a sentence. */
  readonly reason: string;
  readonly source: Source;
  readonly features: readonly Feature[];
  /** JSON paths that a refusal has to name; only of `reject`, and none when the bytes are no JSON. */
  readonly faults?: readonly string[];
  /** The one change that was made, of a value made by a mutant. */
  readonly mutant?: {
    readonly name: string;
    readonly base: string;
    readonly change: ChangeKind;
    readonly part: Part;
  };
}

export const idOf = ({ verdict, shape, name }: Pick<Draft, 'verdict' | 'shape' | 'name'>): string =>
  `${verdict}/${shape}/${name}`;

const encoder = new TextEncoder();

/** The bytes of a text. */
export const utf8 = (text: string): Uint8Array => encoder.encode(text);

/** A value as people like to read it: indented, with a line end. */
export const pretty = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** The bytes of a value. */
export const json = (value: unknown): Uint8Array => utf8(pretty(value));
