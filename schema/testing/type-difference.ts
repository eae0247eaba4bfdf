/**
 * The comparison of two types, written as types: it yields `never` when they are the same at every depth, and
 * otherwise texts that name each difference by its path. Mutual assignability alone would pass too much: an
 * optional field beside a missing one, or a key too many in a value that isn't a literal.
 */

/** Whether two types are identical to the compiler, modifiers included: it compares the two conditions unresolved. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- T keeps the conditions unresolved
export type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Whether each can stand where the other is wanted. */
export type MutuallyAssignable<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

type IsAny<T> = 0 extends 1 & T ? true : false;
type OptionalKeys<T> = { [K in keyof T]-?: object extends Pick<T, K> ? K : never }[keyof T];
type IsOptional<T, K extends keyof T> = string extends keyof T
  ? false
  : K extends OptionalKeys<T>
    ? true
    : false;
type Text<K> = K extends string | number ? `${K}` : 'symbol';

/** Members of the union `A`, one by one, that no member of `B` is the same as. */
type Unmatched<A, B> = A extends unknown ? (true extends SameAsAny<A, B> ? never : A) : never;
type SameAsAny<A, B> = B extends unknown ? ([Difference<A, B>] extends [never] ? true : false) : never;
type IsUnion<T, All = T> = [T] extends [never]
  ? false
  : T extends unknown
    ? [All] extends [T]
      ? false
      : true
    : never;
/** What a text calls a member: its discriminator or its value where it has one. */
type Label<T> = T extends { type: infer Tag extends string }
  ? Tag
  : string extends T
    ? 'string'
    : T extends string | boolean | null | undefined
      ? `${T}`
      : T extends number
        ? 'number'
        : 'a member';

type FieldDifference<A, B, K extends keyof A & keyof B, Path extends string> =
  IsOptional<A, K> extends IsOptional<B, K>
    ? // An optional field is `undefined` to the compiler; a required one only where somebody wrote it.
      Difference<Given<A, K>, Given<B, K>, `${Path}.${Text<K>}`>
    : `${Path}.${Text<K>}: optional on one side only`;
type Given<T, K extends keyof T> = IsOptional<T, K> extends true ? Exclude<T[K], undefined> : T[K];

type ObjectDifference<A, B, Path extends string> =
  | { [K in Exclude<keyof A, keyof B>]: `${Path}.${Text<K>}: not in theirs` }[Exclude<keyof A, keyof B>]
  | { [K in Exclude<keyof B, keyof A>]: `${Path}.${Text<K>}: not in ours` }[Exclude<keyof B, keyof A>]
  | { [K in keyof A & keyof B]-?: FieldDifference<A, B, K, Path> }[keyof A & keyof B];

/** Texts that name every difference between ours (`A`) and theirs (`B`); `never` when there is none. */
export type Difference<A, B, Path extends string = '$'> =
  Same<A, B> extends true
    ? never
    : true extends IsAny<A> | IsAny<B>
      ? `${Path}: any on one side only`
      : true extends IsUnion<A> | IsUnion<B>
        ? | (Unmatched<A, B> extends infer U
              ? U extends unknown
                ? `${Path}: ${Label<U>} not in theirs`
                : never
              : never)
          | (Unmatched<B, A> extends infer U
              ? U extends unknown
                ? `${Path}: ${Label<U>} not in ours`
                : never
              : never)
        : [A, B] extends [readonly (infer X)[], readonly (infer Y)[]]
          ? Difference<X, Y, `${Path}[]`>
          : [A, B] extends [object, object]
            ? ObjectDifference<A, B, Path>
            : `${Path}: another type`;
