import { describe, expect, expectTypeOf, it } from 'vitest';
import { formatProblem, readShape, shapeNames } from '../../schema/index.ts';
import type { ShapeName, Thread } from '../../schema/index.ts';
import {
  createAnnotation,
  createAssistantMessageItem,
  createChatSession,
  createSessionCreate,
  createThread,
  createThreadItem,
  createThreadItemPage,
  createUserMessageItem,
  factories,
  parseId,
  referenceTime,
} from '../index.ts';
import type { Factory, FactoryOptions, ThreadTrait, TraitOf } from '../index.ts';

const seeds = Array.from({ length: 200 }, (_, index) => index * 7919);
const loose = (shape: ShapeName) => factories[shape] as unknown as Factory<unknown, string>;
const everyTrait = shapeNames.flatMap((shape) =>
  factories[shape].traits.map((trait) => [shape, trait] as const),
);

/** What each trait promises, of the value as JSON. */
const promises: Readonly<Record<string, (value: never) => boolean>> = {
  'chat_session active': (v: { status: string; expires_at: number }) =>
    v.status === 'active' && v.expires_at > referenceTime,
  'chat_session expired': (v: { status: string; expires_at: number }) =>
    v.status === 'expired' && v.expires_at <= referenceTime,
  'chat_session cancelled': (v: { status: string }) => v.status === 'cancelled',
  'chat_session withStateVariables': (v: { workflow: { state_variables: object | null } }) =>
    v.workflow.state_variables !== null,
  'chat_session withoutStateVariables': (v: { workflow: { state_variables: object | null } }) =>
    v.workflow.state_variables === null,
  'chat_session versioned': (v: { workflow: { version: string | null } }) => v.workflow.version !== null,
  'chat_session latest': (v: { workflow: { version: string | null } }) => v.workflow.version === null,
  'chat_session withFileUpload': (v: { chatkit_configuration: { file_upload: { enabled: boolean } } }) =>
    v.chatkit_configuration.file_upload.enabled,
  'chat_session withoutFileUpload': (v: { chatkit_configuration: { file_upload: { enabled: boolean } } }) =>
    !v.chatkit_configuration.file_upload.enabled,
  'chat_session withoutHistory': (v: { chatkit_configuration: { history: { enabled: boolean } } }) =>
    !v.chatkit_configuration.history.enabled,
  'chat_session defaults': (v: { chatkit_configuration: { file_upload: { max_file_size: number } } }) =>
    v.chatkit_configuration.file_upload.max_file_size === 512,
  'thread active': (v: { status: { type: string } }) => v.status.type === 'active',
  'thread locked': (v: { status: { type: string } }) => v.status.type === 'locked',
  'thread closed': (v: { status: { type: string } }) => v.status.type === 'closed',
  'thread titled': (v: { title: string | null }) => v.title !== null,
  'thread untitled': (v: { title: string | null }) => v.title === null,
  'thread_item userMessage': (v: { type: string }) => v.type === 'chatkit.user_message',
  'thread_item assistantMessage': (v: { type: string }) => v.type === 'chatkit.assistant_message',
  'thread_item widget': (v: { type: string }) => v.type === 'chatkit.widget',
  'thread_item clientToolCall': (v: { type: string }) => v.type === 'chatkit.client_tool_call',
  'thread_item task': (v: { type: string }) => v.type === 'chatkit.task',
  'thread_item taskGroup': (v: { type: string }) => v.type === 'chatkit.task_group',
  'thread_item withAttachments': (v: { attachments: unknown[] }) => v.attachments.length > 0,
  'thread_item withAnnotations': (v: { content: { annotations: unknown[] }[] }) =>
    v.content.some(({ annotations }) => annotations.length > 0),
  'thread_item completed': (v: { output: string | null }) => typeof v.output === 'string',
  'thread_item inProgress': (v: { output: string | null }) => v.output === null,
  'thread_list empty': (v: { data: unknown[]; has_more: boolean }) => v.data.length === 0 && !v.has_more,
  'thread_list last': (v: { has_more: boolean }) => !v.has_more,
  'thread_list withMore': (v: { has_more: boolean }) => v.has_more,
  'error workflowNotFound': (v: { error: { message: string } }) =>
    /^Workflow with id 'wf_[0-9a-f]{48}' not found\.$/.test(v.error.message),
  'error sessionNotFound': (v: { error: { message: string } }) =>
    v.error.message.startsWith('Chatkit Session'),
  'error missingParameter': (v: { error: { code: string } }) => v.error.code === 'missing_required_parameter',
  'error wrongType': (v: { error: { code: string } }) => v.error.code === 'invalid_type',
  'error missingBetaHeader': (v: { error: { message: string } }) => v.error.message.includes("'OpenAI-Beta'"),
  'error uploadsDisabled': (v: { error: { code: string } }) =>
    v.error.code === 'chatkit.file_upload_disabled',
  'error serverError': (v: { error: { type: string } }) => v.error.type === 'server_error',
  'session_create minimal': (v: { workflow: object }) =>
    Object.keys(v).join() === 'user,workflow' && Object.keys(v.workflow).join() === 'id',
  'session_create complete': (v: { workflow: object }) =>
    Object.keys(v).length === 5 && Object.keys(v.workflow).length === 4,
  'session_create withFileUpload': (v: { chatkit_configuration: { file_upload: { enabled: boolean } } }) =>
    v.chatkit_configuration.file_upload.enabled,
  'session_create withStateVariables': (v: { workflow: { state_variables?: object } }) =>
    v.workflow.state_variables !== undefined,
  'thread_list_query firstPage': (v: object) => !('after' in v) && !('before' in v),
  'thread_list_query nextPage': (v: { after: string }) => v.after.startsWith('cthr_') && !('before' in v),
  'thread_list_query previousPage': (v: { before: string }) =>
    v.before.startsWith('cthr_') && !('after' in v),
  'thread_list_query ascending': (v: { order: string }) => v.order === 'asc',
  'thread_list_query descending': (v: { order: string }) => v.order === 'desc',
  'thread_item_list_query nextPage': (v: { after: string }) => v.after.startsWith('cti_'),
  'thread_item_list_query previousPage': (v: { before: string }) => v.before.startsWith('cti_'),
  'user_message withAttachments': (v: { attachments: unknown[] }) => v.attachments.length > 0,
  'user_message withoutAttachments': (v: { attachments: unknown[] }) => v.attachments.length === 0,
  'user_message withQuote': (v: { content: { type: string }[] }) =>
    v.content.map(({ type }) => type).join() === 'quoted_text,input_text',
  'user_message withInferenceOptions': (v: { inference_options: object | null }) =>
    v.inference_options !== null,
  'user_message withoutInferenceOptions': (v: { inference_options: object | null }) =>
    v.inference_options === null,
  'widget card': (v: { widget: string }) => (JSON.parse(v.widget) as { type: string }).type === 'Card',
  'widget listView': (v: { widget: string }) =>
    (JSON.parse(v.widget) as { type: string }).type === 'ListView',
  'widget basic': (v: { widget: string }) => (JSON.parse(v.widget) as { type: string }).type === 'Basic',
  'task custom': (v: { task_type: string }) => v.task_type === 'custom',
  'task thought': (v: { task_type: string }) => v.task_type === 'thought',
  'task untitled': (v: { heading: string | null }) => v.heading === null,
  'grouped_task custom': (v: { type: string }) => v.type === 'custom',
  'grouped_task thought': (v: { type: string }) => v.type === 'thought',
  'attachment image': (v: { type: string; preview_url: unknown }) =>
    v.type === 'image' && v.preview_url !== null,
  'attachment file': (v: { type: string; preview_url: unknown }) =>
    v.type === 'file' && v.preview_url === null,
  'user_message_content input': (v: { type: string }) => v.type === 'input_text',
  'user_message_content quote': (v: { type: string }) => v.type === 'quoted_text',
  'inference_options modelOnly': (v: { model: unknown; tool_choice: unknown }) =>
    typeof v.model === 'string' && v.tool_choice === null,
  'inference_options toolOnly': (v: { model: unknown; tool_choice: unknown }) =>
    v.model === null && v.tool_choice !== null,
  'output_text withAnnotations': (v: { annotations: unknown[] }) => v.annotations.length > 0,
  'output_text withoutAnnotations': (v: { annotations: unknown[] }) => v.annotations.length === 0,
  'annotation file': (v: { source: { type: string } }) => v.source.type === 'file',
  'annotation url': (v: { source: { type: string } }) => v.source.type === 'url',
};
/** Traits that several shapes have, with one meaning. */
const alike: Readonly<Record<string, string>> = {
  assistant_message: 'thread_item',
  client_tool_call: 'thread_item',
  grouped_task: 'task',
  thread_item_list: 'thread_list',
  thread_item_list_query: 'thread_list_query',
};
/** The same promise of a part: it is looked at within the whole that is named. */
const wrapped: Readonly<Record<string, readonly [string, (part: unknown) => unknown]>> = {
  workflow: ['chat_session', (workflow) => ({ workflow })],
  session_configuration: ['chat_session', (chatkit_configuration) => ({ chatkit_configuration })],
  thread_status: ['thread', (status) => ({ status })],
};

