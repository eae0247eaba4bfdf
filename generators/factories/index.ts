import type { Shape, ShapeName } from '../../schema/index.ts';
import type { Factory } from './factory.ts';
import * as items from './items.ts';
import * as parts from './message-parts.ts';
import * as pages from './pages.ts';
import * as session from './session.ts';
import * as thread from './thread.ts';
import * as wire from './wire.ts';

export type { Factory, FactoryOptions } from './factory.ts';
export type { Overrides } from './overrides.ts';
export * from './items.ts';
export * from './message-parts.ts';
export * from './pages.ts';
export * from './session.ts';
export { createThread, createThreadDeleted, createThreadStatus } from './thread.ts';
export * from './wire.ts';

/**
 * The factory of every shape, by its name.
 * @example factories.thread_item({ seed: 7 })
 */
export const factories: { readonly [N in ShapeName]: Factory<Shape<N>> } = {
  chat_session: session.createChatSession,
  thread: thread.createThread,
  thread_item: items.createThreadItem,
  thread_list: pages.createThreadPage,
  thread_item_list: pages.createThreadItemPage,
  thread_deleted: thread.createThreadDeleted,
  error: wire.createErrorBody,
  session_create: session.createSessionCreate,
  thread_list_query: wire.createThreadListQuery,
  thread_item_list_query: wire.createThreadItemListQuery,
  user_message: items.createUserMessageItem,
  assistant_message: items.createAssistantMessageItem,
  widget: items.createWidgetItem,
  client_tool_call: items.createClientToolCallItem,
  task: items.createTaskItem,
  task_group: items.createTaskGroupItem,
  session_configuration: session.createSessionConfiguration,
  workflow: session.createWorkflow,
  thread_status: thread.createThreadStatus,
  attachment: parts.createAttachment,
  user_message_content: parts.createUserMessageContent,
  inference_options: parts.createInferenceOptions,
  output_text: parts.createOutputText,
  annotation: parts.createAnnotation,
  grouped_task: items.createGroupedTask,
};
