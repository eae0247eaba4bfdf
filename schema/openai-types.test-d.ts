/**
 * Proof by the compiler that our types and those of the official `openai` client are the same, at every
 * depth. Nothing here runs: `npm run typecheck` is the test, and it fails when either side moves.
 */
import type { ConversationCursorPage } from 'openai/core/pagination';
import type { ChatKitWorkflow } from 'openai/resources/beta/chatkit/chatkit';
import type { SessionCreateParams } from 'openai/resources/beta/chatkit/sessions';
import type * as Threads from 'openai/resources/beta/chatkit/threads';
import type * as Ours from './index.ts';
import type { z } from 'zod';
import type * as Sessions from './session.ts';
import type * as Statuses from './thread.ts';
import type { Difference, MutuallyAssignable, Same } from './testing/type-difference.ts';

type Item = Threads.ChatKitThreadItemList['data'][number];
type UserMessage = Threads.ChatKitThreadUserMessageItem;
type OutputText = Threads.ChatKitResponseOutputText;

/** Ours beside theirs, for every shape that the official client has. */
interface Pairs {
  ChatSession: [Ours.ChatSession, Threads.ChatSession];
  ChatSessionStatus: [Ours.SessionStatus, Threads.ChatSessionStatus];
  ChatSessionAutomaticThreadTitling: [
    z.infer<typeof Sessions.SessionThreadTitling>,
    Threads.ChatSessionAutomaticThreadTitling,
  ];
  ChatSessionChatKitConfiguration: [Ours.SessionConfiguration, Threads.ChatSessionChatKitConfiguration];
  ChatSessionFileUpload: [z.infer<typeof Sessions.SessionFileUpload>, Threads.ChatSessionFileUpload];
  ChatSessionHistory: [z.infer<typeof Sessions.SessionHistory>, Threads.ChatSessionHistory];
  ChatSessionRateLimits: [z.infer<typeof Sessions.SessionRateLimits>, Threads.ChatSessionRateLimits];
  ChatKitWorkflow: [Ours.Workflow, ChatKitWorkflow];
  ChatKitThread: [Ours.Thread, Threads.ChatKitThread];
  ChatKitThreadStatus: [Ours.ThreadStatus, Threads.ChatKitThread['status']];
  ChatKitThreadActive: [z.infer<typeof Statuses.ThreadActive>, Threads.ChatKitThread.Active];
  ChatKitThreadLocked: [z.infer<typeof Statuses.ThreadLocked>, Threads.ChatKitThread.Locked];
  ChatKitThreadClosed: [z.infer<typeof Statuses.ThreadClosed>, Threads.ChatKitThread.Closed];
  ThreadDeleteResponse: [Ours.ThreadDeleted, Threads.ThreadDeleteResponse];
  ThreadItem: [Ours.ThreadItem, Item];
  ChatKitThreadUserMessageItem: [Ours.UserMessageItem, UserMessage];
  UserMessageContent: [Ours.UserMessageContent, UserMessage['content'][number]];
  UserMessageInputText: [z.infer<typeof Ours.InputText>, Threads.ChatKitThreadUserMessageItem.InputText];
  UserMessageQuotedText: [z.infer<typeof Ours.QuotedText>, Threads.ChatKitThreadUserMessageItem.QuotedText];
  UserMessageInferenceOptions: [Ours.InferenceOptions, Threads.ChatKitThreadUserMessageItem.InferenceOptions];
  ChatKitAttachment: [Ours.Attachment, Threads.ChatKitAttachment];
  ChatKitThreadAssistantMessageItem: [Ours.AssistantMessageItem, Threads.ChatKitThreadAssistantMessageItem];
  ChatKitResponseOutputText: [Ours.OutputText, OutputText];
  Annotation: [Ours.Annotation, OutputText['annotations'][number]];
  FileAnnotation: [z.infer<typeof Ours.FileAnnotation>, Threads.ChatKitResponseOutputText.File];
  UrlAnnotation: [z.infer<typeof Ours.UrlAnnotation>, Threads.ChatKitResponseOutputText.URL];
  ChatKitWidgetItem: [Ours.WidgetItem, Threads.ChatKitWidgetItem];
  ChatKitClientToolCall: [Ours.ClientToolCallItem, Threads.ChatKitThreadItemList.ChatKitClientToolCall];
  ChatKitTask: [Ours.TaskItem, Threads.ChatKitThreadItemList.ChatKitTask];
  ChatKitTaskGroup: [Ours.TaskGroupItem, Threads.ChatKitThreadItemList.ChatKitTaskGroup];
  ChatKitTaskGroupTask: [Ours.GroupedTask, Threads.ChatKitThreadItemList.ChatKitTaskGroup.Task];
  ChatKitThreadItemList: [Ours.ThreadItemPage, Threads.ChatKitThreadItemList];
  SessionCreateParams: [Ours.SessionCreate, SessionCreateParams];
  ChatSessionWorkflowParam: [Ours.WorkflowParam, Threads.ChatSessionWorkflowParam];
  ChatSessionChatKitConfigurationParam: [
    Ours.ConfigurationParam,
    Threads.ChatSessionChatKitConfigurationParam,
  ];
  ChatSessionExpiresAfterParam: [Ours.ExpiresAfterParam, Threads.ChatSessionExpiresAfterParam];
  ChatSessionRateLimitsParam: [Ours.RateLimitsParam, Threads.ChatSessionRateLimitsParam];
  ThreadListParams: [Ours.ThreadListQuery, Threads.ThreadListParams];
  ThreadListItemsParams: [Ours.ThreadItemListQuery, Threads.ThreadListItemsParams];
}