function keeps(shape: ShapeName, trait: string, value: unknown): boolean {
  const [whole, wrap] = wrapped[shape] ?? [alike[shape] ?? shape, (part: unknown) => part];
  if (trait === 'withoutAnnotations' && shape === 'assistant_message')
    return !JSON.stringify(value).includes('"source"');
  const own = promises[`${shape} ${trait}`];
  const promise = own ?? promises[`${whole} ${trait}`];
  if (promise === undefined) throw new Error(`nothing is promised of ${shape} ${trait}`);
  return promise((own === undefined ? wrap(value) : value) as never);
}

describe.each(everyTrait)('a %s that is %s', (shape, trait) => {
  it('keeps to the contract and to its promise, from every seed', () => {
    for (const seed of seeds) {
      const value = loose(shape)({ seed, traits: [trait] });
      const read = readShape(shape, value, 'lint');
      expect(read.ok ? [] : [`seed ${seed}`, ...read.problems.map(formatProblem)]).toEqual([]);
      expect([seed, keeps(shape, trait, value)]).toEqual([seed, true]);
      expect(loose(shape)({ seed, traits: [trait] })).toEqual(value);
    }
  });

  it('goes with any other trait: the later one holds, and both where they do not exclude each other', () => {
    for (const other of factories[shape].traits) {
      for (const seed of seeds.slice(0, 12)) {
        const value = loose(shape)({ seed, traits: [trait, other] });
        const read = readShape(shape, value, 'lint');
        expect([trait, other, read.ok ? [] : read.problems.map(formatProblem)]).toEqual([trait, other, []]);
        expect([trait, other, keeps(shape, other, value)]).toEqual([trait, other, true]);
      }
    }
  });
});

