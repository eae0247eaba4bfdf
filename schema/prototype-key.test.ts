import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { unhidePrototypeKeys } from './prototype-key.ts';
import { shapeNames, shapes } from './shapes.ts';

const Nested = z.object({
  inner: z.object({ map: z.record(z.string(), z.number()).nullable() }).optional(),
  other: z.record(z.string(), z.number()).optional(),
});
const parse = (text: string): unknown => JSON.parse(text);

describe('unhidePrototypeKeys', () => {
  it.each(['{}', '{"inner":{"map":{"a":1}}}', '{"inner":{"map":null}}', '{"inner":7}', '[]', 'null', '"x"'])(
    'gives back the very value when there is nothing to show: %s',
    (text) => {
      const value = parse(text);
      expect(unhidePrototypeKeys(Nested, value).value).toBe(value);
    },
  );

  it('renames the key to one of its length that is free, and leads paths back', () => {
    const value = parse('{"inner":{"map":{"__proto__":1,"_0000000_":2},"extra":3}}');
    const { value: shown, restore } = unhidePrototypeKeys(Nested, value);
    expect(shown).toEqual({ inner: { map: { _0000001_: 1, _0000000_: 2 }, extra: 3 } });
    expect(restore(['inner', 'map', '_0000001_'])).toEqual(['inner', 'map', '__proto__']);
    for (const path of [['inner', 'map', '_0000000_'], ['other', 'map', '_0000001_'], ['inner', 'map'], []])
      expect(restore(path)).toEqual(path);
    expect(JSON.stringify(value)).toBe('{"inner":{"map":{"__proto__":1,"_0000000_":2},"extra":3}}');
  });

  it('tells two records apart', () => {
    const value = parse('{"inner":{"map":{"__proto__":1}},"other":{"__proto__":2,"_0000000_":3}}');
    const { restore } = unhidePrototypeKeys(Nested, value);
    expect(restore(['inner', 'map', '_0000000_'])).toEqual(['inner', 'map', '__proto__']);
    expect(restore(['other', '_0000001_'])).toEqual(['other', '__proto__']);
    expect(restore(['other', '_0000000_'])).toEqual(['other', '_0000000_']);
  });
});

it('reaches every record of the contract: none stands inside a list or a union', () => {
  const records: string[] = [];
  const visit = (node: z.core.$ZodType, path: string): void => {
    const def = node._zod.def as z.core.$ZodTypeDef & Record<string, unknown>;
    if (def.type === 'record') records.push(path);
    if (def.type === 'object') {
      for (const [key, field] of Object.entries((def as unknown as z.core.$ZodObjectDef).shape))
        visit(field, `${path}.${key}`);
    }
    if (def.type === 'array') visit(def['element'] as z.core.$ZodType, `${path}[]`);
    if (def.type === 'union') {
      for (const option of def['options'] as z.core.$ZodType[]) visit(option, `${path}|`);
    }
    if (def.type === 'nullable' || def.type === 'optional') visit(def['innerType'] as z.core.$ZodType, path);
  };
  for (const name of shapeNames) visit(shapes[name], name);
  expect(records).toEqual([
    'chat_session.workflow.state_variables',
    'session_create.workflow.state_variables',
    'workflow.state_variables',
  ]);
});
