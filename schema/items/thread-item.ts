import { z } from 'zod';
import { AssistantMessageItem } from './assistant-message.ts';
import { ClientToolCallItem } from './client-tool-call.ts';
import { TaskGroupItem, TaskItem } from './task.ts';
import { UserMessageItem } from './user-message.ts';
import { WidgetItem } from './widget.ts';

/** One entry of a thread: six variants, told apart by `type`. Source: seed. */
export const ThreadItem = z
  .discriminatedUnion('type', [
    UserMessageItem,
    AssistantMessageItem,
    WidgetItem,
    ClientToolCallItem,
    TaskItem,
    TaskGroupItem,
  ])
  .meta({ description: 'One entry of a thread: six variants, told apart by `type`.' });
export type ThreadItem = z.infer<typeof ThreadItem>;

/** The discriminator of a thread item. */
export type ThreadItemType = ThreadItem['type'];
/** The variant with the given discriminator. */
export type ThreadItemOf<T extends ThreadItemType> = Extract<ThreadItem, { type: T }>;
