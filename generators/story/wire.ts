import type {
  Annotation,
  Attachment,
  ClientToolCallItem,
  GroupedTask,
  InferenceOptions,
  TaskItem,
} from '../../schema/index.ts';
import type { Draw } from '../draw.ts';
import type { Ask, Exchange, FileSpec, Step, ToolUse } from '../subjects/index.ts';

/** The attachment of a file; images have a preview on a reserved domain. */
export function attachmentOf(file: FileSpec, id: string): Attachment {
  const isImage = file.mimeType.startsWith('image/');
  return {
    id,
    mime_type: file.mimeType,
    name: file.name,
    preview_url: isImage ? `https://files.example.com/previews/${id}` : null,
    type: isImage ? 'image' : 'file',
  };
}

/** What is asked, with its files. */
export const askOf = (ask: string | Ask): Ask => (typeof ask === 'string' ? { text: ask, files: [] } : ask);

/** The first sentence of a text: what a user would quote. */
export function firstSentence(text: string): string {
  const end = text.search(/[.!?](\s|$)/);
  return end === -1 ? text : text.slice(0, end + 1);
}

/** The annotations of an answer: the files that were handed in, and the pages that it rests on. */
export const annotationsOf = (files: readonly FileSpec[], links: readonly string[] = []): Annotation[] => [
  ...files.map(({ name }) => ({ source: { filename: name, type: 'file' as const }, type: 'file' as const })),
  ...links.map((url) => ({ source: { type: 'url' as const, url }, type: 'url' as const })),
];

type Task = Pick<TaskItem, 'heading' | 'summary' | 'task_type'>;

/** A task on its own shows the first step, with its summary or without. */
export function firstStepOf({ steps }: Pick<Exchange, 'steps'>): readonly [Task, Task] {
  const { heading, summary } = steps[0] as Step;
  return [
    { heading, summary, task_type: 'custom' },
    { heading, summary: null, task_type: 'custom' },
  ];
}

/** Before a group of tasks it thinks ahead, so that nothing is said twice; with a heading or without. */
export function planOf({ steps }: Pick<Exchange, 'steps'>): readonly [Task, Task] {
  const summary = steps.map(({ heading }) => heading).join(', then: ');
  return [
    { heading: 'Plan', summary, task_type: 'thought' },
    { heading: null, summary, task_type: 'thought' },
  ];
}

/** One step within a group: whole, or with its summary or its heading alone. The last one is the conclusion. */
export function groupedTasksOf(
  steps: readonly Step[],
  at: number,
): readonly [GroupedTask, GroupedTask, GroupedTask] {
  const { heading, summary } = steps[at] as Step;
  const type = at === steps.length - 1 ? 'thought' : 'custom';
  return [
    { heading, summary, type },
    { heading: null, summary, type },
    { heading, summary: null, type },
  ];
}

/** Which of the three a step is: mostly whole. */
export function drawWholeness(draw: Pick<Draw, 'int'>): 0 | 1 | 2 {
  const drawn = draw.int(0, 9);
  return drawn < 7 ? 0 : drawn === 7 ? 1 : 2;
}

/** A call of a client tool: completed with its output, or still in progress. */
export function callOf(
  tool: ToolUse,
  callId: string,
  completed: boolean,
): Pick<ClientToolCallItem, 'arguments' | 'call_id' | 'name' | 'output' | 'status'> {
  return {
    arguments: JSON.stringify(tool.arguments),
    call_id: callId,
    name: tool.name,
    output: completed ? JSON.stringify(tool.output) : null,
    status: completed ? 'completed' : 'in_progress',
  };
}

const models = ['gpt-5', 'gpt-5-mini', 'gpt-4.1'] as const;

/** What a user chose for the answer: a model, a tool, or both. */
export function drawInferenceOptions(draw: Draw, toolName: string | undefined): InferenceOptions {
  const choice = toolName !== undefined && draw.chance(0.4) ? { id: toolName } : null;
  return { model: choice === null || draw.chance(0.5) ? draw.pick(models) : null, tool_choice: choice };
}

/** The same as JSON: of names that hold nothing that JSON escapes. */
export function inferenceOptionsText({ model, tool_choice: tool }: InferenceOptions): string {
  const modelText = model === null ? 'null' : `"${model}"`;
  return `{"model":${modelText},"tool_choice":${tool === null ? 'null' : `{"id":"${tool.id}"}`}}`;
}
