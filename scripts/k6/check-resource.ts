import { Ajv } from 'ajv';
import type { ErrorObject } from 'ajv';
import { z } from 'zod';

/** A Kubernetes resource definition, as far as a manifest is held against it. */
const Definition = z.object({
  kind: z.literal('CustomResourceDefinition'),
  spec: z.object({
    group: z.string(),
    names: z.object({ kind: z.string() }),
    versions: z.array(
      z.object({
        name: z.string(),
        schema: z.object({ openAPIV3Schema: z.record(z.string(), z.unknown()) }),
      }),
    ),
  }),
});

/**
 * A schema under which an unknown field is an error. Kubernetes drops such a field without a word, so that a misspelt option would just
 * have no effect.
 */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).map(([key, value]): [string, unknown] => [key, closed(value)]);
  const open = 'x-kubernetes-preserve-unknown-fields' in schema || 'additionalProperties' in schema;
  const named = 'properties' in schema && schema.properties !== undefined;
  return { ...Object.fromEntries(entries), ...(named && !open ? { additionalProperties: false } : {}) };
}

/**
 * What is wrong with a manifest by its resource definition; nothing when it fits.
 * @param definition the parsed CustomResourceDefinition.
 * @param manifest the parsed resource.
 */
export function resourceProblems(definition: unknown, manifest: unknown): string[] {
  const { spec } = Definition.parse(definition);
  const {
    apiVersion,
    kind,
    metadata: _,
    ...rest
  } = z
    .looseObject({ apiVersion: z.string(), kind: z.string(), metadata: z.object({ name: z.string() }) })
    .parse(manifest);
  if (kind !== spec.names.kind) return [`kind: ${kind} is not ${spec.names.kind}`];
  const version = spec.versions.find(({ name }) => `${spec.group}/${name}` === apiVersion);
  if (version === undefined) return [`apiVersion: ${apiVersion} is not defined`];
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    formats: { int32: true, int64: true, 'date-time': true },
  });
  const validate = ajv.compile(closed(version.schema.openAPIV3Schema) as object);
  return validate(rest) ? [] : (validate.errors ?? []).map(describe);
}

const describe = ({ instancePath, message, params }: ErrorObject): string => {
  const { additionalProperty } = params as { additionalProperty?: string };
  return `${instancePath === '' ? '/' : instancePath}: ${additionalProperty === undefined ? message : `no field is called ${additionalProperty}`}`;
};