describe('traits', () => {
  it('are those that the shapes are said to have', () => {
    expect(everyTrait.length).toBe(92);
    expect(shapeNames.filter((shape) => factories[shape].traits.length === 0)).toEqual([
      'thread_deleted',
      'task_group',
    ]);
  });

  it('leave the rest of the value as it is', () => {
    for (const seed of seeds) {
      const plain = createThread({ seed });
      const { reason: _, ...rest } = { reason: 0, ...createThread({ seed, traits: ['untitled'] }) };
      expect(rest).toEqual({ ...plain, title: null });
      const message = createUserMessageItem({ seed, traits: ['withAttachments', 'withQuote'] });
      const { id, created_at, thread_id } = createUserMessageItem({ seed });
      expect(message).toMatchObject({ id, created_at, thread_id });
    }
  });

  it('add up, in any order', () => {
    for (const seed of seeds) {
      const one = createUserMessageItem({ seed, traits: ['withAttachments', 'withQuote'] });
      const other = createUserMessageItem({ seed, traits: ['withQuote', 'withAttachments'] });
      expect(one).toEqual(other);
      expect([one.attachments.length > 0, one.content.length]).toEqual([true, 2]);
    }
    const session = createChatSession({ traits: ['expired', 'withFileUpload', 'versioned'] });
    expect(session.status).toBe('expired');
    expect(session.chatkit_configuration.file_upload.enabled).toBe(true);
    expect(session.workflow.version).toMatch(/^\d+$/);
  });

  it('make uploads of the time that is set', () => {
    const { attachments } = createUserMessageItem({
      traits: ['withAttachments'],
      overrides: { created_at: 1_700_000_000 },
    });
    expect(attachments.map(({ id }) => parseId(id)?.seconds)).toEqual(attachments.map(() => 1_700_000_000));
  });

  it('cite only what fits the answer', () => {
    const texts = seeds.map((seed) => createAssistantMessageItem({ seed, traits: ['withoutAnnotations'] }));
    expect(texts.every(({ content }) => !/attached|photo shows/.test(content[0]?.text ?? ''))).toBe(true);
  });
});