/**
 * Exceptions, each with its reason. `ConversationCursorPage` is a class that the client builds from an answer:
 * it keeps `data`, `has_more` and `last_id`, and types `last_id` as a string, where the contract's own
 * ChatKitThreadItemList (compared above) has it null on an empty page. So it is compared by those fields,
 * with the null taken out of ours.
 */
type CursorFields<Page extends { last_id: string | null }> = {
  [K in 'data' | 'has_more' | ('last_id' & keyof Page)]: Exclude<Page[K & keyof Page], null>;
};
interface CursorPairs {
  ThreadPage: [CursorFields<Ours.ThreadPage>, CursorFields<ConversationCursorPage<Threads.ChatKitThread>>];
  ThreadItemPage: [CursorFields<Ours.ThreadItemPage>, CursorFields<ConversationCursorPage<Item>>];
}

type DifferencesOf<P> = {
  [K in keyof P & string]: P[K] extends [infer A, infer B] ? Difference<A, B, K> : `${K}: no pair`;
}[keyof P & string];
type NotAssignableIn<P> = {
  [K in keyof P & string]: P[K] extends [infer A, infer B]
    ? MutuallyAssignable<A, B> extends true
      ? never
      : K
    : K;
}[keyof P & string];

/** Compiles only when given no text; the compiler's message shows the texts. */
type None<Found extends never> = Found;

export type Proof = [
  None<DifferencesOf<Pairs>>,
  None<NotAssignableIn<Pairs>>,
  None<DifferencesOf<CursorPairs>>,
  None<NotAssignableIn<CursorPairs>>,
];

// Negative controls: what the comparison must see, and in what words.
type Part<Size> = { type: 'a'; deep: { size: Size } } | { type: 'b' };
interface Theirs {
  id: string;
  note?: string;
  status: 'open' | 'shut';
  parts: Part<number | null>[];
}
type With<Change> = Omit<Theirs, keyof Change> & Change;
/** What assigns to everything and takes everything. */
type Anything = ReturnType<typeof JSON.parse>;

interface Words {
  sameInOtherWords: [With<{ status: 'shut' | 'open'; note?: string | undefined }>, never];
  keyLess: [Omit<Theirs, 'id'>, '$.id: not in ours'];
  optionalKeyLess: [Omit<Theirs, 'note'>, '$.note: not in ours'];
  optionalKeyMore: [With<{ more?: 1 }>, '$.more: not in theirs'];
  required: [With<{ note: string }>, '$.note: optional on one side only'];
  optional: [With<{ id?: string }>, '$.id: optional on one side only'];
  undefinedToo: [With<{ id: string | undefined }>, '$.id: undefined not in theirs'];
  nullToo: [With<{ id: string | null }>, '$.id: null not in theirs'];
  valueMore: [With<{ status: 'open' | 'shut' | 'ajar' }>, '$.status: ajar not in theirs'];
  valueLess: [With<{ status: 'open' }>, '$.status: shut not in ours'];
  widened: [
    With<{ status: string }>,
    '$.status: string not in theirs' | '$.status: open not in ours' | '$.status: shut not in ours',
  ];
  deepNull: [With<{ parts: Part<number>[] }>, '$.parts[]: a not in theirs' | '$.parts[]: a not in ours'];
  deepKey: [
    With<{ parts: (Part<number | null> & { more?: 1 })[] }>,
    (
      | '$.parts[]: a not in theirs'
      | '$.parts[]: a not in ours'
      | '$.parts[]: b not in theirs'
      | '$.parts[]: b not in ours'
    ),
  ];
  memberMore: [With<{ parts: (Part<number | null> | { type: 'c' })[] }>, '$.parts[]: c not in theirs'];
  memberLess: [With<{ parts: { type: 'b' }[] }>, '$.parts[]: a not in ours'];
  notAList: [
    With<{ parts: Part<number | null> }>,
    '$.parts: a not in theirs' | '$.parts: b not in theirs' | '$.parts: a member not in ours',
  ];
  anything: [With<{ id: Anything }>, '$.id: any on one side only'];
  deepAnything: [With<{ parts: Anything }>, '$.parts: any on one side only'];
  twoAtOnce: [With<{ id: number; status: 'open' }>, '$.id: another type' | '$.status: shut not in ours'];
}
type WrongWords = {
  [K in keyof Words]: Same<Difference<Words[K][0], Theirs>, Words[K][1]> extends true
    ? never
    : [K, Difference<Words[K][0], Theirs>];
}[keyof Words];
export type WordsAsPinned = None<WrongWords>;

// And the form in which the proof above uses it: a difference is an error of the compiler.
export type Controls = [
  None<Difference<With<{ status: 'shut' | 'open' }>, Theirs>>,
  // @ts-expect-error a key is missing
  None<Difference<Omit<Theirs, 'id'>, Theirs>>,
  // @ts-expect-error an optional key is missing, which assignability allows
  None<Difference<Omit<Theirs, 'note'>, Theirs>>,
  // @ts-expect-error optional where theirs is required
  None<Difference<With<{ id?: string }>, Theirs>>,
  // @ts-expect-error an enumeration widened
  None<Difference<With<{ status: 'open' | 'shut' | 'ajar' }>, Theirs>>,
  // @ts-expect-error a key more, deep in a member of a union
  None<Difference<With<{ parts: (Part<number | null> & { more?: 1 })[] }>, Theirs>>,
  // @ts-expect-error a pair of the table that differs is named
  None<DifferencesOf<{ Task: [Ours.TaskItem, Threads.ChatKitThreadItemList.ChatKitTaskGroup] }>>,
  // @ts-expect-error a pair that is not mutually assignable is named
  None<NotAssignableIn<{ Task: [{ id: string }, { id: 'a' }] }>>,
];
