import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { withUnknownFields } from './derive.ts';

const Leaf = z.object({ size: z.int().min(1) });
const Tree = z.object({
  leaf: Leaf,
  more: z.array(Leaf),
  perhaps: Leaf.optional(),
  none: Leaf.nullable(),
  byName: z.record(z.string().max(3), Leaf).refine((map) => Object.keys(map).length <= 2),
  one: z.discriminatedUnion('type', [
    z.object({ type: z.literal('a'), leaf: Leaf }),
    z.object({ type: z.literal('b') }),
  ]),
  any: z.union([z.string(), Leaf]),
});
const leaf = { size: 1 };
const tree = {
  leaf,
  more: [leaf],
  perhaps: leaf,
  none: leaf,
  byName: { x: leaf },
  one: { type: 'a', leaf },
  any: leaf,
};
const extra = { size: 1, extra: true };

const keep = withUnknownFields(Tree, 'keep');
const refuse = withUnknownFields(Tree, 'refuse');
const issues = (schema: z.ZodType, value: unknown) =>
  (schema.safeParse(value).error?.issues ?? []).map(({ code, path }) => [code, path.join('.')]);

const places: [place: string, value: object][] = [
  ['', { ...tree, extra: true }],
  ['leaf', { ...tree, leaf: extra }],
  ['more.0', { ...tree, more: [extra] }],
  ['perhaps', { ...tree, perhaps: extra }],
  ['none', { ...tree, none: extra }],
  ['byName.x', { ...tree, byName: { x: extra } }],
  ['one', { ...tree, one: { type: 'b', extra: true } }],
  ['one.leaf', { ...tree, one: { type: 'a', leaf: extra } }],
  ['any', { ...tree, any: extra }],
];

describe('withUnknownFields', () => {
  it('takes what the schema takes', () => {
    expect(keep.parse(tree)).toEqual(tree);
    expect(refuse.parse(tree)).toEqual(tree);
  });

  it.each(places)('at $%s: keeps or refuses a field that is not named', (place, value) => {
    expect(keep.parse(value)).toEqual(value);
    expect(issues(refuse, value)).toEqual([['unrecognized_keys', place]]);
  });

  it.each([
    ['too_small', 'leaf.size', { ...tree, leaf: { size: 0 } }],
    ['invalid_type', 'more.0.size', { ...tree, more: [{ size: 1.5 }] }],
    ['invalid_key', 'byName.long', { ...tree, byName: { long: leaf } }],
    ['custom', 'byName', { ...tree, byName: { a: leaf, b: leaf, c: leaf } }],
    ['invalid_union', 'one.type', { ...tree, one: { type: 'c' } }],
  ])('keeps checks and refinements: %s', (code, path, value) => {
    expect(issues(keep, value)).toEqual([[code, path]]);
    expect(issues(refuse, value)).toEqual([[code, path]]);
  });

  it('leaves the schema that it was given as it was', () => {
    withUnknownFields(Leaf, 'refuse');
    expect(Leaf.parse(extra)).toEqual(leaf);
    expect(Tree.parse({ ...tree, leaf: extra })).toEqual(tree);
  });

  it('derives a schema that stands in two places once', () => {
    const derived = withUnknownFields(z.object({ a: Leaf, b: Leaf }), 'refuse');
    expect(derived.shape.a).toBe(derived.shape.b);
    expect(derived.shape.a).not.toBe(Leaf);
  });
});
