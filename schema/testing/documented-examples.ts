import type { ShapeName } from '../shapes.ts';

/** An example body as the public documentation of the official clients prints it. */
export interface DocumentedExample {
  readonly name: string;
  readonly shape: ShapeName;
  readonly body: unknown;
  /** What the strict reading finds; none when the example keeps its own contract. */
  readonly strict: readonly string[];
  /** Fields that the contract doesn't name, which only the lint reading minds. */
  readonly unknownFields: readonly string[];
}

const session = {
  id: 'id',
  chatkit_configuration: {
    automatic_thread_titling: { enabled: true },
    file_upload: { enabled: true, max_file_size: 0, max_files: 0 },
    history: { enabled: true, recent_threads: 0 },
  },
  client_secret: 'client_secret',
  expires_at: 0,
  max_requests_per_1_minute: 0,
  object: 'chatkit.session',
  rate_limits: { max_requests_per_1_minute: 0 },
  status: 'active',
  user: 'user',
  workflow: {
    id: 'id',
    state_variables: { foo: 'string' },
    tracing: { enabled: true },
    version: 'version',
  },
};

const thread = {
  id: 'cthr_def456',
  created_at: 1712345600,
  object: 'chatkit.thread',
  status: { type: 'active' },
  title: 'Demo feedback',
  user: 'user_456',
};

const handwrittenItems = [
  {
    id: 'cthi_user_001',
    object: 'chatkit.thread_item',
    type: 'user_message',
    content: [{ type: 'input_text', text: 'I need help debugging an onboarding issue.' }],
    attachments: [],
  },
  {
    id: 'cthi_assistant_002',
    object: 'chatkit.thread_item',
    type: 'assistant_message',
    content: [{ type: 'output_text', text: "Let's start by confirming the workflow version you deployed." }],
  },
];

const itemTypes =
  '"chatkit.user_message" or "chatkit.assistant_message" or "chatkit.widget" or "chatkit.client_tool_call" or "chatkit.task" or "chatkit.task_group"';

/** Every example body of the three documentation pages, once. Source: seed. */
export const documentedExamples: readonly DocumentedExample[] = [
  { name: 'session, generated', shape: 'chat_session', body: session, strict: [], unknownFields: [] },
  {
    name: 'cancel, handwritten',
    shape: 'chat_session',
    body: {
      id: 'cksess_123',
      object: 'chatkit.session',
      workflow: { id: 'workflow_alpha', version: '1' },
      scope: { customer_id: 'cust_456' },
      max_requests_per_1_minute: 30,
      ttl_seconds: 900,
      status: 'cancelled',
      cancelled_at: 1712345678,
    },
    strict: [
      '$.chatkit_configuration: expected object, got nothing',
      '$.client_secret: expected string, got nothing',
      '$.expires_at: expected integer, got nothing',
      '$.rate_limits: expected object, got nothing',
      '$.user: expected string, got nothing',
      '$.workflow.state_variables: expected object or null, got nothing',
      '$.workflow.tracing: expected object, got nothing',
    ],
    unknownFields: ['$.scope', '$.ttl_seconds', '$.cancelled_at'],
  },
  {
    name: 'create, handwritten',
    shape: 'chat_session',
    body: {
      client_secret: 'chatkit_token_123',
      expires_at: 1735689600,
      workflow: { id: 'workflow_alpha', version: '2024-10-01' },
      scope: { project: 'alpha', environment: 'staging' },
      max_requests_per_1_minute: 60,
      max_requests_per_session: 500,
      status: 'active',
    },
    strict: [
      '$.id: expected string, got nothing',
      '$.chatkit_configuration: expected object, got nothing',
      '$.object: expected "chatkit.session", got nothing',
      '$.rate_limits: expected object, got nothing',
      '$.user: expected string, got nothing',
      '$.workflow.state_variables: expected object or null, got nothing',
      '$.workflow.tracing: expected object, got nothing',
    ],
    unknownFields: ['$.scope', '$.max_requests_per_session'],
  },
  {
    // first_id and last_id match no element while has_more is true: a mock that serves this page makes
    // auto-paging clients loop for ever. The shape is right all the same.
    name: 'list items, generated',
    shape: 'thread_item_list',
    body: {
      data: [
        {
          id: 'id',
          attachments: [
            {
              id: 'id',
              mime_type: 'mime_type',
              name: 'name',
              preview_url: 'preview_url',
              type: 'image',
            },
          ],
          content: [{ text: 'text', type: 'input_text' }],
          created_at: 0,
          inference_options: { model: 'model', tool_choice: { id: 'id' } },
          object: 'chatkit.thread_item',
          thread_id: 'thread_id',
          type: 'chatkit.user_message',
        },
      ],
      first_id: 'first_id',
      has_more: true,
      last_id: 'last_id',
      object: 'list',
    },
    strict: [
      '$.data[0].attachments[0].preview_url: expected string that is a URI or null, got string "preview_url"',
    ],
    unknownFields: [],
  },
  {
    name: 'list items, handwritten',
    shape: 'thread_item_list',
    body: { data: handwrittenItems, has_more: false, object: 'list' },
    strict: [
      `$.data[0].type: expected ${itemTypes}, got string "user_message"`,
      `$.data[1].type: expected ${itemTypes}, got string "assistant_message"`,
      '$.first_id: expected string or null, got nothing',
      '$.last_id: expected string or null, got nothing',
    ],
    unknownFields: [],
  },
  { name: 'retrieve, generated', shape: 'thread', body: thread, strict: [], unknownFields: [] },
  {
    name: 'retrieve, handwritten',
    shape: 'thread',
    body: {
      id: 'cthr_abc123',
      object: 'chatkit.thread',
      title: 'Customer escalation',
      items: { data: handwrittenItems, has_more: false },
    },
    strict: [
      '$.created_at: expected integer, got nothing',
      '$.status: expected object, got nothing',
      '$.user: expected string, got nothing',
    ],
    unknownFields: ['$.items'],
  },
  {
    name: 'delete, generated',
    shape: 'thread_deleted',
    body: { id: 'id', deleted: true, object: 'chatkit.thread.deleted' },
    strict: [],
    unknownFields: [],
  },
  {
    name: 'list threads, generated',
    shape: 'thread_list',
    body: { data: [thread], first_id: 'first_id', has_more: true, last_id: 'last_id', object: 'list' },
    strict: [],
    unknownFields: [],
  },
  {
    name: 'list threads, handwritten',
    shape: 'thread_list',
    body: {
      data: [
        { id: 'cthr_abc123', object: 'chatkit.thread', title: 'Customer escalation' },
        { id: 'cthr_def456', object: 'chatkit.thread', title: 'Demo feedback' },
      ],
      has_more: false,
      object: 'list',
    },
    strict: [
      '$.data[0].created_at: expected integer, got nothing',
      '$.data[0].status: expected object, got nothing',
      '$.data[0].user: expected string, got nothing',
      '$.data[1].created_at: expected integer, got nothing',
      '$.data[1].status: expected object, got nothing',
      '$.data[1].user: expected string, got nothing',
      '$.first_id: expected string or null, got nothing',
      '$.last_id: expected string or null, got nothing',
    ],
    unknownFields: [],
  },
];
