import { z } from 'zod';
import { itemBase } from './item-base.ts';

/** Subtype of a task. */
export const TaskType = z.enum(['custom', 'thought']).meta({ description: 'Subtype for the task.' });
export type TaskType = z.infer<typeof TaskType>;

/** Task emitted by the workflow to show progress. Source: seed. */
export const TaskItem = z
  .object({
    ...itemBase,
    heading: z
      .string()
      .nullable()
      .meta({ description: 'Optional heading for the task; null when not provided.' }),
    summary: z
      .string()
      .nullable()
      .meta({ description: 'Optional summary that describes the task; null when omitted.' }),
    task_type: TaskType,
    type: z.literal('chatkit.task'),
  })
  .meta({ description: 'Task emitted by the workflow to show progress and status updates.' });
export type TaskItem = z.infer<typeof TaskItem>;

/** Task within a group. Its subtype stands in `type`, not in `task_type`. Source: seed. */
export const GroupedTask = z
  .object({
    heading: z
      .string()
      .nullable()
      .meta({ description: 'Optional heading for the grouped task; null when not provided.' }),
    summary: z
      .string()
      .nullable()
      .meta({ description: 'Optional summary that describes the grouped task; null when omitted.' }),
    type: TaskType,
  })
  .meta({ description: 'Task that appears within a task group.' });
export type GroupedTask = z.infer<typeof GroupedTask>;

/** Collection of workflow tasks grouped together in the thread. Source: seed. */
export const TaskGroupItem = z
  .object({
    ...itemBase,
    tasks: z.array(GroupedTask).meta({ description: 'Tasks included in the group.' }),
    type: z.literal('chatkit.task_group'),
  })
  .meta({ description: 'Collection of workflow tasks grouped together in the thread.' });
export type TaskGroupItem = z.infer<typeof TaskGroupItem>;
