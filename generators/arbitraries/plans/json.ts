import { holdsNothing } from '../plan.ts';
import type { Plan } from '../plan.ts';
import { booleanPlan } from './choice.ts';
import { eitherPlan } from './either.ts';
import { listPlan } from './list.ts';
import { mapPlan } from './map.ts';

/** What JSON values are made of. */
export interface JsonParts {
  readonly text: Plan<string>;
  readonly number: Plan<number>;
  readonly maxItems: number;
}

/** Any value that JSON can say. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

const nullPlan: Plan<null> = {
  make: () => null,
  accepts: (value): value is null => value === null,
  minimal: () => null,
  *shrink() {},
  ensure: holdsNothing,
  measure: () => undefined,
};

/** JSON values with so many lists and objects in each other at most; the plainest is null. */
export function jsonPlan(parts: JsonParts, depth: number): Plan<Json> {
  const scalars: Plan<Json>[] = [nullPlan, booleanPlan, parts.number, parts.text] as Plan<Json>[];
  if (depth === 0) return eitherPlan(scalars);
  const inside = jsonPlan(parts, depth - 1);
  const most = Math.min(parts.maxItems, 4);
  const list = listPlan(inside, most) as Plan<Json>;
  return eitherPlan([...scalars, list, jsonObjectPlan(parts, depth) as Plan<Json>]);
}

/** JSON objects; the plainest is empty. */
export const jsonObjectPlan = (parts: JsonParts, depth: number): Plan<Record<string, Json>> =>
  mapPlan(parts.text, jsonPlan(parts, depth - 1), Math.min(parts.maxItems, 4));
