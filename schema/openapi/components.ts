import { z } from 'zod';
import { discriminatorValues } from '../describe.ts';
import { ErrorBody, ErrorDetail } from '../error-body.ts';
import {
  Annotation,
  AssistantMessageItem,
  FileAnnotation,
  OutputText,
  UrlAnnotation,
} from '../items/assistant-message.ts';
import { ClientToolCallItem } from '../items/client-tool-call.ts';
import { GroupedTask, TaskGroupItem, TaskItem, TaskType } from '../items/task.ts';
import { ThreadItem } from '../items/thread-item.ts';
import {
  Attachment,
  InferenceOptions,
  InputText,
  QuotedText,
  UserMessageContent,
  UserMessageItem,
} from '../items/user-message.ts';
import { WidgetItem } from '../items/widget.ts';
import { ThreadItemPage, ThreadPage } from '../page.ts';
import {
  ConfigurationParam,
  ExpiresAfterParam,
  RateLimitsParam,
  SessionCreate,
  StateVariableParam,
  StateVariablesParam,
  WorkflowParam,
} from '../session-create.ts';
import {
  ChatSession,
  SessionConfiguration,
  SessionFileUpload,
  SessionHistory,
  SessionRateLimits,
  SessionStatus,
  SessionThreadTitling,
} from '../session.ts';
import { shapes } from '../shapes.ts';
import type { ShapeName } from '../shapes.ts';
import { Thread, ThreadActive, ThreadClosed, ThreadDeleted, ThreadLocked, ThreadStatus } from '../thread.ts';
import { StateVariable, Workflow, WorkflowTracing } from '../workflow.ts';
import type { JsonObject } from './json.ts';

/**
 * Every named component. Where the official clients name a shape, it has that name here; every member of a
 * union has one, for a discriminator can point to nothing else.
 */
export const componentSchemas = {
  ChatSession,
  ChatSessionAutomaticThreadTitling: SessionThreadTitling,
  ChatSessionChatKitConfiguration: SessionConfiguration,
  ChatSessionFileUpload: SessionFileUpload,
  ChatSessionHistory: SessionHistory,
  ChatSessionRateLimits: SessionRateLimits,
  ChatSessionStatus: SessionStatus,
  ChatKitWorkflow: Workflow,
  ChatKitWorkflowTracing: WorkflowTracing,
  StateVariable,
  SessionCreateParams: SessionCreate,
  ChatSessionWorkflowParam: WorkflowParam,
  StateVariablesParam,
  StateVariableParam,
  ChatSessionChatKitConfigurationParam: ConfigurationParam,
  ChatSessionExpiresAfterParam: ExpiresAfterParam,
  ChatSessionRateLimitsParam: RateLimitsParam,
  ChatKitThread: Thread,
  ChatKitThreadStatus: ThreadStatus,
  ChatKitThreadStatusActive: ThreadActive,
  ChatKitThreadStatusLocked: ThreadLocked,
  ChatKitThreadStatusClosed: ThreadClosed,
  ChatKitThreadList: ThreadPage,
  ChatKitThreadDeleted: ThreadDeleted,
  ChatKitThreadItem: ThreadItem,
  ChatKitThreadItemList: ThreadItemPage,
  ChatKitThreadUserMessageItem: UserMessageItem,
  ChatKitThreadUserMessageContent: UserMessageContent,
  ChatKitThreadUserMessageInputText: InputText,
  ChatKitThreadUserMessageQuotedText: QuotedText,
  ChatKitThreadUserMessageInferenceOptions: InferenceOptions,
  ChatKitAttachment: Attachment,
  ChatKitThreadAssistantMessageItem: AssistantMessageItem,
  ChatKitResponseOutputText: OutputText,
  ChatKitResponseOutputTextAnnotation: Annotation,
  ChatKitResponseOutputTextFileAnnotation: FileAnnotation,
  ChatKitResponseOutputTextUrlAnnotation: UrlAnnotation,
  ChatKitWidgetItem: WidgetItem,
  ChatKitClientToolCall: ClientToolCallItem,
  ChatKitTask: TaskItem,
  ChatKitTaskType: TaskType,
  ChatKitTaskGroup: TaskGroupItem,
  ChatKitTaskGroupTask: GroupedTask,
  ErrorResponse: ErrorBody,
  Error: ErrorDetail,
} as const satisfies Readonly<Record<string, z.ZodType>>;

