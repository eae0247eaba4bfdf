import type { Path, Place } from './places.ts';

/** What a reader must do with a value. */
export type Expectation = 'accept' | 'reject' | 'either';

/** Stands for the absence of a value; JSON has no word for it. */
export const absent = Symbol('absent');

/** What becomes of a place. */
export interface Edit {
  /** The new value; `absent` takes the place out of its object. */
  readonly put: unknown;
  readonly expectation: Expectation;
  /** The edit adds this key to the object at the place; `put` is what stands under it. */
  readonly below?: string;
  /** Where a refusal finds the faults, when that is not the place itself. */
  readonly faults?: readonly Path[];
}

/** One way to change what stands at a site. */
export interface Change {
  readonly kind: ChangeKind;
  /** What tells two changes of a kind at one site apart, such as the value of an enumeration that is put. */
  readonly argument?: string;
  /** Undefined where it would change nothing, or makes no sense of the value that is there. */
  readonly edit: (place: Place) => Edit | undefined;
}

/** The kinds of changes, and what the place then is. */
export const changeKinds = {
  missing: 'not there',
  null: 'null',
  'as-text': 'a string that holds the value as JSON',
  'as-number': 'a number',
  'as-boolean': 'a boolean',
  'as-list': 'a list of the one value',
  'as-object': 'an object; of a list, one whose names are the indices',
  'unknown-value': 'a string that is none of the listed values',
  'other-case': 'the value in capitals',
  value: 'another one of the listed values',
  'unknown-member': 'a discriminator that no member of the union has',
  swapped: 'the discriminator of another member of the union',
  fraction: 'a number that is not whole',
  negative: '-1',
  'beyond-32-bits': '4294967296, which 32 bits cannot hold',
  'beyond-safe': '9007199254740992, the first integer that double precision cannot tell from its neighbour',
  minimum: 'the smallest number that is allowed',
  maximum: 'the largest number that is allowed',
  'below-minimum': 'the smallest number that is allowed, less 1',
  'above-maximum': 'the largest number that is allowed, plus 1',
  'empty-text': 'an empty string',
  shortest: 'a string of as few characters as are allowed',
  longest: 'a string of as many characters as are allowed',
  'too-short': 'a string of one character too few',
  'too-long': 'a string of one character too many',
  'bad-uri': 'a string that is no absolute URI',
  flipped: 'the other boolean',
  'empty-list': 'an empty list',
  'extra-field': 'a field that the contract does not name',
  'empty-map': 'an object without entries',
  'extra-entry': 'one entry more',
  'longest-name': 'an entry whose name has as many characters as are allowed',
  'too-long-name': 'an entry whose name has one character too many',
  'most-entries': 'as many entries as are allowed',
  'too-many-entries': 'one entry too many',
} as const;
export type ChangeKind = keyof typeof changeKinds;

/** Another JSON type. */
export type TypeChange = 'as-text' | 'as-number' | 'as-boolean' | 'as-list' | 'as-object';

export type Make = (place: Place) => Edit | undefined;

/** A change of the given kind. */
export const change = (kind: ChangeKind, edit: Make, argument?: string): Change => ({
  kind,
  edit,
  ...(argument === undefined ? {} : { argument }),
});

/** Puts one value, whatever was there. */
export const put =
  (value: unknown, expectation: Expectation): Make =>
  (place) =>
    place.value === value ? undefined : { put: value, expectation };
