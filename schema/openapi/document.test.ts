import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { betaHeader, operationIds, operations } from '../operations.ts';
import type { ShapeName } from '../shapes.ts';
import { componentOfShape } from './components.ts';
import { renderOpenApi } from './document.ts';
import { operationIdOf } from './paths.ts';
import { at, document, facts, places } from '../testing/openapi-document.ts';

const rendered = renderOpenApi(facts);
const under = (key: string) => places.filter(({ path }) => path.at(-1) === key);
const operationAt = (id: (typeof operationIds)[number]) =>
  at(['paths', operations[id].path, operations[id].method.toLowerCase()]) as Record<string, unknown>;
const json = (shape: ShapeName) => ({
  'application/json': { schema: { $ref: `#/components/schemas/${componentOfShape(shape)}` } },
});
const schema = (name: string): unknown => at(['components', 'schemas', name]);
const property = (name: string, ...path: string[]): unknown =>
  at(['components', 'schemas', name, ...path.flatMap((key) => ['properties', key])]);

describe('the document', () => {
  it('is valid OpenAPI 3.1 by a validator of its own', async () => {
    const validator = new Validator();
    expect(await validator.validate(rendered)).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
    const broken = await new Validator().validate({ ...document, paths: { 'no-slash': {} } });
    expect(broken.valid).toBe(false);
  });

  it('is what openapi.yaml holds', () => {
    expect(readFileSync(new URL('../../openapi.yaml', import.meta.url), 'utf8')).toBe(rendered);
  });

  it.each(['1.2', '1.1'] as const)('reads back the same as YAML %s', (version) => {
    expect(parse(rendered, { version, schema: version === '1.1' ? 'yaml-1.1' : 'core' })).toEqual(document);
  });

  it('keeps a version that looks like a date a string', () => {
    expect(rendered).toContain('version: "2024-10-01"');
    expect(rendered).not.toMatch(/: 2024-10-01/);
  });

  it('says the package’s version and licence', () => {
    expect(document['info']).toMatchObject({
      version: facts.version,
      license: { name: 'MIT', identifier: 'MIT' },
    });
    expect(document['servers']).toMatchObject([
      { url: 'https://api.openai.com/v1' },
      { url: 'http://127.0.0.1:8787/v1' },
    ]);
  });

  it('refers to nothing that is not there, and holds no component that nothing refers to', () => {
    const targets = places
      .filter(
        ({ path, value }) => typeof value === 'string' && value.startsWith('#/') && path.at(-1) !== 'pattern',
      )
      .map(({ value }) => value as string);
    expect(targets.filter((target) => at(target) === undefined)).toEqual([]);
    const components = at(['components']) as Record<string, Record<string, unknown>>;
    const unused = Object.entries(components).flatMap(([kind, entries]) =>
      Object.keys(entries)
        .map((name) => `#/components/${kind}/${name}`)
        .filter((pointer) => kind !== 'securitySchemes' && !targets.includes(pointer)),
    );
    expect(unused).toEqual([]);
  });

  it('closes no object, repeats no bounds of JavaScript, and has one type or a null beside it', () => {
    const schemas = ['additionalProperties', 'minimum', 'maximum', 'nullable'].map((key) =>
      under(key).map(({ value }) => value),
    );
    const [closed, minima, maxima, nullable] = schemas;
    expect(closed?.filter((value) => typeof value !== 'object')).toEqual([]);
    expect(new Set(minima)).toEqual(new Set([0, 1]));
    expect(new Set(maxima)).toEqual(new Set([100, 512, 600]));
    expect(nullable).toEqual([]);
    const lists = under('type').filter(({ value }) => Array.isArray(value));
    expect(lists.length).toBeGreaterThan(10);
    for (const { value } of lists) expect(value).toEqual([expect.any(String), 'null']);
  });

  it('describes every component, every field of every component, and every parameter', () => {
    const bare = places
      .filter(({ path }) => path[0] === 'components' && path[1] === 'schemas')
      .filter(({ path }) => path.length === 3 || path.at(-2) === 'properties')
      .filter(({ value }) => !Object.hasOwn(value as object, 'description'))
      // A reference has the description of what it refers to; a discriminator says itself what it is.
      .filter(({ value }) => !Object.hasOwn(value as object, '$ref'))
      .map(({ path }) => path.join('.'))
      .filter((path) => !path.endsWith('.properties.type'));
    expect(bare).toEqual([]);
    const parameters = places.filter(({ path }) => path.at(-2) === 'parameters' && path[0] === 'paths');
    expect(parameters).toHaveLength(19);
    for (const { value } of parameters)
      expect(value).toSatisfy(
        (one: object) => Object.hasOwn(one, 'description') || Object.hasOwn(one, '$ref'),
      );
  });
});

