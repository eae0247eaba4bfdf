import { examples } from '../openapi/examples.ts';
import type { Shape, ShapeName } from '../shapes.ts';

const { chat_session, session_create, thread, thread_item_list, thread_list } = examples;

const itemOf = <T extends Shape<'thread_item'>['type']>(type: T): Shape<'thread_item'> & { type: T } => {
  const found = thread_item_list.data.find((item) => item.type === type);
  if (found === undefined) throw new Error(`the example page has no ${type}`);
  return found as Shape<'thread_item'> & { type: T };
};

const userMessage = itemOf('chatkit.user_message');
const assistantMessage = itemOf('chatkit.assistant_message');
const toolCall = itemOf('chatkit.client_tool_call');
const task = itemOf('chatkit.task');
const taskGroup = itemOf('chatkit.task_group');
const widget = itemOf('chatkit.widget');
const { attachments, content, inference_options } = userMessage;
const outputText = assistantMessage.content[0];
if (outputText === undefined || inference_options === null) throw new Error('the examples are too bare');

/** Valid values of every shape; between them they hold every field, every variant and every null. */
export const samples: { readonly [N in ShapeName]: readonly Shape<N>[] } = {
  chat_session: [
    chat_session,
    {
      ...chat_session,
      chatkit_configuration: {
        automatic_thread_titling: { enabled: false },
        file_upload: { enabled: true, max_file_size: null, max_files: null },
        history: { enabled: false, recent_threads: 5 },
      },
      status: 'expired',
      workflow: { ...chat_session.workflow, state_variables: null, version: null },
    },
    { ...chat_session, status: 'cancelled', workflow: { ...chat_session.workflow, state_variables: {} } },
  ],
  thread: [
    thread,
    { ...thread, status: { reason: null, type: 'locked' }, title: null },
    { ...thread, status: { reason: 'Done.', type: 'closed' }, title: '' },
  ],
  thread_item: thread_item_list.data,
  thread_list: [thread_list, { ...thread_list, data: [], first_id: null, has_more: true, last_id: null }],
  thread_item_list: [
    thread_item_list,
    { ...thread_item_list, data: [], first_id: null, has_more: true, last_id: null },
  ],
  thread_deleted: [examples.thread_deleted, { ...examples.thread_deleted, deleted: false }],
  error: [
    { error: { message: 'No.', type: 'invalid_request_error', param: null, code: null } },
    { error: { message: '', type: 'server_error', param: 'user', code: 'some_code' } },
  ],
  session_create: [
    session_create,
    { user: 'u', workflow: { id: 'wf_1' } },
    {
      user: 'u',
      workflow: { id: '', state_variables: {}, tracing: { enabled: false } },
      chatkit_configuration: {
        automatic_thread_titling: { enabled: false },
        file_upload: { enabled: true, max_file_size: 1, max_files: 1 },
        history: { enabled: false, recent_threads: 1 },
      },
    },
    {
      user: 'u',
      workflow: { id: 'wf_1', tracing: {} },
      chatkit_configuration: { automatic_thread_titling: {}, file_upload: {}, history: {} },
      rate_limits: {},
    },
  ],
  thread_list_query: [{}, { after: 'a', before: 'b', limit: 5, order: 'asc', user: 'u' }, { order: 'desc' }],
  thread_item_list_query: [{}, { after: 'a', before: 'b', limit: 100, order: 'desc' }, { order: 'asc' }],
  user_message: [
    userMessage,
    { ...userMessage, attachments: [], content: [], inference_options: null },
    { ...userMessage, inference_options: { model: null, tool_choice: null } },
  ],
  assistant_message: [assistantMessage, { ...assistantMessage, content: [] }],
  widget: [widget],
  client_tool_call: [toolCall, { ...toolCall, output: null, status: 'in_progress' }],
  task: [task, { ...task, heading: null, summary: 'Found it.', task_type: 'custom' }],
  task_group: [taskGroup, { ...taskGroup, tasks: [] }],
  session_configuration: [chat_session.chatkit_configuration],
  workflow: [
    chat_session.workflow,
    { ...chat_session.workflow, state_variables: { number: 1.5, large: 1e300, text: '' } },
    { ...chat_session.workflow, state_variables: null, version: null },
  ],
  thread_status: [
    { type: 'active' },
    { reason: null, type: 'locked' },
    { reason: 'Spam.', type: 'locked' },
    { reason: null, type: 'closed' },
    { reason: '', type: 'closed' },
  ],
  attachment: attachments.flatMap((attachment) => [
    attachment,
    { ...attachment, preview_url: null, type: 'file' as const },
  ]),
  user_message_content: content,
  inference_options: [inference_options, { model: null, tool_choice: null }],
  output_text: [outputText, { ...outputText, annotations: [], text: '' }],
  annotation: outputText.annotations,
  grouped_task: [
    { heading: null, summary: null, type: 'custom' },
    { heading: 'A', summary: 'B', type: 'thought' },
  ],
};
