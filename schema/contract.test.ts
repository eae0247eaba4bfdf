import { describe, expect, it } from 'vitest';
import { formatPath, formatProblem } from './problem.ts';
import { defaultPageLimit, defaultPageOrder } from './query.ts';
import { readShape } from './reading.ts';
import { sessionDefaults } from './session-create.ts';
import { shapeNames } from './shapes.ts';
import type { ShapeName } from './shapes.ts';
import { samples } from './testing/samples.ts';
import { placesIn, withValueAt } from './testing/walk.ts';

const lines = (shape: ShapeName, value: unknown): string[] => {
  const read = readShape(shape, value);
  return read.ok ? [] : read.problems.map(formatProblem);
};
const [session] = samples.chat_session;
const create = (extra: object, workflow: object = {}): unknown => ({
  user: 'u',
  workflow: { id: 'wf_1', ...workflow },
  ...extra,
});
const upload = (file_upload: object): unknown => create({ chatkit_configuration: { file_upload } });
const state = (state_variables: unknown): unknown => create({}, { state_variables });
const entries = (count: number): object =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, i]));
const text = (characters: number): string => 'x'.repeat(characters);
/** Text of characters that are two UTF-16 units each: bounds count characters. */
const wide = (characters: number): string => '𝄞'.repeat(characters);

describe('bounds: the last value that is taken and the first that is not', () => {
  it.each<[field: string, ShapeName, taken: unknown[], refused: unknown[]]>([
    [
      'sessions.create user: at least 1 character, no maximum',
      'session_create',
      [create({ user: 'u' }), create({ user: text(100_000) })],
      [create({ user: '' }), create({ user: null }), create({ user: 5 })],
    ],
    [
      'query user: 1 to 512 characters',
      'thread_list_query',
      [{ user: 'u' }, { user: text(512) }, { user: wide(512) }],
      [{ user: '' }, { user: text(513) }, { user: wide(513) }],
    ],
    ...(['thread_list_query', 'thread_item_list_query'] as const).flatMap(
      (shape): [string, ShapeName, unknown[], unknown[]][] => [
        [
          `${shape} limit: integer 0 to 100`,
          shape,
          [{ limit: 0 }, { limit: 100 }],
          [{ limit: -1 }, { limit: 101 }, { limit: 1.5 }, { limit: '5' }, { limit: null }],
        ],
        [
          `${shape} order: asc or desc`,
          shape,
          [{ order: 'asc' }, { order: 'desc' }],
          [{ order: 'ASC' }, { order: '' }, { order: null }],
        ],
        [`${shape} cursors: any text`, shape, [{ after: '', before: '' }], [{ after: 1 }, { before: null }]],
      ],
    ),
    [
      'state_variables: at most 64 properties',
      'session_create',
      [state({}), state(entries(64))],
      [state(entries(65)), state([]), state(null)],
    ],
    [
      'state_variables: keys up to 64 characters',
      'session_create',
      [state({ '': 1, [text(64)]: 1, [wide(64)]: 1 })],
      [state({ [text(65)]: 1 }), state({ [wide(65)]: 1 })],
    ],
    [
      'state_variables: string (up to 10,485,760 characters), integer, number or boolean',
      'session_create',
      [state({ a: '', b: text(10_485_760), c: 1, d: -1.5, e: 1e300, f: true })],
      [state({ a: text(10_485_761) }), state({ a: null }), state({ a: [] }), state({ a: {} })],
    ],
    [
      'expires_after: anchor and seconds, both required',
      'session_create',
      [create({ expires_after: { anchor: 'created_at', seconds: 1 } })],
      [
        create({ expires_after: {} }),
        create({ expires_after: { anchor: 'created_at' } }),
        create({ expires_after: { seconds: 1 } }),
        create({ expires_after: { anchor: 'last_active_at', seconds: 1 } }),
      ],
    ],
    [
      'expires_after.seconds: 1 to 600',
      'session_create',
      [1, 600].map((seconds) => create({ expires_after: { anchor: 'created_at', seconds } })),
      [0, 601, 1.5].map((seconds) => create({ expires_after: { anchor: 'created_at', seconds } })),
    ],
    [
      'rate_limits.max_requests_per_1_minute: integer, at least 1, no maximum',
      'session_create',
      [1, 1_000_000].map((n) => create({ rate_limits: { max_requests_per_1_minute: n } })),
      [0, -1, 1.5, '1'].map((n) => create({ rate_limits: { max_requests_per_1_minute: n } })),
    ],
    [
      'file_upload.max_file_size: 1 to 512',
      'session_create',
      [upload({ max_file_size: 1 }), upload({ max_file_size: 512 })],
      [upload({ max_file_size: 0 }), upload({ max_file_size: 513 }), upload({ max_file_size: null })],
    ],
    [
      'file_upload.max_files: at least 1, no maximum',
      'session_create',
      [upload({ max_files: 1 }), upload({ max_files: 1_000_000 })],
      [upload({ max_files: 0 }), upload({ max_files: 1.5 }), upload({ max_files: null })],
    ],
    [
      'history.recent_threads: at least 1, no maximum',
      'session_create',
      [1, 1_000_000].map((n) => create({ chatkit_configuration: { history: { recent_threads: n } } })),
      [0, null].map((n) => create({ chatkit_configuration: { history: { recent_threads: n } } })),
    ],
    [
      'numbers of a session: any integer, for responses have no published bounds',
      'chat_session',
      [0, -1, Number.MAX_SAFE_INTEGER].map((n) => ({ ...session, max_requests_per_1_minute: n })),
      [1.5, '1', null].map((n) => ({ ...session, max_requests_per_1_minute: n })),
    ],
    [
      'state variables of a response: no bounds',
      'workflow',
      [{ ...session?.workflow, state_variables: { ...entries(65), [text(65)]: 1 } }],
      [{ ...session?.workflow, state_variables: { a: null } }],
    ],
    [
      'session status',
      'chat_session',
      ['active', 'expired', 'cancelled'].map((status) => ({ ...session, status })),
      ['Active', 'closed', '', null].map((status) => ({ ...session, status })),
    ],
    [
      'preview_url: a URI or null',
      'attachment',
      ['https://example.com/a?b#c', 'data:,x', null].map((preview_url) => ({
        ...samples.attachment[0],
        preview_url,
      })),
      ['preview_url', '/a', '', ' https://example.com', 'https://example.com/ä', 5].map((preview_url) => ({
        ...samples.attachment[0],
        preview_url,
      })),
    ],
    [
      'annotation url: a URI',
      'annotation',
      [{ source: { type: 'url', url: 'urn:isbn:1' }, type: 'url' }],
      ['url', '', ' https://example.com', 'https://example.com/ä', null].map((url) => ({
        source: { type: 'url', url },
        type: 'url',
      })),
    ],
    [
      'annotation source: its type is that of the annotation',
      'annotation',
      [
        { source: { filename: '', type: 'file' }, type: 'file' },
        { source: { type: 'url', url: 'x:y' }, type: 'url' },
      ],
      [
        { source: { filename: '', type: 'url' }, type: 'file' },
        { source: { type: 'file', url: 'x:y' }, type: 'url' },
      ],
    ],
  ])('%s', (_, shape, taken, refused) => {
    for (const value of taken) expect(lines(shape, value)).toEqual([]);
    for (const value of refused) expect(lines(shape, value)).not.toEqual([]);
  });
});

