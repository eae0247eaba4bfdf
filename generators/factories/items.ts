import {
  AssistantMessageItem,
  ClientToolCallItem,
  TaskGroupItem,
  TaskItem,
  UserMessageItem,
  WidgetItem,
} from '../../schema/index.ts';
import type { GroupedTask, ThreadItem } from '../../schema/index.ts';
import type { Draw } from '../draw.ts';
import { createId, createScope, parseId } from '../identity.ts';
import { attachmentOf, callOf, groupedTaskOf, taskOf } from '../story/index.ts';
import { drawExchange, drawOpening } from './content.ts';
import { chooseVariant, defineFactory } from './factory.ts';
import type { Factory } from './factory.ts';
import { createInferenceOptions, createOutputText } from './message-parts.ts';

/** What all items carry: the id has the item's time and shares its thread's scope. */
function baseOf(
  draw: Draw,
  given: { readonly created_at?: number; readonly thread_id?: string } | undefined,
): Pick<ThreadItem, 'id' | 'created_at' | 'object' | 'thread_id'> {
  const createdAt = given?.created_at ?? Math.floor(draw.startMs / 1000);
  const scope = parseId(given?.thread_id ?? '')?.scope ?? createScope(draw.stream);
  return {
    id: createId('cti', draw.stream, createdAt * 1000 + draw.int(0, 999), scope),
    created_at: createdAt,
    object: 'chatkit.thread_item',
    thread_id: createId('cthr', draw.stream, (createdAt - draw.int(1, 3600)) * 1000, scope),
  };
}

/**
 * A message of a user, sometimes with attachments.
 * @example createUserMessageItem({ overrides: { content: [{ text: 'Hello', type: 'input_text' }] } })
 */
export const createUserMessageItem: Factory<UserMessageItem> = defineFactory(
  'user_message',
  (draw, overrides) => {
    const exchange = drawExchange(draw);
    const base = baseOf(draw, overrides);
    const chosen = overrides?.inference_options ?? null;
    return {
      ...base,
      attachments: (exchange.files ?? []).map((file) =>
        attachmentOf(file, draw.stream, base.created_at * 1000),
      ),
      content: [{ text: exchange.ask, type: 'input_text' }],
      inference_options:
        chosen !== null || draw.chance(0.3) ? createInferenceOptions.from(draw, chosen ?? undefined) : null,
      type: 'chatkit.user_message',
    };
  },
);

/**
 * A message of the assistant, with annotations.
 * @example createAssistantMessageItem({ seed: 7 }).content[0]?.text
 */
export const createAssistantMessageItem: Factory<AssistantMessageItem> = defineFactory(
  'assistant_message',
  (draw, overrides) => ({
    ...baseOf(draw, overrides),
    content: [createOutputText.from(draw)],
    type: 'chatkit.assistant_message',
  }),
);

/**
 * A widget: `widget` is JSON of a tree whose root is a card or a list view.
 * @example JSON.parse(createWidgetItem().widget).type // 'Card' or 'ListView'
 */
export const createWidgetItem: Factory<WidgetItem> = defineFactory('widget', (draw, overrides) => ({
  ...baseOf(draw, overrides),
  type: 'chatkit.widget',
  widget: JSON.stringify(drawOpening(draw).widget()),
}));

/**
 * A call of a tool in the browser. Status and output agree: the output is null exactly while it is in progress.
 * @example createClientToolCallItem({ overrides: { status: 'in_progress' } }).output // null
 */
export const createClientToolCallItem: Factory<ClientToolCallItem> = defineFactory(
  'client_tool_call',
  (draw, overrides) => {
    const drawn = draw.chance(0.8);
    const completed =
      overrides?.status === undefined
        ? overrides?.output === undefined
          ? drawn
          : overrides.output !== null
        : overrides.status === 'completed';
    return {
      ...baseOf(draw, overrides),
      ...callOf(drawOpening(draw).tool, draw.stream, completed),
      type: 'chatkit.client_tool_call',
    };
  },
);

/**
 * A task that shows progress.
 * @example createTaskItem({ overrides: { task_type: 'thought', heading: null } })
 */
export const createTaskItem: Factory<TaskItem> = defineFactory('task', (draw, overrides) => {
  const kind = overrides?.task_type ?? draw.pick(['custom', 'thought'] as const);
  return {
    ...baseOf(draw, overrides),
    ...taskOf(kind === 'thought' ? 'task_group' : 'answer', drawExchange(draw), draw),
    type: 'chatkit.task',
  };
});

/**
 * A task within a group; its kind stands in `type`.
 * @example createGroupedTask({ overrides: { type: 'custom' } })
 */
export const createGroupedTask: Factory<GroupedTask> = defineFactory('grouped_task', (draw) => {
  const { steps } = drawExchange(draw);
  return groupedTaskOf(steps, draw.int(0, steps.length - 1), draw);
});

/**
 * A group of tasks.
 * @example createTaskGroupItem({ seed: 7 }).tasks.length // 2 to 4
 */
export const createTaskGroupItem: Factory<TaskGroupItem> = defineFactory('task_group', (draw, overrides) => {
  const { steps } = drawExchange(draw);
  return {
    ...baseOf(draw, overrides),
    tasks: steps.map((_, at) => groupedTaskOf(steps, at, draw)),
    type: 'chatkit.task_group',
  };
});

/**
 * Any of the six variants, or the one that the overrides name.
 * @example createThreadItem({ overrides: { type: 'chatkit.widget' } })
 */
export const createThreadItem: Factory<ThreadItem> = defineFactory(
  'thread_item',
  chooseVariant<ThreadItem>('thread_item', {
    'chatkit.user_message': { schema: UserMessageItem, build: createUserMessageItem.from },
    'chatkit.assistant_message': { schema: AssistantMessageItem, build: createAssistantMessageItem.from },
    'chatkit.widget': { schema: WidgetItem, build: createWidgetItem.from },
    'chatkit.client_tool_call': { schema: ClientToolCallItem, build: createClientToolCallItem.from },
    'chatkit.task': { schema: TaskItem, build: createTaskItem.from },
    'chatkit.task_group': { schema: TaskGroupItem, build: createTaskGroupItem.from },
  }),
);