describe('overrides over traits', () => {
  it('win, and what the trait alone set stays', () => {
    const thread = createThread({
      traits: ['locked', 'untitled'],
      overrides: { status: { reason: 'Spam' } },
    });
    expect([thread.status, thread.title]).toEqual([{ reason: 'Spam', type: 'locked' }, null]);
    expect(createThread({ traits: ['locked'], overrides: { status: { type: 'active' } } }).status).toEqual({
      type: 'active',
    });
  });

  it('replace maps whole', () => {
    const { workflow } = createSessionCreate({
      traits: ['complete'],
      overrides: { workflow: { state_variables: { mine: 1 } } },
    });
    expect(workflow.state_variables).toEqual({ mine: 1 });
    expect(workflow.version).toMatch(/^\d+$/);
  });

  it('with undefined leave out what a trait set', () => {
    const body = createSessionCreate({
      traits: ['complete'],
      overrides: { expires_after: undefined, workflow: { version: undefined } },
    });
    expect(Object.keys(body)).not.toContain('expires_after');
    expect(Object.keys(body.workflow)).toEqual(['id', 'state_variables', 'tracing']);
  });

  it('replace lists of a trait', () => {
    const page = createThreadItemPage({ traits: ['empty'], overrides: { data: [createThreadItem()] } });
    expect([page.data.length, page.first_id]).toEqual([1, createThreadItem().id]);
    const { source } = createAnnotation({
      traits: ['url'],
      overrides: { source: { url: 'https://a.example' } },
    });
    expect(source).toEqual({ type: 'url', url: 'https://a.example' });
  });
});

describe('what is wrong', () => {
  it('is a trait that does not exist', () => {
    const traits = ['deleted' as ThreadTrait];
    expect(() => createThread({ traits })).toThrow(
      new RangeError(
        'thread: no trait is called "deleted"; there are active, locked, closed, titled, untitled',
      ),
    );
    expect(() => loose('task_group')({ traits: ['toString'] })).toThrow('there are none');
  });

  it.each([1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('is a seed of %d', (seed) => {
    expect(() => createThread({ seed })).toThrow(
      new RangeError(`seed: expected a whole number, got ${seed}`),
    );
  });
});

describe('types', () => {
  it('know the traits of each factory', () => {
    expectTypeOf<{ traits: ['locked', 'untitled'] }>().toExtend<FactoryOptions<Thread, ThreadTrait>>();
    expectTypeOf<{ traits: ['expired'] }>().not.toExtend<FactoryOptions<Thread, ThreadTrait>>();
    expectTypeOf<TraitOf<'client_tool_call'>>().toEqualTypeOf<'completed' | 'inProgress'>();
    expectTypeOf<TraitOf<'task_group'>>().toEqualTypeOf<never>();
    expectTypeOf(factories.thread).toEqualTypeOf(createThread);
  });
});
