import {
  AssistantMessageItem,
  ClientToolCallItem,
  TaskGroupItem,
  TaskItem,
  UserMessageItem,
  WidgetItem,
} from '../../schema/index.ts';
import type { GroupedTask, TaskType, ThreadItem, UserMessageContent } from '../../schema/index.ts';
import type { Draw } from '../draw.ts';
import { createCallId, createId, createScope, parseId } from '../identity.ts';
import {
  attachmentOf,
  callOf,
  drawWholeness,
  firstSentence,
  firstStepOf,
  groupedTasksOf,
  planOf,
} from '../story/index.ts';
import type { Step } from '../subjects/index.ts';
import { drawExchange, drawOpening, findExchange } from './content.ts';
import type { Exchange } from './content.ts';
import { chooseVariant, defineFactory } from './factory.ts';
import type { Factory } from './factory.ts';
import { createInferenceOptions, createOutputText, outputTextTraits } from './message-parts.ts';
import type { OutputTextTrait } from './message-parts.ts';
import type { Overrides } from './overrides.ts';
import type { TraitTable } from './traits.ts';

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

/** Traits of a user's message. */
export type UserMessageTrait =
  'withAttachments' | 'withoutAttachments' | 'withQuote' | 'withInferenceOptions' | 'withoutInferenceOptions';

const isQuote = ({ type }: UserMessageContent): boolean => type === 'quoted_text';

/** What is asked and what is handed in with it; a quote that another trait set stays. */
function asked(
  draw: Draw,
  given: Overrides<UserMessageItem> | undefined,
  fits: (exchange: Exchange) => boolean,
): Overrides<UserMessageItem> {
  const { text, files } = findExchange(draw, fits).ask;
  const uploadMs = given?.created_at === undefined ? draw.startMs : given.created_at * 1000;
  const { stream } = draw.at('trait', 'files');
  return {
    attachments: files.map((file) => attachmentOf(file, createId('cfile', stream, uploadMs))),
    content: [...(given?.content ?? []).filter(isQuote), { text, type: 'input_text' }],
  };
}

const userMessageTraits: TraitTable<UserMessageItem, UserMessageTrait> = {
  withAttachments: (draw, given) => asked(draw, given, ({ ask }) => ask.files.length > 0),
  withoutAttachments: (draw, given) => asked(draw, given, ({ ask }) => ask.files.length === 0),
  withQuote: (draw, given) => ({
    content: [
      { text: firstSentence(drawExchange(draw.at('trait', 'quote')).answer), type: 'quoted_text' },
      ...(given?.content?.filter((part) => !isQuote(part)) ?? [
        { text: drawExchange(draw).ask.text, type: 'input_text' as const },
      ]),
    ],
  }),
  withInferenceOptions: (draw) => ({ inference_options: createInferenceOptions.from(draw.at('trait')) }),
  withoutInferenceOptions: { inference_options: null },
};

/**
 * A message of a user, sometimes with attachments.
 * @example
 * createUserMessageItem({ overrides: { content: [{ text: 'Hello', type: 'input_text' }] } }).content[0]?.text; // => 'Hello'
 * createUserMessageItem({ traits: ['withAttachments', 'withQuote'] }).content.length; // => 2
 */
export const createUserMessageItem: Factory<UserMessageItem, UserMessageTrait> = defineFactory(
  'user_message',
  (draw, overrides) => {
    const { text, files } = drawExchange(draw).ask;
    const base = baseOf(draw, overrides);
    const chosen = overrides?.inference_options ?? null;
    return {
      ...base,
      attachments: files.map((file) =>
        attachmentOf(file, createId('cfile', draw.stream, base.created_at * 1000)),
      ),
      content: [{ text, type: 'input_text' }],
      inference_options:
        chosen !== null || draw.chance(0.3) ? createInferenceOptions.from(draw, chosen ?? undefined) : null,
      type: 'chatkit.user_message',
    };
  },
  userMessageTraits,
);

const assistantMessageTraits: TraitTable<AssistantMessageItem, OutputTextTrait> = {
  withAnnotations: (draw) => ({ content: [outputTextTraits.withAnnotations(draw)] }),
  withoutAnnotations: (draw) => ({ content: [outputTextTraits.withoutAnnotations(draw)] }),
};

/**
 * A message of the assistant, with annotations.
 * @example
 * createAssistantMessageItem({ traits: ['withoutAnnotations'] }).content[0]?.annotations; // => []
 */
export const createAssistantMessageItem: Factory<AssistantMessageItem, OutputTextTrait> = defineFactory(
  'assistant_message',
  (draw, overrides) => ({
    ...baseOf(draw, overrides),
    content: [createOutputText.from(draw)],
    type: 'chatkit.assistant_message',
  }),
  assistantMessageTraits,
);

/** Traits of a widget: its root. */
export type WidgetTrait = 'card' | 'listView' | 'basic';

const widgetOf = (draw: Draw, root: 'Card' | 'ListView' | 'Basic'): string =>
  JSON.stringify(findExchange(draw, ({ widget }) => widget?.type === root).widget);

/**
 * A widget: `widget` is JSON of a tree whose root is a card, a list view or a plain box.
 * @example
 * JSON.parse(createWidgetItem({ traits: ['listView'] }).widget).type; // => 'ListView'
 */
