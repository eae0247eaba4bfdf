import type { ChatSession } from '../session.ts';
import type { Shape, ShapeName } from '../shapes.ts';

/** 2025-01-01T00:00:00Z, from which the examples count. */
const start = 1_735_689_600;
const scope = 'a3f19c02d47e5b86';
const id = (prefix: string, seconds: number, random: string): string =>
  `${prefix}_${seconds.toString(16)}0a1b${random.padEnd(20, '0')}${scope}`;

const threadId = id('cthr', start, '5c');
const user = 'user_42';

const itemAt = (seconds: number, random: string) =>
  ({
    id: id('cti', start + seconds, random),
    created_at: start + seconds,
    object: 'chatkit.thread_item',
    thread_id: threadId,
  }) as const;

const session: ChatSession = {
  id: id('cksess', start, '91'),
  chatkit_configuration: {
    automatic_thread_titling: { enabled: true },
    file_upload: { enabled: false, max_file_size: 512, max_files: 10 },
    history: { enabled: true, recent_threads: null },
  },
  client_secret: 'ek_example_not_a_secret',
  expires_at: start + 600,
  max_requests_per_1_minute: 10,
  object: 'chatkit.session',
  rate_limits: { max_requests_per_1_minute: 10 },
  status: 'active',
  user,
  workflow: {
    id: 'wf_6774858055a4819085d1f5f1f1a2b3c4d5e6f708192a3b4c',
    state_variables: { plan: 'pro', seats: 12, trial: false },
    tracing: { enabled: true },
    version: '2024-10-01',
  },
};

const userMessage: Shape<'user_message'> = {
  ...itemAt(5, '01'),
  attachments: [
    {
      id: id('cfile', start, '77'),
      mime_type: 'image/png',
      name: 'error.png',
      preview_url: 'https://files.example.com/error.png?size=small',
      type: 'image',
    },
  ],
  content: [
    { text: 'Your export finished.', type: 'quoted_text' },
    { text: 'It shows this error.', type: 'input_text' },
  ],
  inference_options: { model: 'gpt-5', tool_choice: { id: 'search' } },
  type: 'chatkit.user_message',
};

const assistantMessage: Shape<'assistant_message'> = {
  ...itemAt(30, '05'),
  content: [
    {
      annotations: [
        { source: { filename: 'export.csv', type: 'file' }, type: 'file' },
        { source: { type: 'url', url: 'https://example.com/exports#limits' }, type: 'url' },
      ],
      text: 'The export is limited to 10,000 rows.',
      type: 'output_text',
    },
  ],
  type: 'chatkit.assistant_message',
};

const items: Shape<'thread_item'>[] = [
  userMessage,
  {
    ...itemAt(9, '02'),
    heading: 'Looking at the picture',
    summary: null,
    task_type: 'thought',
    type: 'chatkit.task',
  },
  {
    ...itemAt(14, '03'),
    tasks: [{ heading: null, summary: 'Read export.csv', type: 'custom' }],
    type: 'chatkit.task_group',
  },
  {
    ...itemAt(21, '04'),
    arguments: '{"id":7}',
    call_id: 'call_7',
    name: 'open_export',
    output: '{"ok":true}',
    status: 'completed',
    type: 'chatkit.client_tool_call',
  },
  assistantMessage,
  {
    ...itemAt(31, '06'),
    type: 'chatkit.widget',
    widget: '{"type":"Card","children":[{"type":"Text","value":"10,000 rows"}]}',
  },
];

const thread: Shape<'thread'> = {
  id: threadId,
  created_at: start,
  object: 'chatkit.thread',
  status: { type: 'active' },
  title: 'Export fails',
  user,
};

const lockedThread: Shape<'thread'> = {
  ...thread,
  id: id('cthr', start + 60, '5d'),
  created_at: start + 60,
  status: { reason: 'Waiting for an operator.', type: 'locked' },
  title: null,
};

/** The newest entry first, as the default order has it. */
const newestFirst = items.toReversed();

/** One valid example of what each operation takes and answers; the tests read them strictly. */
export const examples = {
  chat_session: session,
  thread,
  thread_list: {
    data: [lockedThread, thread],
    first_id: lockedThread.id,
    has_more: false,
    last_id: thread.id,
    object: 'list',
  },
  thread_item_list: {
    data: newestFirst,
    first_id: newestFirst.at(0)?.id ?? null,
    has_more: false,
    last_id: newestFirst.at(-1)?.id ?? null,
    object: 'list',
  },
  thread_deleted: { id: threadId, deleted: true, object: 'chatkit.thread.deleted' },
  session_create: {
    user,
    workflow: {
      id: session.workflow.id,
      state_variables: { plan: 'pro', seats: 12, trial: false },
      version: '2024-10-01',
    },
    expires_after: { anchor: 'created_at', seconds: 600 },
    rate_limits: { max_requests_per_1_minute: 10 },
  },
} satisfies { readonly [N in ShapeName]?: Shape<N> };

/** What `sessions.cancel` answers. */
export const cancelledSession: ChatSession = { ...session, status: 'cancelled' };
