import { acceptsOf } from './accepts.ts';
import type { Accepts } from './accepts.ts';
import { withUnknownFields } from './derive.ts';
import type { UnknownFields } from './derive.ts';
import { formatPath, problemsOf, valueAt } from './problem.ts';
import type { Problem } from './problem.ts';
import { unhidePrototypeKeys } from './prototype-key.ts';
import { shapes } from './shapes.ts';
import type { Shape, ShapeName } from './shapes.ts';
import type { z } from 'zod';

/**
 * How a value is read:
 * - `strict`: the contract to the letter. Fields that it doesn't name are legal and kept.
 * - `lint`: besides, fields that it doesn't name are refused. For what we make ourselves.
 * - `tolerant`: strict, but a union member that the contract doesn't know (a string in its discriminator that
 *   no member has) is kept whole and reported. For what we receive.
 */
export type Reading = 'strict' | 'lint' | 'tolerant';

/** A union member that the contract doesn't know. */
export interface UnknownMember {
  /** JSON path of the member: `$.data[3]`. */
  readonly path: string;
  /** Field that tells the members apart. */
  readonly discriminator: string;
  /** What that field said. */
  readonly value: string;
}

export type ReadResult<T> =
  | {
      readonly ok: true;
      /** The value as it was given, not a copy: nothing is dropped, added or reordered. */
      readonly value: T;
      /** Tolerated union members; empty in the other readings. */
      readonly unknownMembers: readonly UnknownMember[];
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** A schema of the contract under a policy, and a quick look at a value. */
interface Reader {
  readonly schema: z.ZodType;
  readonly accepts: Accepts;
}

const made: Readonly<Record<UnknownFields, Map<ShapeName, Reader>>> = { keep: new Map(), refuse: new Map() };

function readerFor(shape: ShapeName, reading: Reading): Reader {
  const policy = reading === 'lint' ? 'refuse' : 'keep';
  let reader = made[policy].get(shape);
  if (reader === undefined) {
    const schema = withUnknownFields<z.ZodType>(shapes[shape], policy);
    reader = { schema, accepts: acceptsOf(schema) };
    made[policy].set(shape, reader);
  }
  return reader;
}

/** The zod schema behind a reading, made on first use. */
export const schemaFor = (shape: ShapeName, reading: Reading = 'strict'): z.ZodType =>
  readerFor(shape, reading).schema;

function asUnknownMember(issue: z.core.$ZodIssue, value: unknown): UnknownMember | undefined {
  if (issue.code !== 'invalid_union' || issue.discriminator === undefined) return undefined;
  const tag = valueAt(value, issue.path);
  // A discriminator that is missing or not a string is no future member: it is broken.
  if (typeof tag !== 'string') return undefined;
  return { path: formatPath(issue.path.slice(0, -1)), discriminator: issue.discriminator, value: tag };
}

/**
 * Reads a value as a shape of the contract.
 * @returns the value itself, or every problem with its path, what was expected and what came.
 * @example
 * const read = readShape('thread', JSON.parse(text));
 * if (!read.ok) console.error(read.problems.map(formatProblem).join('\n'));
 */
export function readShape<N extends ShapeName>(
  shape: N,
  value: unknown,
  reading: Reading = 'strict',
): ReadResult<Shape<N>> {
  const { schema, accepts } = readerFor(shape, reading);
  if (accepts(value)) return { ok: true, value: value as Shape<N>, unknownMembers: [] };
  const { value: unhidden, restore } = unhidePrototypeKeys(schema, value);
  const result = schema.safeParse(unhidden);
  if (result.success) return { ok: true, value: value as Shape<N>, unknownMembers: [] };
  const unknownMembers: UnknownMember[] = [];
  const found = result.error.issues.map((issue) => ({ ...issue, path: [...restore(issue.path)] }));
  const issues = found.filter((issue) => {
    const member = reading === 'tolerant' ? asUnknownMember(issue, value) : undefined;
    if (member !== undefined) unknownMembers.push(member);
    return member === undefined;
  });
  if (issues.length === 0) return { ok: true, value: value as Shape<N>, unknownMembers };
  return { ok: false, problems: problemsOf(schema, value, issues) };
}