export const createWidgetItem: Factory<WidgetItem, WidgetTrait> = defineFactory(
  'widget',
  (draw, overrides) => ({
    ...baseOf(draw, overrides),
    type: 'chatkit.widget',
    widget: JSON.stringify(drawOpening(draw).widget),
  }),
  {
    card: (draw) => ({ widget: widgetOf(draw, 'Card') }),
    listView: (draw) => ({ widget: widgetOf(draw, 'ListView') }),
    basic: (draw) => ({ widget: widgetOf(draw, 'Basic') }),
  },
);

/** Traits of a call of a tool. */
export type ClientToolCallTrait = 'completed' | 'inProgress';

/**
 * A call of a tool in the browser. Status and output agree: the output is null exactly while it is in progress.
 * @example
 * createClientToolCallItem({ traits: ['inProgress'] }).output; // => null
 */
export const createClientToolCallItem: Factory<ClientToolCallItem, ClientToolCallTrait> = defineFactory(
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
      ...callOf(drawOpening(draw).tool, createCallId(draw.stream), completed),
      type: 'chatkit.client_tool_call',
    };
  },
  { completed: { status: 'completed' }, inProgress: { status: 'in_progress' } },
);

const drawGroupedTask = (draw: Draw, steps: readonly Step[], at: number): GroupedTask =>
  groupedTasksOf(steps, at)[drawWholeness(draw)];

/** Traits of a task. */
export type TaskTrait = TaskType | 'untitled';

/**
 * A task that shows progress.
 * @example
 * const task = createTaskItem({ traits: ['thought', 'untitled'] });
 * [task.task_type, task.heading]; // => [ 'thought', null ]
 */
export const createTaskItem: Factory<TaskItem, TaskTrait> = defineFactory(
  'task',
  (draw, overrides) => {
    const kind = overrides?.task_type ?? draw.pick(['custom', 'thought'] as const);
    const exchange = drawExchange(draw);
    const task =
      kind === 'thought'
        ? planOf(exchange)[draw.chance(0.3) ? 1 : 0]
        : firstStepOf(exchange)[draw.chance(0.2) ? 1 : 0];
    return { ...baseOf(draw, overrides), ...task, type: 'chatkit.task' };
  },
  {
    custom: { task_type: 'custom' },
    thought: { task_type: 'thought' },
    untitled: { heading: null },
  },
);

/**
 * A task within a group; its kind stands in `type`.
 * @example
 * createGroupedTask({ traits: ['custom'] }).type; // => 'custom'
 */
export const createGroupedTask: Factory<GroupedTask, TaskTrait> = defineFactory(
  'grouped_task',
  (draw) => {
    const { steps } = drawExchange(draw);
    return drawGroupedTask(draw, steps, draw.int(0, steps.length - 1));
  },
  { custom: { type: 'custom' }, thought: { type: 'thought' }, untitled: { heading: null } },
);

/**
 * A group of tasks: two to four of them.
 * @example
 * createTaskGroupItem({ overrides: { tasks: createGroupedTask.list(2) } }).tasks.length; // => 2
 */
export const createTaskGroupItem: Factory<TaskGroupItem> = defineFactory('task_group', (draw, overrides) => {
  const { steps } = drawExchange(draw);
  return {
    ...baseOf(draw, overrides),
    tasks: steps.map((_, at) => drawGroupedTask(draw, steps, at)),
    type: 'chatkit.task_group',
  };
});

/** Traits of an item: which of the six it is, and traits that only one of them has. */
export type ThreadItemTrait =
  | 'userMessage'
  | 'assistantMessage'
  | 'widget'
  | 'clientToolCall'
  | 'task'
  | 'taskGroup'
  | 'withAttachments'
  | 'withAnnotations'
  | ClientToolCallTrait;

/**
 * Any of the six variants, or the one that traits or overrides name.
 * @example
 * createThreadItem({ traits: ['widget'] }).type; // => 'chatkit.widget'
 * createThreadItem({ traits: ['inProgress'] }).type; // => 'chatkit.client_tool_call'
 * createThreadItem({ overrides: { task_type: 'thought' } }).type; // => 'chatkit.task'
 */
export const createThreadItem: Factory<ThreadItem, ThreadItemTrait> = defineFactory(
  'thread_item',
  chooseVariant<ThreadItem>('thread_item', {
    'chatkit.user_message': { schema: UserMessageItem, build: createUserMessageItem.from },
    'chatkit.assistant_message': { schema: AssistantMessageItem, build: createAssistantMessageItem.from },
    'chatkit.widget': { schema: WidgetItem, build: createWidgetItem.from },
    'chatkit.client_tool_call': { schema: ClientToolCallItem, build: createClientToolCallItem.from },
    'chatkit.task': { schema: TaskItem, build: createTaskItem.from },
    'chatkit.task_group': { schema: TaskGroupItem, build: createTaskGroupItem.from },
  }),
  {
    userMessage: { type: 'chatkit.user_message' },
    assistantMessage: { type: 'chatkit.assistant_message' },
    widget: { type: 'chatkit.widget' },
    clientToolCall: { type: 'chatkit.client_tool_call' },
    task: { type: 'chatkit.task' },
    taskGroup: { type: 'chatkit.task_group' },
    withAttachments: (draw, given) => ({
      ...asked(draw, given as Overrides<UserMessageItem> | undefined, ({ ask }) => ask.files.length > 0),
      type: 'chatkit.user_message',
    }),
    withAnnotations: (draw) => ({
      content: [outputTextTraits.withAnnotations(draw)],
      type: 'chatkit.assistant_message',
    }),
    completed: { type: 'chatkit.client_tool_call', status: 'completed' },
    inProgress: { type: 'chatkit.client_tool_call', status: 'in_progress' },
  },
);
