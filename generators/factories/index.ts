import type { Annotation, Attachment, Shape, ShapeName } from '../../schema/index.ts';
import type { Factory } from './factory.ts';
import * as items from './items.ts';
import * as parts from './message-parts.ts';
import * as pages from './pages.ts';
import * as session from './session.ts';
import * as thread from './thread.ts';
import * as wire from './wire.ts';

export { createConversation } from './conversation.ts';
export type { ConversationOptions, ConversationTrait } from './conversation.ts';
export type { Factory, FactoryOptions } from './factory.ts';
export * from './items.ts';
export type { Lists, PerIndex } from './lists.ts';
export {
  createAnnotation,
  createAttachment,
  createInferenceOptions,
  createOutputText,
  createUserMessageContent,
} from './message-parts.ts';
export type { OutputTextTrait } from './message-parts.ts';
export type { Overrides } from './overrides.ts';
export { createThreadItemPage, createThreadPage } from './pages.ts';
export type { PageTrait } from './pages.ts';
export * from './session.ts';
export { createThread, createThreadDeleted, createThreadStatus } from './thread.ts';
export type { ThreadStatusTrait, ThreadTrait } from './thread.ts';
export { createThreadItemWalk, createThreadWalk } from './walk.ts';
export type * from './walk.ts';
export { walkThreadItems, walkThreads } from './walk-pages.ts';
export type { ThreadItemWalkStep, ThreadWalkStep, WalkQuery, WalkStep } from './walk-pages.ts';
export * from './wire.ts';

/** The traits of each shape that has any. */
export interface TraitsOfShape {
  readonly chat_session: session.ChatSessionTrait;
  readonly thread: thread.ThreadTrait;
  readonly thread_item: items.ThreadItemTrait;
  readonly thread_list: pages.PageTrait;
  readonly thread_item_list: pages.PageTrait;
  readonly error: wire.ErrorBodyTrait;
  readonly session_create: session.SessionCreateTrait;
  readonly thread_list_query: wire.PageQueryTrait;
  readonly thread_item_list_query: wire.PageQueryTrait;
  readonly user_message: items.UserMessageTrait;
  readonly assistant_message: parts.OutputTextTrait;
  readonly widget: items.WidgetTrait;
  readonly client_tool_call: items.ClientToolCallTrait;
  readonly task: items.TaskTrait;
  readonly session_configuration: session.SessionConfigurationTrait;
  readonly workflow: session.WorkflowTrait;
  readonly thread_status: thread.ThreadStatusTrait;
  readonly attachment: Attachment['type'];
  readonly user_message_content: 'input' | 'quote';
  readonly inference_options: 'modelOnly' | 'toolOnly';
  readonly output_text: parts.OutputTextTrait;
  readonly annotation: Annotation['type'];
  readonly grouped_task: items.TaskTrait;
}

/** The traits of a shape; none of `thread_deleted` and `task_group`. */
export type TraitOf<N extends ShapeName> = N extends keyof TraitsOfShape ? TraitsOfShape[N] : never;

/**
 * The factory of every shape, by its name.
 * @example
 * factories.thread_item({ seed: 7 }).id === createThreadItem({ seed: 7 }).id; // => true
 * factories.thread.traits; // => [ 'active', 'locked', 'closed', 'titled', 'untitled' ]
 */
export const factories: { readonly [N in ShapeName]: Factory<Shape<N>, TraitOf<N>> } = {
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
