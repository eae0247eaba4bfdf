import { describe, expect, it } from 'vitest';
import { shapeNames } from '../../schema/index.ts';
import type { ShapeName } from '../../schema/index.ts';
import { buildComponents, componentOfShape, queryFields } from '../../schema/openapi/components.ts';
import { mutantsOf } from './index.ts';

// The list of mutants is made by walking the zod schemas. Here it is made again from the JSON Schemas that the
// OpenAPI document shows, by rules written down a second time: what one of the two forgets, the other has.

interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  additionalProperties?: JsonSchema;
  propertyNames?: { maxLength?: number };
  maxProperties?: number;
  oneOf?: JsonSchema[];
  anyOf?: JsonSchema[];
  discriminator?: { propertyName: string; mapping: Record<string, string> };
  enum?: string[];
  const?: string;
  format?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
}

const components = buildComponents() as unknown as Record<string, JsonSchema>;
const queries = new Set<ShapeName>(['thread_list_query', 'thread_item_list_query']);

const rootOf = (shape: ShapeName): JsonSchema =>
  queries.has(shape)
    ? { type: 'object', properties: Object.fromEntries(queryFields(shape)), required: [] }
    : (components[componentOfShape(shape)] as JsonSchema);

function resolve(schema: JsonSchema): JsonSchema {
  if (schema.$ref !== undefined)
    return resolve(components[schema.$ref.slice('#/components/schemas/'.length)] as JsonSchema);
  if (Array.isArray(schema.type))
    return { ...schema, type: schema.type.find((type) => type !== 'null') ?? '' };
  const [only, ...others] = (schema.anyOf ?? []).filter(({ type }) => type !== 'null');
  return only !== undefined && others.length === 0 ? resolve(only) : schema;
}

const typeChange: Record<string, string> = {
  string: 'as-text',
  integer: 'as-number',
  boolean: 'as-boolean',
  array: 'as-list',
  object: 'as-object',
};
const allTypeChanges = Object.values(typeChange);

function changesOf(schema: JsonSchema, union: JsonSchema | undefined, tag: string | undefined): string[] {
  const { type, minLength, maxLength, minimum, maximum } = schema;
  const long = maxLength === undefined ? [] : ['longest', 'too-long'];
  if (union !== undefined) {
    const others = Object.keys(union.discriminator?.mapping ?? {}).filter((other) => other !== tag);
    return ['unknown-member', ...others.map((other) => `swapped(${other})`)];
  }
  if (schema.oneOf) return [];
  if (schema.anyOf) {
    const text = schema.anyOf.find((option) => option.type === 'string');
    return text?.maxLength === undefined ? [] : ['longest', 'too-long'];
  }
  const values = schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);
  if (values)
    return [
      'unknown-value',
      'other-case',
      ...(values.length > 1 ? values.map((value) => `value(${value})`) : []),
    ];
  if (type === 'string')
    return [
      ...(minLength === undefined ? ['empty-text'] : ['shortest', 'too-short']),
      ...long,
      ...(schema.format === 'uri' ? ['bad-uri'] : []),
    ];
  if (type === 'integer')
    return [
      'fraction',
      ...(minimum === undefined ? ['negative'] : ['minimum', 'below-minimum']),
      ...(maximum === undefined ? ['beyond-32-bits', 'beyond-safe'] : ['maximum', 'above-maximum']),
    ];
  if (type === 'boolean') return ['flipped'];
  if (type === 'array') return ['empty-list'];
  if (schema.properties) return ['extra-field'];
  return [
    'empty-map',
    'extra-entry',
    ...(schema.propertyNames?.maxLength === undefined ? [] : ['longest-name', 'too-long-name']),
    ...(schema.maxProperties === undefined ? [] : ['most-entries', 'too-many-entries']),
  ];
}

/** Every name of a mutant at a site and below it. */
function namesFrom(given: JsonSchema, site: string, union?: JsonSchema, tag?: string): string[] {
  const schema = resolve(given);
  const legal = schema.oneOf ? 'as-object' : typeChange[schema.type as string];
  const names = [
    'null',
    ...allTypeChanges.filter((change) => change !== legal),
    ...changesOf(schema, union, tag),
  ];
  const members = Object.entries(schema.discriminator?.mapping ?? {});
  return [
    ...names.map((name) => `${name}:${site}`),
    ...fieldsFrom(schema, site),
    ...(schema.items ? namesFrom(schema.items, `${site}[]`) : []),
    ...(schema.additionalProperties ? namesFrom(schema.additionalProperties, `${site}.*`) : []),
    ...members.flatMap(([value, $ref]) => [
      `extra-field:${site}<${value}>`,
      ...fieldsFrom(resolve({ $ref }), `${site}<${value}>`, schema, value),
    ]),
  ];
}

const fieldsFrom = (schema: JsonSchema, site: string, union?: JsonSchema, tag?: string): string[] =>
  Object.entries(schema.properties ?? {}).flatMap(([name, field]) => [
    `missing:${site}.${name}`,
    ...(union?.discriminator?.propertyName === name
      ? namesFrom(field, `${site}.${name}`, union, tag)
      : namesFrom(field, `${site}.${name}`)),
  ]);

describe.each(shapeNames)('the mutants of %s', (shape) => {
  const names = mutantsOf(shape).map(({ name }) => name);

  it('are those that the JSON Schema of the shape asks for', () => {
    expect(names.toSorted()).toEqual(namesFrom(rootOf(shape), '$').toSorted());
  });

  it('have names of their own', () => {
    expect(new Set(names).size).toBe(names.length);
    for (const name of names)
      expect(name).toMatch(/^[a-z0-9-]+(\([a-z_.]+\))?:\$(\.[a-z0-9_]+|\[\]|<[a-z_.]+>|\.\*)*$/);
  });
});

it('keeps the names of the mutants, which corpora and regressions remember', () => {
  expect(mutantsOf('inference_options').map(({ name }) => name)).toEqual([
    'null:$',
    'as-text:$',
    'as-number:$',
    'as-boolean:$',
    'as-list:$',
    'extra-field:$',
    'missing:$.model',
    'null:$.model',
    'as-number:$.model',
    'as-boolean:$.model',
    'as-list:$.model',
    'as-object:$.model',
    'empty-text:$.model',
    'missing:$.tool_choice',
    'null:$.tool_choice',
    'as-text:$.tool_choice',
    'as-number:$.tool_choice',
    'as-boolean:$.tool_choice',
    'as-list:$.tool_choice',
    'extra-field:$.tool_choice',
    'missing:$.tool_choice.id',
    'null:$.tool_choice.id',
    'as-number:$.tool_choice.id',
    'as-boolean:$.tool_choice.id',
    'as-list:$.tool_choice.id',
    'as-object:$.tool_choice.id',
    'empty-text:$.tool_choice.id',
  ]);
  const counts = Object.fromEntries(shapeNames.map((shape) => [shape, mutantsOf(shape).length]));
  expect(counts).toEqual({
    chat_session: 211,
    thread: 95,
    thread_item: 608,
    thread_list: 137,
    thread_item_list: 650,
    thread_deleted: 28,
    error: 41,
    session_create: 195,
    thread_list_query: 51,
    thread_item_list_query: 41,
    user_message: 170,
    assistant_message: 149,
    widget: 53,
    client_tool_call: 84,
    task: 70,
    task_group: 83,
    session_configuration: 78,
    workflow: 48,
    thread_status: 49,
    attachment: 45,
    user_message_content: 37,
    inference_options: 27,
    output_text: 96,
    annotation: 68,
    grouped_task: 30,
  });
});