it('documents the defaults of the contract', () => {
  expect(sessionDefaults).toEqual({
    expiresAfterSeconds: 600,
    maxRequestsPer1Minute: 10,
    tracingEnabled: true,
    automaticThreadTitlingEnabled: true,
    fileUpload: { enabled: false, maxFileSizeMegabytes: 512, maxFiles: 10 },
    history: { enabled: true, recentThreads: null },
  });
  expect([defaultPageLimit, defaultPageOrder]).toEqual([20, 'desc']);
});

/** `$.data[3].id` → `$.data[].id`: the field, whatever its place in a list; state variables have names of their own. */
const fieldOf = (path: readonly PropertyKey[]): string =>
  formatPath(path)
    .replaceAll(/\[\d+\]/g, '[]')
    .replace(/(state_variables)\..*/, '$1.*');

const requests = new Set<ShapeName>(['session_create', 'thread_list_query', 'thread_item_list_query']);
const responses = shapeNames.filter((name) => !requests.has(name));

/** Fields of a shape's samples for which a change leaves the value valid. */
function fieldsThatMayBe(shape: ShapeName, put: unknown): string[] {
  const fields = samples[shape].flatMap((sample) =>
    placesIn(sample)
      .filter(({ path }) => path.length > 0 && typeof path.at(-1) === 'string')
      .filter(({ path }) => lines(shape, withValueAt(sample, path, put)).length === 0)
      .map(({ path }) => fieldOf(path)),
  );
  return [...new Set(fields)].toSorted();
}

