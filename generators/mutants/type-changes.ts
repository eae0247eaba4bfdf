import { change, put } from './change.ts';
import type { Change, TypeChange } from './change.ts';
import type { Site } from './places.ts';
import type { View } from './view.ts';

/** Each JSON type but null, made of any value: `12` → `"12"`, `[a, b]` → `{"0": a, "1": b}`, `{…}` → `[{…}]`. */
const conversions: Readonly<Record<TypeChange, (value: unknown) => unknown>> = {
  'as-text': (value) => JSON.stringify(value),
  'as-number': (value) => {
    if (typeof value === 'boolean') return value ? 1 : 0;
    if (typeof value === 'string') return value.length;
    return value === null ? 0 : Object.keys(value as object).length;
  },
  'as-boolean': (value) => value !== null && value !== 0 && value !== '',
  'as-list': (value) => [value],
  'as-object': (value) => (Array.isArray(value) ? Object.fromEntries(value.entries()) : { value }),
};
const typeChanges = Object.keys(conversions) as TypeChange[];

/** The type that a JSON value has, by the change that leads to it. */
function typeOf(value: unknown): TypeChange | 'null' {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'as-list';
  const types = { string: 'as-text', number: 'as-number', boolean: 'as-boolean' } as const;
  return types[typeof value as keyof typeof types] ?? 'as-object';
}

const legalTypes: Readonly<Record<View['kind'], readonly TypeChange[]>> = {
  object: ['as-object'],
  variants: ['as-object'],
  map: ['as-object'],
  list: ['as-list'],
  text: ['as-text'],
  choice: ['as-text'],
  integer: ['as-number'],
  boolean: ['as-boolean'],
  primitive: ['as-text', 'as-number', 'as-boolean'],
};

/** Null, where it is legal and where it is not. */
export const toNull = ({ nullable }: Site): Change =>
  change('null', put(null, nullable ? 'accept' : 'reject'));

/** The five other types; of the state variables' three, the other two are legal. */
export function toOtherTypes({ view }: Site): Change[] {
  const legal = legalTypes[view.kind];
  const others = view.kind === 'primitive' ? typeChanges : typeChanges.filter((to) => !legal.includes(to));
  return others.map((to) =>
    change(to, ({ value }) =>
      typeOf(value) === to
        ? undefined
        : { put: conversions[to](value), expectation: legal.includes(to) ? 'accept' : 'reject' },
    ),
  );
}
