import { stringify } from 'yaml';
import { buildComponents } from './components.ts';
import { buildErrorResponses } from './errors.ts';
import { headers } from './headers.ts';
import type { JsonObject } from './json.ts';
import { buildPaths, parameters, securitySchemes } from './paths.ts';

/** What the document says of the package that carries it. */
export interface PackageFacts {
  /** The version of the package: `info.version`. */
  readonly version: string;
  /** SPDX identifier of the licence. */
  readonly license: string;
}

/**
 * The contract as an OpenAPI 3.1 document, made from the zod schemas and the operations table.
 * @returns a tree of plain JSON values.
 */
export function buildOpenApi({ version, license }: PackageFacts): JsonObject {
  return {
    openapi: '3.1.0',
    info: {
      title: 'ChatKit API',
      summary: 'Sessions and threads of ChatKit, as chatkit-harness reads their contract.',
      description:
        'Made from the schemas of chatkit-harness; not an official document. What is marked `x-synthetic` or called ' +
        'synthetic nobody has published: it is what the reference deployment of chatkit-harness chose. ' +
        'Fields that are not listed here are legal in every object: clients must tolerate them.',
      version,
      license: { name: license, identifier: license },
    },
    servers: [
      { url: 'https://api.openai.com/v1', description: 'The service.' },
      { url: 'http://127.0.0.1:8787/v1', description: 'A reference deployment on this machine.' },
    ],
    tags: [
      { name: 'Sessions', description: 'Short-lived permissions for one user to use ChatKit.' },
      { name: 'Threads', description: 'Conversations and what they consist of.' },
    ],
    paths: buildPaths(),
    components: {
      schemas: buildComponents(),
      responses: buildErrorResponses(),
      parameters,
      headers,
      securitySchemes,
    },
  };
}

/**
 * The document as YAML. Strings that a parser of YAML 1.1 would take for something else (`2024-10-01` for a
 * date, `yes` for true) are quoted.
 */
export const renderOpenApi = (facts: PackageFacts): string =>
  stringify(buildOpenApi(facts), { compat: 'yaml-1.1', aliasDuplicateObjects: false, lineWidth: 110 });
