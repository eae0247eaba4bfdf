import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { describeSchema, discriminatorValues, schemaAt } from './describe.ts';
import { ThreadItem } from './items/thread-item.ts';
import { Attachment, UserMessageItem } from './items/user-message.ts';
import { ThreadItemPage } from './page.ts';
import { ThreadListQuery } from './query.ts';
import { SessionCreate } from './session-create.ts';
import { Thread, ThreadStatus } from './thread.ts';

describe('describeSchema', () => {
  it.each<[string, z.ZodType]>([
    ['string', z.string()],
    ['string', z.string().min(1).optional()],
    ['string or null', z.string().nullable()],
    ['string or null', z.string().nullable().optional()],
    ['string or null', z.string().optional().nullable()],
    ['list', z.array(z.string()).readonly().default([])],
    ['string that is a URI', Attachment.shape.preview_url.unwrap()],
    ['integer', ThreadListQuery.shape.limit],
    ['integer', z.int()],
    ['number', z.number()],
    ['boolean', z.boolean()],
    ['"asc" or "desc"', ThreadListQuery.shape.order],
    ['"active"', z.literal('active')],
    ['1 or "a" or null', z.literal([1, 'a', null])],
    ['list', z.array(z.string())],
    ['object', z.object({})],
    ['object', z.record(z.string(), z.string())],
    ['object', ThreadStatus],
    ['object or null', UserMessageItem.shape.inference_options],
    ['string or number or boolean', z.union([z.string(), z.number(), z.boolean()])],
    ['unknown', z.unknown()],
  ])('%s', (text, schema) => {
    expect(describeSchema(schema)).toBe(text);
  });
});

const at = (path: PropertyKey[], value: unknown) => {
  const found = schemaAt(ThreadItemPage, path, value);
  return found && describeSchema(found);
};

describe('schemaAt', () => {
  it('follows the value through lists and unions', () => {
    const value = { data: [{ type: 'chatkit.user_message', content: [{ type: 'quoted_text' }] }] };
    expect(at([], value)).toBe('object');
    expect(at(['data'], value)).toBe('list');
    expect(at(['data', 0], value)).toBe('object');
    expect(at(['data', 0, 'attachments', 5, 'type'], value)).toBe('"image" or "file"');
    expect(at(['data', 0, 'content', 0, 'type'], value)).toBe('"quoted_text"');
    expect(at(['data', 0, 'inference_options', 'tool_choice', 'id'], value)).toBe('string');
  });

  it('finds nothing where there is nothing', () => {
    expect(at(['nowhere'], {})).toBeUndefined();
    expect(at(['has_more', 'deeper', 'still'], {})).toBeUndefined();
    expect(at(['data', 0, 'id'], { data: [{ type: 'unknown' }] })).toBeUndefined();
    expect(at(['data', 0, 'id'], { data: [{}] })).toBeUndefined();
    expect(at(['data', 0, 'id'], null)).toBeUndefined();
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    'takes %s for no field and no member',
    (name) => {
      expect(schemaAt(Thread, [name], {})).toBeUndefined();
      expect(schemaAt(ThreadItem, ['id'], { type: name })).toBeUndefined();
    },
  );

  it('finds the values of a record under any name', () => {
    const value = schemaAt(SessionCreate, ['workflow', 'state_variables', 'constructor'], {});
    expect(value && describeSchema(value)).toBe('string or number or boolean');
  });
});

it('lists the values of a discriminator', () => {
  expect(ThreadStatus.options.map((member) => discriminatorValues(member, 'type'))).toEqual([
    ['active'],
    ['locked'],
    ['closed'],
  ]);
  expect(ThreadItem.options.map((member) => discriminatorValues(member, 'type').length)).toEqual([
    1, 1, 1, 1, 1, 1,
  ]);
  expect(discriminatorValues(Thread, 'type')).toEqual([]);
});
