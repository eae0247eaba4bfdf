import { AssistantMessageItem, Annotation, OutputText } from './items/assistant-message.ts';
import { ClientToolCallItem } from './items/client-tool-call.ts';
import { GroupedTask, TaskGroupItem, TaskItem } from './items/task.ts';
import { ThreadItem } from './items/thread-item.ts';
import { Attachment, InferenceOptions, UserMessageContent, UserMessageItem } from './items/user-message.ts';
import { WidgetItem } from './items/widget.ts';
import { ErrorBody } from './error-body.ts';
import { ThreadItemPage, ThreadPage } from './page.ts';
import { ThreadItemListQuery, ThreadListQuery } from './query.ts';
import { ChatSession, SessionConfiguration } from './session.ts';
import { SessionCreate } from './session-create.ts';
import { Thread, ThreadDeleted, ThreadStatus } from './thread.ts';
import { Workflow } from './workflow.ts';
import type { z } from 'zod';

/**
 * Every shape of the contract by its stable name. The names are those of `validate --shape`, of the driver
 * protocol and of the corpus.
 */
export const shapes = {
  // What an operation answers or takes.
  chat_session: ChatSession,
  thread: Thread,
  thread_item: ThreadItem,
  thread_list: ThreadPage,
  thread_item_list: ThreadItemPage,
  thread_deleted: ThreadDeleted,
  error: ErrorBody,
  session_create: SessionCreate,
  thread_list_query: ThreadListQuery,
  thread_item_list_query: ThreadItemListQuery,
  // The six variants of a thread item.
  user_message: UserMessageItem,
  assistant_message: AssistantMessageItem,
  widget: WidgetItem,
  client_tool_call: ClientToolCallItem,
  task: TaskItem,
  task_group: TaskGroupItem,
  // Parts that stand in several places or are unions of their own.
  session_configuration: SessionConfiguration,
  workflow: Workflow,
  thread_status: ThreadStatus,
  attachment: Attachment,
  user_message_content: UserMessageContent,
  inference_options: InferenceOptions,
  output_text: OutputText,
  annotation: Annotation,
  grouped_task: GroupedTask,
} as const;

export type ShapeName = keyof typeof shapes;
/** The type of the shape with the given name. */
export type Shape<N extends ShapeName> = z.infer<(typeof shapes)[N]>;

export const shapeNames = Object.keys(shapes) as ShapeName[];

/** Whether a text is the name of a shape. */
export const isShapeName = (name: string): name is ShapeName => Object.hasOwn(shapes, name);

/**
 * For functions that callers without types may call, too.
 * @throws RangeError when a text is the name of no shape.
 */
export function assertShapeName(name: string): asserts name is ShapeName {
  if (!isShapeName(name))
    throw new RangeError(`shape: expected one of ${shapeNames.join(', ')}, got ${name}`);
}