describe('unions', () => {
  it.each([
    [
      'ChatKitThreadItem',
      {
        'chatkit.user_message': 'ChatKitThreadUserMessageItem',
        'chatkit.assistant_message': 'ChatKitThreadAssistantMessageItem',
        'chatkit.widget': 'ChatKitWidgetItem',
        'chatkit.client_tool_call': 'ChatKitClientToolCall',
        'chatkit.task': 'ChatKitTask',
        'chatkit.task_group': 'ChatKitTaskGroup',
      },
    ],
    [
      'ChatKitThreadUserMessageContent',
      {
        input_text: 'ChatKitThreadUserMessageInputText',
        quoted_text: 'ChatKitThreadUserMessageQuotedText',
      },
    ],
    [
      'ChatKitResponseOutputTextAnnotation',
      {
        file: 'ChatKitResponseOutputTextFileAnnotation',
        url: 'ChatKitResponseOutputTextUrlAnnotation',
      },
    ],
    [
      'ChatKitThreadStatus',
      {
        active: 'ChatKitThreadStatusActive',
        locked: 'ChatKitThreadStatusLocked',
        closed: 'ChatKitThreadStatusClosed',
      },
    ],
  ])('%s maps each value of its discriminator to a component', (name, members) => {
    const mapping = Object.fromEntries(
      Object.entries(members).map(([value, member]) => [value, `#/components/schemas/${member}`]),
    );
    expect(schema(name)).toMatchObject({
      oneOf: Object.values(mapping).map(($ref) => ({ $ref })),
      discriminator: { propertyName: 'type', mapping },
    });
    for (const [value, member] of Object.entries(members))
      expect(property(member, 'type')).toMatchObject({ type: 'string', const: value });
  });

  it('are discriminated wherever they are `oneOf`', () => {
    const unions = places.filter(({ path }) => path.at(-1) === 'oneOf').map(({ path }) => path.slice(0, -1));
    expect(unions).toHaveLength(4);
    for (const path of unions) expect(at(path)).toHaveProperty('discriminator.mapping');
  });

  it('takes any of the primitives as a state variable', () => {
    expect(schema('StateVariable')).toMatchObject({
      anyOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }],
    });
    expect(schema('StateVariableParam')).toMatchObject({
      anyOf: [{ type: 'string', maxLength: 10_485_760 }, { type: 'number' }, { type: 'boolean' }],
    });
  });
});

describe('fields', () => {
  it('are all required in what is answered', () => {
    const answered = places.filter(
      ({ path, value }) =>
        path[1] === 'schemas' &&
        !/Param/.test(String(path[2])) &&
        typeof value === 'object' &&
        value !== null &&
        Object.hasOwn(value, 'properties'),
    );
    expect(answered).toHaveLength(34);
    for (const { value } of answered) {
      const { properties, required } = value as { properties: object; required: string[] };
      expect(required).toEqual(Object.keys(properties));
    }
  });

  it('carry the bounds and defaults of a request', () => {
    expect(schema('SessionCreateParams')).toMatchObject({
      required: ['user', 'workflow'],
      properties: { user: { type: 'string', minLength: 1 } },
    });
    expect(schema('StateVariablesParam')).toMatchObject({
      type: 'object',
      maxProperties: 64,
      propertyNames: { maxLength: 64 },
      default: {},
    });
    expect(schema('ChatSessionExpiresAfterParam')).toMatchObject({
      required: ['anchor', 'seconds'],
      properties: { anchor: { const: 'created_at' }, seconds: { type: 'integer', minimum: 1, maximum: 600 } },
      default: { anchor: 'created_at', seconds: 600 },
    });
    expect(property('ChatSessionRateLimitsParam', 'max_requests_per_1_minute')).toMatchObject({
      type: 'integer',
      minimum: 1,
      default: 10,
    });
    const configuration = 'ChatSessionChatKitConfigurationParam';
    expect(property(configuration, 'file_upload')).toMatchObject({
      properties: {
        enabled: { default: false },
        max_file_size: { type: 'integer', minimum: 1, maximum: 512, default: 512 },
        max_files: { type: 'integer', minimum: 1, default: 10 },
      },
    });
    expect(property(configuration, 'history', 'enabled')).toMatchObject({ default: true });
    expect(property(configuration, 'history', 'recent_threads')).not.toHaveProperty('default');
    expect(property(configuration, 'automatic_thread_titling', 'enabled')).toMatchObject({ default: true });
    expect(property('ChatSessionWorkflowParam', 'tracing', 'enabled')).toMatchObject({ default: true });
  });

  it('are URIs, integers and nulls where the contract says so', () => {
    expect(property('ChatKitAttachment', 'preview_url')).toMatchObject({
      anyOf: [{ type: 'string', format: 'uri' }, { type: 'null' }],
    });
    expect(property('ChatKitResponseOutputTextUrlAnnotation', 'source', 'url')).toMatchObject({
      type: 'string',
      format: 'uri',
    });
    expect(property('ChatKitThread', 'created_at')).toEqual({
      description: 'Unix timestamp (in seconds) for when the thread was created.',
      type: 'integer',
    });
    expect(property('ChatKitThread', 'title')).toMatchObject({ type: ['string', 'null'] });
    expect(property('ChatKitThreadUserMessageItem', 'inference_options')).toMatchObject({
      anyOf: [{ $ref: '#/components/schemas/ChatKitThreadUserMessageInferenceOptions' }, { type: 'null' }],
    });
  });
});

