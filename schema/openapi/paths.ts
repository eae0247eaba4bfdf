import { betaHeader, operationIds, operations } from '../operations.ts';
import type { Authorization, Operation, OperationId } from '../operations.ts';
import type { ShapeName } from '../shapes.ts';
import { componentOfShape, componentRef, queryFields } from './components.ts';
import { errorResponseRef } from './errors.ts';
import { cancelledSession, examples } from './examples.ts';
import { commonHeaders, rateLimitHeaders } from './headers.ts';
import type { JsonObject } from './json.ts';

/** What an operation does beyond its one line. Sources: seed; order and cursors: synthetic. */
const notes: Readonly<Partial<Record<OperationId, string>>> = {
  'sessions.cancel': 'Cancelling prevents new requests from using the issued client secret.',
  'threads.list':
    'Pages are ordered by creation time, with a stable tie-break. A cursor stays valid after its entry is deleted (synthetic).',
  'threads.listItems':
    'Pages are ordered by creation time, with a stable tie-break. A cursor stays valid after its entry is deleted (synthetic).',
};

const schemes: Readonly<Record<Authorization, string>> = {
  api_key: 'ApiKey',
  client_secret: 'ClientSecret',
};

/** `components.securitySchemes`: two bearer tokens, told apart by who holds them. */
export const securitySchemes = {
  ApiKey: { type: 'http', scheme: 'bearer', description: 'API key of a server-side caller.' },
  ClientSecret: {
    type: 'http',
    scheme: 'bearer',
    description: 'The `client_secret` of a session, which a browser sends as its bearer token.',
  },
} satisfies Record<string, JsonObject>;

/** `components.parameters`: the header that every official client sends. */
export const parameters = {
  OpenAIBeta: {
    name: 'OpenAI-Beta',
    in: 'header',
    required: true,
    description: 'Names the beta. Without it the service answers 400 (observed).',
    schema: { type: 'string', enum: [betaHeader.value] },
  },
} satisfies Record<string, JsonObject>;

const pathParameterNotes: Readonly<Record<string, readonly [description: string, example: string]>> = {
  session_id: ['Identifier of the session.', 'cksess_123'],
  thread_id: ['Identifier of the thread.', 'cthr_123'],
};

/** `threads.listItems` → `threadsListItems`: a name that every generator can use. */
export const operationIdOf = (id: OperationId): string =>
  id.replace(/\.(\w)/, (_, letter: string) => letter.toUpperCase());

const exampleOf = (id: OperationId, shape: ShapeName): JsonObject => {
  if (id === 'sessions.cancel') return { example: cancelledSession };
  return Object.hasOwn(examples, shape) ? { example: examples[shape as keyof typeof examples] } : {};
};

const json = (id: OperationId, shape: ShapeName): JsonObject => ({
  'application/json': { schema: { $ref: componentRef(componentOfShape(shape)) }, ...exampleOf(id, shape) },
});

function pathParameter(name: string): JsonObject {
  const note = pathParameterNotes[name];
  if (note === undefined) throw new Error(`path parameter '${name}' has no description`);
  const [description, example] = note;
  return { name, in: 'path', required: true, description, schema: { type: 'string' }, example };
}

function queryParameter([name, { description, ...schema }]: [string, JsonObject]): JsonObject {
  return { name, in: 'query', required: false, description, schema };
}

function buildOperation({ id, ...operation }: Operation): JsonObject {
  const { summary, query, body, success, errors } = operation;
  const description = notes[id];
  const answers = errors.map((status) => [String(status), errorResponseRef(status)] as const);
  return {
    operationId: operationIdOf(id),
    summary,
    ...(description !== undefined && { description }),
    tags: [id.startsWith('sessions.') ? 'Sessions' : 'Threads'],
    security: operation.authorization.map((kind) => ({ [schemes[kind]]: [] })),
    parameters: [
      { $ref: '#/components/parameters/OpenAIBeta' },
      ...operation.pathParameters.map(pathParameter),
      ...(query === null ? [] : queryFields(query).map(queryParameter)),
    ],
    ...(body !== null && { requestBody: { required: true, content: json(id, body) } }),
    responses: {
      [String(success.status)]: {
        description: 'Success.',
        headers: {
          ...commonHeaders,
          ...(operation.authorization.includes('client_secret') && rateLimitHeaders),
        },
        content: json(id, success.shape),
      },
      ...Object.fromEntries(answers),
    },
  };
}

/** `paths` of the document, from the operations table. */
export function buildPaths(): Record<string, JsonObject> {
  const paths: Record<string, JsonObject> = {};
  for (const id of operationIds) {
    const operation = operations[id];
    (paths[operation.path] ??= {})[operation.method.toLowerCase()] = buildOperation(operation);
  }
  return paths;
}