describe('every field of every response', () => {
  it.each(responses)('%s: is required', (shape) => {
    const optional = fieldsThatMayBe(shape, undefined);
    expect(optional.filter((field) => !field.endsWith('state_variables.*'))).toEqual([]);
  });

  it('is null only where the contract says so', () => {
    const nullable = Object.fromEntries(
      responses.map((shape) => [shape, fieldsThatMayBe(shape, null)]).filter(([, found]) => found?.length),
    );
    expect(nullable).toEqual({
      attachment: ['$.preview_url'],
      chat_session: [
        '$.chatkit_configuration.file_upload.max_file_size',
        '$.chatkit_configuration.file_upload.max_files',
        '$.chatkit_configuration.history.recent_threads',
        '$.workflow.state_variables',
        '$.workflow.version',
      ],
      client_tool_call: ['$.output'],
      error: ['$.error.code', '$.error.param'],
      grouped_task: ['$.heading', '$.summary'],
      inference_options: ['$.model', '$.tool_choice'],
      session_configuration: [
        '$.file_upload.max_file_size',
        '$.file_upload.max_files',
        '$.history.recent_threads',
      ],
      task: ['$.heading', '$.summary'],
      task_group: ['$.tasks[].heading', '$.tasks[].summary'],
      thread: ['$.status.reason', '$.title'],
      thread_item: [
        '$.attachments[].preview_url',
        '$.heading',
        '$.inference_options',
        '$.inference_options.model',
        '$.inference_options.tool_choice',
        '$.output',
        '$.summary',
        '$.tasks[].heading',
        '$.tasks[].summary',
      ],
      thread_item_list: [
        '$.data[].attachments[].preview_url',
        '$.data[].heading',
        '$.data[].inference_options',
        '$.data[].inference_options.model',
        '$.data[].inference_options.tool_choice',
        '$.data[].output',
        '$.data[].summary',
        '$.data[].tasks[].heading',
        '$.data[].tasks[].summary',
        '$.first_id',
        '$.last_id',
      ],
      thread_list: ['$.data[].status.reason', '$.data[].title', '$.first_id', '$.last_id'],
      thread_status: ['$.reason'],
      user_message: [
        '$.attachments[].preview_url',
        '$.inference_options',
        '$.inference_options.model',
        '$.inference_options.tool_choice',
      ],
      workflow: ['$.state_variables', '$.version'],
    });
  });

  it.each(responses)('%s: may stand beside fields that the contract does not name, at any depth', (shape) => {
    for (const sample of samples[shape]) {
      for (const { path, value } of placesIn(sample)) {
        if (typeof value !== 'object' || value === null || Array.isArray(value)) continue;
        if (path.at(-1) === 'state_variables') continue;
        const extended = withValueAt(sample, path, { ...value, brand_new: { deep: [null] } });
        expect(lines(shape, extended)).toEqual([]);
      }
    }
  });
});

describe('samples', () => {
  it.each(shapeNames)('%s: are valid and hold no field that the contract does not name', (shape) => {
    expect(samples[shape].length).toBeGreaterThan(0);
    for (const sample of samples[shape]) expect(readShape(shape, sample, 'lint').ok).toBe(true);
  });
});

it('makes of a request only `user`, `workflow` and its `id` required, and both halves of expires_after', () => {
  const full = {
    ...samples.session_create[0],
    workflow: { id: 'w', state_variables: { a: 1 }, tracing: { enabled: true }, version: 'v' },
    chatkit_configuration: {
      automatic_thread_titling: { enabled: true },
      file_upload: { enabled: true, max_file_size: 1, max_files: 1 },
      history: { enabled: true, recent_threads: 1 },
    },
  };
  const required = placesIn(full)
    .filter(({ path }) => path.length > 0)
    .filter(({ path }) => lines('session_create', withValueAt(full, path, undefined)).length > 0)
    .map(({ path }) => formatPath(path));
  expect(required).toEqual([
    '$.user',
    '$.workflow',
    '$.workflow.id',
    '$.expires_after.anchor',
    '$.expires_after.seconds',
  ]);
  const nullable = placesIn(full).filter(
    ({ path }) => lines('session_create', withValueAt(full, path, null)).length === 0,
  );
  expect(nullable).toEqual([]);
});
