import { parseId } from '../../generators/index.ts';
import type { Thread, ThreadItem, ThreadItemOf, ThreadItemType } from '../../schema/index.ts';

/** A question that can be asked of one thing in a conversation: how often it was asked, and how often it held. */
export interface Tally {
  asked: number;
  held: number;
}

/** A conversation whose parts are valid. */
export interface ValidConversation {
  readonly thread: Thread;
  readonly items: readonly ThreadItem[];
}

type Answer = (question: string, holds: boolean) => void;

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** Whether a text is a tree with a root that there is. */
function isWidget(text: string): boolean {
  if (!isJson(text)) return false;
  const root: unknown = JSON.parse(text);
  const type = typeof root === 'object' && root !== null && 'type' in root ? root.type : undefined;
  return type === 'Card' || type === 'ListView' || type === 'Basic';
}

/** What was said and handed in before an item. */
interface Past {
  seconds: number;
  readonly said: string[];
  readonly files: Set<string>;
}

type Judges = { readonly [T in ThreadItemType]: (item: ThreadItemOf<T>, past: Past, answer: Answer) => void };

const judges: Judges = {
  'chatkit.user_message'({ attachments, content }, past, answer) {
    for (const { mime_type, name, preview_url, type } of attachments) {
      const isImage = mime_type.startsWith('image/');
      answer(
        'images are called images and have a preview, other files neither',
        (type === 'image') === isImage && (preview_url !== null) === isImage,
      );
      past.files.add(name);
    }
    for (const { type, text } of content)
      if (type === 'quoted_text')
        answer(
          'what is quoted was said before',
          past.said.some((said) => said.includes(text)),
        );
  },
  'chatkit.assistant_message'({ content }, past, answer) {
    for (const { annotations, text } of content) {
      for (const { source } of annotations)
        if (source.type === 'file')
          answer('a file that is cited was attached before', past.files.has(source.filename));
      past.said.push(text);
    }
  },
  'chatkit.client_tool_call'(call, _, answer) {
    answer(
      'a tool call has an output exactly when it is completed',
      (call.output === null) === (call.status === 'in_progress'),
    );
    answer(
      'arguments and outputs are JSON',
      isJson(call.arguments) && (call.output === null || isJson(call.output)),
    );
  },
  'chatkit.widget'({ widget }, _, answer) {
    answer('a widget is JSON with a root that there is', isWidget(widget));
  },
  'chatkit.task'({ heading, summary }, _, answer) {
    answer('a task says something', heading !== null || summary !== null);
  },
  'chatkit.task_group'({ tasks }, _, answer) {
    for (const { heading, summary } of tasks)
      answer('a task says something', heading !== null || summary !== null);
  },
};

/** The questions, in the order of the report. */
export const questions = [
  'an item names its thread',
  'ids of a thread end in the same scope',
  'ids carry the time of what they name',
  'times are in order',
  'the user begins',
  'a tool call has an output exactly when it is completed',
  'arguments and outputs are JSON',
  'a widget is JSON with a root that there is',
  'a file that is cited was attached before',
  'what is quoted was said before',
  'images are called images and have a preview, other files neither',
  'a task says something',
] as const;

/** Asks the questions that any data of the contract can be asked, whoever made it. What is absent is not asked about. */
export function judgeCoherence(conversations: Iterable<ValidConversation>): Map<string, Tally> {
  const tallies = new Map<string, Tally>(questions.map((question) => [question, { asked: 0, held: 0 }]));
  const answer: Answer = (question, holds) => {
    const tally = tallies.get(question) as Tally;
    tally.asked += 1;
    if (holds) tally.held += 1;
  };
  for (const { thread, items } of conversations) {
    const past: Past = { seconds: thread.created_at, said: [], files: new Set() };
    const scope = parseId(thread.id)?.scope;
    if (items[0] !== undefined) answer('the user begins', items[0].type === 'chatkit.user_message');
    for (const item of items) {
      const id = parseId(item.id);
      answer('an item names its thread', item.thread_id === thread.id);
      answer('ids of a thread end in the same scope', id !== undefined && id.scope === scope);
      answer('ids carry the time of what they name', id?.seconds === item.created_at);
      answer('times are in order', item.created_at >= past.seconds);
      past.seconds = item.created_at;
      judge(item, past, answer);
    }
  }
  return tallies;
}

function judge<T extends ThreadItemType>(item: ThreadItemOf<T>, past: Past, answer: Answer): void {
  judges[item.type](item, past, answer);
}
