import { z } from 'zod';
import { itemBase } from './item-base.ts';

/** Subtype of a task. */
export const TaskType = z.enum(['custom', 'thought']);
export type TaskType = z.infer<typeof TaskType>;

/** Task emitted by the workflow to show progress. Source: seed. */
export const TaskItem = z.object({
  ...itemBase,
  heading: z.string().nullable(),
  summary: z.string().nullable(),
  task_type: TaskType,
  type: z.literal('chatkit.task'),
});
export type TaskItem = z.infer<typeof TaskItem>;

/** Task within a group. Its subtype stands in `type`, not in `task_type`. */
export const GroupedTask = z.object({
  heading: z.string().nullable(),
  summary: z.string().nullable(),
  type: TaskType,
});
export type GroupedTask = z.infer<typeof GroupedTask>;

/** Collection of workflow tasks grouped together in the thread. Source: seed. */
export const TaskGroupItem = z.object({
  ...itemBase,
  tasks: z.array(GroupedTask),
  type: z.literal('chatkit.task_group'),
});
export type TaskGroupItem = z.infer<typeof TaskGroupItem>;
