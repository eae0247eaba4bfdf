import type { z } from 'zod';
import { describeSchema } from './describe.ts';
import { operations } from './operations.ts';
import type { OperationId } from './operations.ts';
import type { Problem } from './problem.ts';
import { formatPath } from './problem.ts';
import type { ThreadItemListQuery, ThreadListQuery } from './query.ts';
import { readShape } from './reading.ts';
import type { ReadResult } from './reading.ts';
import { shapes } from './shapes.ts';
import type { ShapeName } from './shapes.ts';

/** What the query of an operation says; operations that take none yield an empty object. */
export type QueryOf<Id extends OperationId> = Id extends 'threads.list'
  ? ThreadListQuery
  : Id extends 'threads.listItems'
    ? ThreadItemListQuery
    : Record<string, never>;

const wholeNumber = /^-?\d+$/;

/**
 * The text of a parameter as the type that the contract wants. What isn't written as a whole number stays
 * text, so that the problem shows what was sent.
 */
function typed(text: string, isInteger: boolean): string | number {
  if (!isInteger || !wholeNumber.test(text)) return text;
  const number = Number(text);
  // Hundreds of digits are Infinity, which no text should claim was sent; `+ 0` turns -0 into 0.
  return Number.isFinite(number) ? number + 0 : text;
}

interface Parameter {
  readonly name: string;
  readonly isInteger: boolean;
}

const known = new Map<ShapeName, readonly Parameter[]>();

/** The parameters of a query shape; worked out once, for every request asks. */
function parametersOf(shape: ShapeName): readonly Parameter[] {
  let parameters = known.get(shape);
  if (parameters === undefined) {
    const def = shapes[shape]._zod.def as z.core.$ZodObjectDef;
    parameters = Object.entries(def.shape).map(([name, field]) => ({
      name,
      isInteger: describeSchema(field) === 'integer',
    }));
    known.set(shape, parameters);
  }
  return parameters;
}

/**
 * Reads the query string of an operation strictly. Parameters that the contract doesn't name are ignored, and
 * no default is filled in: what was not said is absent.
 *
 * Whole numbers are `-?\d+` and nothing else (no sign `+`, exponent, fraction or space).
 * @returns the query, or every problem by its path (`$.limit`); a parameter given twice is a problem.
 * @example
 * const query = parseQuery('threads.list', new URLSearchParams('limit=ten'));
 * // { ok: false, problems: [{ path: '$.limit', expected: 'integer', received: 'string "ten"' }] }
 */
export function parseQuery<Id extends OperationId>(
  id: Id,
  parameters: URLSearchParams,
): ReadResult<QueryOf<Id>> {
  const shape: ShapeName | null = operations[id].query;
  if (shape === null) return { ok: true, value: {} as QueryOf<Id>, unknownMembers: [] };

  const value: Record<string, unknown> = {};
  const repeated: Problem[] = [];
  for (const { name, isInteger } of parametersOf(shape)) {
    const texts = parameters.getAll(name);
    const [text] = texts;
    if (text === undefined) continue;
    if (texts.length === 1) value[name] = typed(text, isInteger);
    else
      repeated.push({ path: formatPath([name]), expected: 'one value', received: `${texts.length} values` });
  }
  const read = readShape(shape, value);
  if (read.ok && repeated.length === 0) return read as ReadResult<QueryOf<Id>>;
  return { ok: false, problems: [...repeated, ...(read.ok ? [] : read.problems)] };
}