describe('operations', () => {
  const beta = { $ref: '#/components/parameters/OpenAIBeta' };

  it.each(operationIds)('%s stands as in the table', (id) => {
    const { authorization, body, errors, pathParameters, success, summary } = operations[id];
    const operation = operationAt(id) as {
      parameters: { name: string; in: string; required: boolean }[];
      responses: Record<string, unknown>;
    };
    expect(operation).toMatchObject({
      operationId: operationIdOf(id),
      summary,
      security: authorization.map((kind) => ({ [kind === 'api_key' ? 'ApiKey' : 'ClientSecret']: [] })),
    });
    expect(operation.parameters[0]).toEqual(beta);
    const inPath = operation.parameters.filter((parameter) => parameter.in === 'path');
    expect(inPath.map(({ name, required }) => [name, required])).toEqual(
      pathParameters.map((name) => [name, true]),
    );
    expect(Object.keys(operation.responses)).toEqual(['200', ...errors.map(String)]);
    expect(operation.responses['200']).toMatchObject({
      headers: { 'x-request-id': { $ref: '#/components/headers/XRequestId' } },
      content: json(success.shape),
    });
    // Only a client secret has a session whose limit there is something to say of.
    const { headers } = operation.responses['200'] as { headers: object };
    expect(Object.hasOwn(headers, 'x-ratelimit-remaining-requests')).toBe(
      authorization.includes('client_secret'),
    );
    expect(Object.hasOwn(operation, 'requestBody')).toBe(body !== null);
    expect(operation).toMatchObject(
      body === null ? {} : { requestBody: { required: true, content: json(body) } },
    );
  });

  it('are six, with names that generators can use', () => {
    expect(operationIds.map(operationIdOf)).toEqual([
      'sessionsCreate',
      'sessionsCancel',
      'threadsList',
      'threadsRetrieve',
      'threadsDelete',
      'threadsListItems',
    ]);
    const methods = Object.values(document['paths'] as object).flatMap((path) => Object.keys(path as object));
    expect(methods).toEqual(['post', 'post', 'get', 'get', 'delete', 'get']);
  });

  it('demand the beta header', () => {
    expect(at(['components', 'parameters', 'OpenAIBeta'])).toMatchObject({
      name: 'OpenAI-Beta',
      in: 'header',
      required: true,
      schema: { type: 'string', enum: ['chatkit_beta=v1'] },
    });
    expect('OpenAI-Beta'.toLowerCase()).toBe(betaHeader.name);
  });

  it('bound the query', () => {
    const query = (id: 'threads.list' | 'threads.listItems') =>
      (operationAt(id)['parameters'] as { name: string; in?: string; schema: object }[])
        .filter((parameter) => parameter.in === 'query')
        .map(({ name, schema }) => [name, schema]);
    const page = [
      ['after', { type: 'string' }],
      ['before', { type: 'string' }],
      ['limit', { type: 'integer', minimum: 0, maximum: 100, default: 20 }],
      ['order', { type: 'string', enum: ['asc', 'desc'], default: 'desc' }],
    ];
    expect(query('threads.listItems')).toEqual(page);
    expect(query('threads.list')).toEqual([
      ...page,
      ['user', { type: 'string', minLength: 1, maxLength: 512 }],
    ]);
  });

  it('mark as synthetic what nobody has published', () => {
    const synthetic = places
      .filter(({ path, value }) => path.at(-1) === 'x-synthetic' && value === true)
      .map(({ path }) => path.slice(1, -1).join('.'));
    expect(synthetic).toEqual([
      'responses.Unauthorized',
      'responses.PayloadTooLarge',
      'responses.UnsupportedMediaType',
      'responses.TooManyRequests',
      'headers.RetryAfter',
      'headers.RetryAfterMs',
      'headers.XRatelimitLimitRequests',
      'headers.XRatelimitRemainingRequests',
      'headers.XRatelimitResetRequests',
    ]);
    for (const path of synthetic)
      expect(at(['components', ...path.split('.')])).toMatchObject({
        description: expect.stringContaining('Synthetic'),
      });
    expect(Object.keys(at(['components', 'responses', 'TooManyRequests', 'headers']) as object)).toEqual([
      'x-request-id',
      'retry-after',
      'retry-after-ms',
      'x-ratelimit-limit-requests',
      'x-ratelimit-remaining-requests',
      'x-ratelimit-reset-requests',
    ]);
  });
});
