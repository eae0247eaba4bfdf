import { createGeneratorSync } from 'json-schema-faker';
import { buildComponents } from '../../../schema/openapi/components.ts';

// Values from the OpenAPI document's schemas, which are JSON Schema 2020-12. It is handed the components that a shape
// needs, as a bundler would, for it walks through all that it is handed for every value. Strings are asked to be long
// enough for items of about the size of ours.

const schemas = buildComponents();

/** The component with those that it refers to. */
function bundle(name) {
  const needed = {};
  const visit = (component) => {
    if (Object.hasOwn(needed, component)) return;
    needed[component] = schemas[component];
    for (const [, other] of JSON.stringify(schemas[component]).matchAll(/"#\/components\/schemas\/(\w+)"/g))
      visit(other);
  };
  visit(name);
  return { $ref: `#/components/schemas/${name}`, components: { schemas: needed } };
}

const generator = createGeneratorSync({ seed: 42, maxDefaultItems: 3, maxDepth: 20, minLength: 65 });
const thread = bundle('ChatKitThread');
const { $ref, ...components } = bundle('ChatKitThreadItem');

/** A thread, and items: a schema has no word for what belongs to what. A list of them costs one walk through all. */
export const createConversation = (count) => ({
  thread: generator.generate(thread),
  items: generator.generate({
    type: 'array',
    items: { $ref },
    minItems: count,
    maxItems: count,
    ...components,
  }),
});
