import { referenceTime } from '../../generators/reference-time.ts';
import type { Attachment, Thread, ThreadItem, ThreadItemOf, ThreadItemType } from '../../schema/index.ts';

/** An id of the observed form that ends in `number`. */
const idOf = (prefix: string, number: number): string =>
  `${prefix}_${referenceTime.toString(16)}${number.toString(16).padStart(40, '0')}`;

/**
 * A thread of every status, with and without a title and a reason; newest first.
 * @param user whose they are.
 */
export function threadsOf(user: string): Thread[] {
  const rows: Pick<Thread, 'status' | 'title'>[] = [
    { status: { type: 'active' }, title: 'A conversation' },
    { status: { type: 'active' }, title: null },
    { status: { type: 'locked', reason: 'Under review' }, title: 'A locked conversation' },
    { status: { type: 'locked', reason: null }, title: null },
    { status: { type: 'closed', reason: 'Resolved' }, title: 'A closed conversation' },
    { status: { type: 'closed', reason: null }, title: null },
  ];
  return rows.map((row, i) => ({
    id: idOf('cthr', i + 1),
    created_at: referenceTime - i,
    object: 'chatkit.thread',
    user,
    ...row,
  }));
}

const picture: Attachment = {
  id: idOf('cfile', 1),
  mime_type: 'image/png',
  name: 'picture.png',
  preview_url: 'https://files.example.com/picture.png',
  type: 'image',
};

type Own<T extends ThreadItemType> = Omit<ThreadItemOf<T>, 'id' | 'created_at' | 'object' | 'thread_id'>;

/** Every variant of an item, with every variant of what stands in it. */
const rows: readonly { readonly [T in ThreadItemType]: Own<T> }[ThreadItemType][] = [
  {
    type: 'chatkit.user_message',
    content: [
      { type: 'input_text', text: 'What does this picture show?' },
      { type: 'quoted_text', text: 'A quoted line' },
    ],
    attachments: [
      picture,
      {
        id: idOf('cfile', 2),
        mime_type: 'application/pdf',
        name: 'paper.pdf',
        preview_url: null,
        type: 'file',
      },
    ],
    inference_options: { model: 'gpt-5', tool_choice: { id: 'search' } },
  },
  {
    type: 'chatkit.user_message',
    content: [],
    attachments: [],
    inference_options: { model: null, tool_choice: null },
  },
  {
    type: 'chatkit.user_message',
    content: [{ type: 'input_text', text: 'And this one?' }],
    attachments: [picture],
    inference_options: null,
  },
  {
    type: 'chatkit.assistant_message',
    content: [
      {
        type: 'output_text',
        text: 'A lighthouse, as the paper says.',
        annotations: [
          { type: 'file', source: { type: 'file', filename: 'paper.pdf' } },
          { type: 'url', source: { type: 'url', url: 'https://www.example.com/lighthouses' } },
        ],
      },
      { type: 'output_text', text: '', annotations: [] },
    ],
  },
  {
    type: 'chatkit.assistant_message',
    content: [
      {
        type: 'output_text',
        text: 'Another one.',
        annotations: [{ type: 'file', source: { type: 'file', filename: 'picture.png' } }],
      },
    ],
  },
  { type: 'chatkit.assistant_message', content: [] },
  {
    type: 'chatkit.widget',
    widget: JSON.stringify({ type: 'Card', children: [{ type: 'Text', value: 'A lighthouse' }] }),
  },
  {
    type: 'chatkit.client_tool_call',
    arguments: '{"city":"Lisbon"}',
    call_id: 'call_1',
    name: 'get_weather',
    output: '{"celsius":21}',
    status: 'completed',
  },
  {
    type: 'chatkit.client_tool_call',
    arguments: '{}',
    call_id: 'call_2',
    name: 'get_weather',
    output: null,
    status: 'in_progress',
  },
  { type: 'chatkit.task', heading: 'Searching', summary: 'Three results', task_type: 'custom' },
  { type: 'chatkit.task', heading: null, summary: null, task_type: 'thought' },
  {
    type: 'chatkit.task_group',
    tasks: [
      { type: 'custom', heading: 'Reading', summary: 'paper.pdf' },
      { type: 'thought', heading: null, summary: null },
    ],
  },
  { type: 'chatkit.task_group', tasks: [{ type: 'thought', heading: 'Thinking', summary: null }] },
  { type: 'chatkit.task_group', tasks: [] },
];

/**
 * An item of every variant; newest first.
 * @param threadId the thread that they are in.
 */
export const itemsOf = (threadId: string): ThreadItem[] =>
  rows.map((row, i) => ({
    id: idOf('cti', i + 1),
    created_at: referenceTime - i,
    object: 'chatkit.thread_item',
    thread_id: threadId,
    ...row,
  }));