export type ComponentName = keyof typeof componentSchemas;

const nameOf = new Map<z.core.$ZodType, ComponentName>(
  Object.entries(componentSchemas).map(([name, schema]) => [schema, name as ComponentName]),
);

/** Where a component stands in the document. */
export const componentRef = (name: ComponentName): string => `#/components/schemas/${name}`;

/**
 * The component of a shape.
 * @throws Error when the shape has none: queries are parameters, and a new shape wants a line above.
 */
export function componentOfShape(shape: ShapeName): ComponentName {
  const name = nameOf.get(shapes[shape]);
  if (name === undefined) throw new Error(`shape '${shape}' has no named component`);
  return name;
}

/** Which component each value of a discriminator stands for; generated clients break where it isn't said. */
function discriminatorOf(union: z.core.$ZodDiscriminatedUnionDef): JsonObject {
  const { discriminator } = union;
  const mapping = union.options.flatMap((option) => {
    const name = nameOf.get(option);
    if (name === undefined) throw new Error('a member of a union has no named component');
    const values = discriminatorValues(option, discriminator);
    return values.map((value) => [value, componentRef(name)]);
  });
  return { propertyName: discriminator, mapping: Object.fromEntries(mapping) };
}

/** What zod's emission leaves to be said, or says only of JavaScript. */
function refine(schema: z.core.$ZodType, json: JsonObject): void {
  // The bounds of exact integers in JavaScript are no part of the contract.
  if (json['minimum'] === Number.MIN_SAFE_INTEGER) delete json['minimum'];
  if (json['maximum'] === Number.MAX_SAFE_INTEGER) delete json['maximum'];
  const { def } = schema._zod;
  // Names of JSON fields are strings anyway.
  if (def.type === 'record' && Object.keys(json['propertyNames'] ?? {}).join() === 'type')
    delete json['propertyNames'];
  if (def.type === 'union' && (def as z.core.$ZodDiscriminatedUnionDef).discriminator !== undefined)
    json['discriminator'] = discriminatorOf(def as z.core.$ZodDiscriminatedUnionDef);
}

/** A union of scalars as `anyOf`, which generators read better than a list of types. */
function spreadTypes(json: JsonObject): JsonObject {
  const { type, ...rest } = json;
  return Array.isArray(type) ? { ...rest, anyOf: type.map((one: unknown) => ({ type: one })) } : json;
}

/** The same schema with its description first, at every depth, whatever order zod wrote it in. */
function describedFirst(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(describedFirst);
  if (typeof value !== 'object' || value === null) return value;
  const { description, ...rest } = value as JsonObject;
  const entries = Object.entries(rest).map(([key, entry]) => [key, describedFirst(entry)] as const);
  // A property that is itself named `description` would be an object.
  const first = description === undefined ? [] : [['description', describedFirst(description)] as const];
  return Object.fromEntries([...first, ...entries]);
}

/** JSON Schemas of the given zod schemas; references among them and to components are `$ref`s. */
function emit(schemas: Readonly<Record<string, z.ZodType>>): Record<string, JsonObject> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  const emitted = z.toJSONSchema(registry, {
    // Of input and output the contract knows no difference; 'output' would refuse unknown fields.
    io: 'input',
    uri: (id) => componentRef(id as ComponentName),
    override: ({ zodSchema, jsonSchema }) => refine(zodSchema, jsonSchema as JsonObject),
  });
  return Object.fromEntries(
    Object.entries(emitted.schemas).map(([name, json]) => {
      const { $schema: _dialect, $id: _id, ...schema } = json as JsonObject;
      return [name, describedFirst(schema) as JsonObject];
    }),
  );
}

/** `components.schemas` of the document. */
export function buildComponents(): Record<ComponentName, JsonObject> {
  const emitted = emit(componentSchemas) as Record<ComponentName, JsonObject>;
  emitted.StateVariable = spreadTypes(emitted.StateVariable);
  return emitted;
}

/** The fields of a query with their JSON Schemas, in the order of the shape. */
export function queryFields(shape: ShapeName): [name: string, schema: JsonObject][] {
  const { query } = emit({ query: shapes[shape] });
  return Object.entries(query?.['properties'] as Record<string, JsonObject>);
}
