import {
  createAssistantMessageItem,
  createAttachment,
  createChatSession,
  createClientToolCallItem,
  createErrorBody,
  createSessionCreate,
  createTaskGroupItem,
  createTaskItem,
  createThread,
  createThreadDeleted,
  createThreadItemPage,
  createThreadPage,
  createUserMessageItem,
  createWidgetItem,
} from '../../generators/factories/index.ts';
import type { Shape, ShapeName } from '../../schema/index.ts';

/** A valid value that has everything: the one that cases are made from by one change. */
export interface Base {
  /** What tells the bases of one shape apart: the discriminator of a union, `''` where there is one base. */
  readonly tag: string;
  readonly value: unknown;
}

const options = { seed: 42, path: ['corpus'] } as const;
const user = 'user_5d0c';

const attachment = createAttachment({
  ...options,
  overrides: { name: 'receipt.png', mime_type: 'image/png', type: 'image' },
});

const userMessage = createUserMessageItem({
  ...options,
  overrides: {
    attachments: [{ ...attachment, preview_url: 'https://files.example.com/receipt.png?size=small' }],
    content: [
      { text: 'Your order has been delivered.', type: 'quoted_text' },
      { text: 'It has not. Where is it?', type: 'input_text' },
    ],
    inference_options: { model: 'gpt-5', tool_choice: { id: 'find_order' } },
  },
});

const assistantMessage = createAssistantMessageItem({
  ...options,
  overrides: {
    content: [
      {
        annotations: [
          { source: { filename: 'receipt.png', type: 'file' }, type: 'file' },
          { source: { type: 'url', url: 'https://docs.example.com/orders#lost' }, type: 'url' },
        ],
        text: 'It was left with a neighbour at 14:35.',
        type: 'output_text',
      },
    ],
  },
});

const widget = createWidgetItem({
  ...options,
  overrides: { widget: '{"type":"Card","children":[{"type":"Text","value":"Left with a neighbour"}]}' },
});

const toolCall = createClientToolCallItem({
  ...options,
  overrides: {
    arguments: '{"order":"A-1077"}',
    name: 'find_order',
    output: '{"found":true}',
    status: 'completed',
  },
});

const task = createTaskItem({
  ...options,
  overrides: { heading: 'Looking for the order', summary: 'Asked the carrier', task_type: 'custom' },
});

const taskGroup = createTaskGroupItem({
  ...options,
  overrides: {
    tasks: [
      { heading: 'Read the receipt', summary: 'Order A-1077', type: 'custom' },
      { heading: 'Compare the dates', summary: 'They agree', type: 'thought' },
    ],
  },
});

const items = [userMessage, assistantMessage, widget, toolCall, task, taskGroup] as const;

const threadOf = (status: Shape<'thread_status'>, path: number): Shape<'thread'> =>
  createThread({ seed: 42, path: ['corpus', path], overrides: { status, title: 'A lost order', user } });

const statuses = [
  { reason: 'Waits for the carrier.', type: 'locked' },
  { type: 'active' },
  { reason: 'The order was found.', type: 'closed' },
] as const;

const thread = threadOf(statuses[0], 0);

const session = createChatSession({
  ...options,
  overrides: {
    chatkit_configuration: {
      automatic_thread_titling: { enabled: true },
      file_upload: { enabled: true, max_file_size: 64, max_files: 4 },
      history: { enabled: true, recent_threads: 5 },
    },
    max_requests_per_1_minute: 20,
    status: 'active',
    user,
    workflow: {
      state_variables: { plan: 'team', seats: 12, trial: false },
      tracing: { enabled: true },
      version: '2024-10-01',
    },
  },
});

const { workflow, chatkit_configuration: configuration } = session;
const [quoted, input] = userMessage.content;
const [output] = assistantMessage.content;
const cursor = thread.id;

const tagged = (values: readonly { readonly type: string }[]): Base[] =>
  values.map((value) => ({ tag: value.type.replaceAll('.', '_'), value }));
const only = (value: unknown): Base[] => [{ tag: '', value }];

const table = {
  chat_session: only(session),
  thread: only(thread),
  thread_item: tagged(items),
  thread_list: only(
    createThreadPage({
      ...options,
      overrides: { data: statuses.map((status, index) => threadOf(status, index)), has_more: false },
    }),
  ),
  thread_item_list: only(
    createThreadItemPage({ ...options, overrides: { data: [...items], has_more: false } }),
  ),
  thread_deleted: only(createThreadDeleted(options)),
  error: only(
    createErrorBody({
      ...options,
      overrides: {
        error: {
          message: "Invalid value: 'up'. Supported values are: 'asc' and 'desc'.",
          type: 'invalid_request_error',
          param: 'order',
          code: 'invalid_value',
        },
      },
    }),
  ),
  session_create: only(
    createSessionCreate({
      ...options,
      overrides: {
        user,
        workflow: {
          state_variables: { plan: 'team', seats: 12, trial: false },
          tracing: { enabled: true },
          version: '2024-10-01',
        },
        chatkit_configuration: {
          automatic_thread_titling: { enabled: true },
          file_upload: { enabled: true, max_file_size: 64, max_files: 4 },
          history: { enabled: true, recent_threads: 5 },
        },
        expires_after: { anchor: 'created_at', seconds: 300 },
        rate_limits: { max_requests_per_1_minute: 20 },
      },
    }),
  ),
  thread_list_query: only({ after: cursor, before: cursor, limit: 50, order: 'asc', user }),
  thread_item_list_query: only({ after: task.id, before: task.id, limit: 50, order: 'asc' }),
  user_message: only(userMessage),
  assistant_message: only(assistantMessage),
  widget: only(widget),
  client_tool_call: only(toolCall),
  task: only(task),
  task_group: only(taskGroup),
  session_configuration: only(configuration),
  workflow: only(workflow),
  thread_status: tagged(statuses),
  attachment: only(userMessage.attachments[0]),
  user_message_content: tagged([quoted, input].filter((content) => content !== undefined)),
  inference_options: only(userMessage.inference_options),
  output_text: only(output),
  annotation: tagged(output?.annotations ?? []),
  grouped_task: only(taskGroup.tasks[0]),
} as const satisfies Readonly<Record<ShapeName, readonly Base[]>>;

/** The bases of a shape: one, or one for each member of a union. */
export const basesOf = (shape: ShapeName): readonly Base[] => table[shape];

/** The first base of a shape, for cases in which it doesn't matter which. */
export function baseOf<N extends ShapeName>(shape: N): Shape<N> {
  return basesOf(shape)[0]?.value as Shape<N>;
}
