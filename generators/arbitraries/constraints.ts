import { maxStateVariables, shapeNames, shapes } from '../../schema/index.ts';
import type { Shape, ShapeName } from '../../schema/index.ts';
import { viewOf } from '../mutants/view.ts';

/**
 * How odd texts or numbers are:
 * - `minimal`: next to nothing: `''`, `'ab'`, `0`, `2`.
 * - `plain`: as in a usual day: words, identifiers, counts, times of some years.
 * - `wild`: whatever the contract allows, often what breaks parsers: empty, right to left, combining, astral,
 *   control characters, what looks like JSON, numbers, dates or code; the ends of 32 and 53 bits, below zero,
 *   fractions with many digits.
 */
export type Level = 'minimal' | 'plain' | 'wild';

export const levels: readonly Level[] = ['minimal', 'plain', 'wild'];

/** Shapes that are unions of objects, told apart by `type`. */
export type UnionShape = 'thread_item' | 'thread_status' | 'user_message_content' | 'annotation';

/** What an arbitrary may make. Every constraint holds at every depth, and while a value shrinks. */
export interface Constraints {
  /** Default `wild`. Texts are always well-formed Unicode. */
  readonly text?: Level;
  /** Default `wild`. Negative zero is never made: JSON written by JavaScript turns it into 0. */
  readonly numbers?: Level;
  /** Longest list, 0 to 1000; default 8. */
  readonly maxItems?: number;
  /** Most state variables, 0 to 64; default 64. */
  readonly maxEntries?: number;
  /**
   * Longest text in characters (code points) where the contract has no bound of its own, 1 to 1,000,000; default 256.
   * What holds JSON and URIs may be longer.
   */
  readonly maxCharacters?: number;
  /** Which members of a union there are: `{ thread_item: ['chatkit.task'] }`; default all of them. */
  readonly variants?: { readonly [N in UnionShape]?: readonly Shape<N>['type'][] };
  /** Whether objects may have fields that the contract doesn't name, which is legal; default false. */
  readonly extraFields?: boolean;
  /**
   * `valid` (default): `arguments`, `output` and `widget` hold JSON, as the contract says of them in words; widgets
   * are widgets. `any`: any text, which the contract's types allow.
   */
  readonly json?: 'valid' | 'any';
}

/** Constraints with every default filled in. */
export type Resolved = Required<Constraints>;

export const wholeNumber = (name: string, value: number, min: number, max: number): number => {
  if (!Number.isInteger(value) || value < min || value > max)
    throw new RangeError(`${name}: expected a whole number from ${min} to ${max}, got ${value}`);
  return value;
};

const oneOf = <T>(name: string, value: T, values: readonly T[]): T => {
  if (!values.includes(value))
    throw new RangeError(`${name}: expected one of ${values.join(', ')}, got ${String(value)}`);
  return value;
};

/** The tags of each union of the contract that has a name. */
const unions = new Map(
  shapeNames.flatMap((name) => {
    const view = viewOf(shapes[name]);
    return view.kind === 'variants' ? [[name, view.members.map(({ tag }) => tag)] as const] : [];
  }),
);

function checkVariants(variants: Required<Constraints>['variants']): Required<Constraints>['variants'] {
  for (const [name, wanted] of Object.entries(variants) as [UnionShape, readonly string[]][]) {
    const tags = unions.get(oneOf('variants', name, [...unions.keys()])) ?? [];
    for (const tag of wanted) oneOf(`variants.${name}`, tag, tags);
    if (wanted.length === 0) throw new RangeError(`variants.${name}: expected one at least`);
  }
  return variants;
}

/**
 * Fills in defaults.
 * @throws RangeError for a constraint that makes no sense.
 */
export function resolve(constraints: Constraints = {}): Resolved {
  const { text, numbers, maxItems, maxEntries, maxCharacters, variants, extraFields, json } = constraints;
  return {
    text: oneOf('text', text ?? 'wild', levels),
    numbers: oneOf('numbers', numbers ?? 'wild', levels),
    maxItems: wholeNumber('maxItems', maxItems ?? 8, 0, 1000),
    maxEntries: wholeNumber('maxEntries', maxEntries ?? maxStateVariables, 0, maxStateVariables),
    maxCharacters: wholeNumber('maxCharacters', maxCharacters ?? 256, 1, 1_000_000),
    variants: checkVariants(variants ?? {}),
    extraFields: extraFields ?? false,
    json: oneOf('json', json ?? 'valid', ['valid', 'any']),
  };
}

/**
 * The members of a union that may occur, in the order of the contract.
 * @param shape name of the union, where it has one.
 */
export function allowedTags(
  shape: ShapeName | undefined,
  tags: readonly string[],
  { variants }: Resolved,
): readonly string[] {
  const wanted: readonly string[] | undefined = variants[shape as UnionShape];
  return wanted === undefined ? tags : tags.filter((tag) => wanted.includes(tag));
}
