import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { buildComponents, componentOfShape, componentRef, queryFields } from '../openapi/components.ts';
import type { ShapeName } from '../shapes.ts';

const queries = new Set<ShapeName>(['thread_list_query', 'thread_item_list_query']);

/** The emitted JSON Schema of every shape, compiled by ajv: a reader that shares nothing with zod. */
export function compileShapes(): (shape: ShapeName) => ValidateFunction {
  const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
  formats.default(ajv);
  // Words of OpenAPI; of `discriminator` ajv's own support takes no mapping.
  ajv.addVocabulary(['discriminator', 'components']);
  ajv.addSchema({ $id: 'https://contract.test/', components: { schemas: buildComponents() } });
  const compiled = new Map<ShapeName, ValidateFunction>();
  return (shape) => {
    let validate = compiled.get(shape);
    if (validate === undefined) {
      validate = queries.has(shape)
        ? ajv.compile({ type: 'object', properties: Object.fromEntries(queryFields(shape)) })
        : ajv.compile({ $ref: `https://contract.test/${componentRef(componentOfShape(shape))}` });
      compiled.set(shape, validate);
    }
    return validate;
  };
}
