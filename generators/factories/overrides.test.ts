import { describe, expect, expectTypeOf, it } from 'vitest';
import { readShape } from '../../schema/index.ts';
import type { Thread, ThreadItem, ThreadStatus } from '../../schema/index.ts';
import {
  createAnnotation,
  createAttachment,
  createChatSession,
  createClientToolCallItem,
  createSessionCreate,
  createThread,
  createThreadItem,
  createThreadItemPage,
  createThreadListQuery,
  createThreadPage,
  createThreadStatus,
  createUserMessageItem,
  createWorkflow,
  parseId,
  referenceTime,
} from '../index.ts';
import type { FactoryOptions, Overrides } from '../index.ts';

const seeds = Array.from({ length: 100 }, (_, seed) => seed);

describe('overrides', () => {
  it('merge objects, and leave everything else as the seed has it', () => {
    const plain = createChatSession({ seed: 5 });
    const session = createChatSession({
      seed: 5,
      overrides: { chatkit_configuration: { history: { recent_threads: 3 } }, user: 'ada' },
    });
    const { history, ...rest } = plain.chatkit_configuration;
    expect(session).toEqual({
      ...plain,
      user: 'ada',
      chatkit_configuration: { ...rest, history: { ...history, recent_threads: 3 } },
    });
  });

  it('replace lists whole', () => {
    const content = [{ text: 'Hello', type: 'input_text' as const }];
    expect(createUserMessageItem({ overrides: { content } }).content).toEqual(content);
    expect(createUserMessageItem({ overrides: { attachments: [] } }).attachments).toEqual([]);
  });

  it('replace maps whole', () => {
    for (const seed of seeds) {
      const state_variables = { mine: 1 };
      expect(createWorkflow({ seed, overrides: { state_variables } }).state_variables).toEqual({ mine: 1 });
      const session = createChatSession({ seed, overrides: { workflow: { state_variables } } });
      expect(session.workflow.state_variables).toEqual({ mine: 1 });
    }
  });

  it('with undefined leave an optional field out, and pass over a required one', () => {
    for (const seed of seeds) {
      const overrides = {
        user: undefined,
        expires_after: undefined,
        workflow: { id: 'wf_1', version: undefined },
      };
      const body = createSessionCreate({ seed, overrides });
      expect(Object.keys(body)).not.toContain('expires_after');
      expect(Object.keys(body.workflow)).not.toContain('version');
      expect(body.user).toBe(createSessionCreate({ seed }).user);
      expect(
        createThreadListQuery({ seed, overrides: { limit: undefined, after: undefined } }),
      ).not.toHaveProperty('limit');
      expect(createThread({ seed, overrides: { status: undefined } })).toEqual(createThread({ seed }));
    }
  });

  it('never change what was handed in', () => {
    const overrides = {
      workflow: { state_variables: { a: 1 } },
      chatkit_configuration: { history: { enabled: true } },
    };
    const before = structuredClone(overrides);
    createChatSession({ overrides });
    expect(overrides).toEqual(before);
  });

  it('are not validated: readShape is there for that', () => {
    const thread = createThread({ overrides: { title: 7 as unknown as string } });
    expect(thread.title).toBe(7);
    expect(readShape('thread', thread).ok).toBe(false);
  });

  it('may add fields that the contract does not name', () => {
    const overrides = { extra: { deep: [1] } } as Overrides<Thread>;
    expect(createThread({ overrides })).toEqual({ ...createThread(), extra: { deep: [1] } });
    expect(createThreadItem({ overrides: overrides as Overrides<ThreadItem> })).toHaveProperty('extra');
  });
});

describe('overrides of a union', () => {
  it('that name a variant get a whole one', () => {
    for (const seed of seeds) {
      const { status } = createThread({ seed, overrides: { status: { type: 'locked' } } });
      expect(Object.keys(status).toSorted()).toEqual(['reason', 'type']);
      expect(status.type).toBe('locked');
      expect(createThread({ seed, overrides: { status: { type: 'active' } } }).status).toEqual({
        type: 'active',
      });
      const widget = createThreadItem({ seed, overrides: { type: 'chatkit.widget' } });
      expect(readShape('widget', widget, 'lint').ok).toBe(true);
    }
  });

  it('that set fields of one variant get that variant', () => {
    for (const seed of seeds) {
      const status = createThreadStatus({ seed, overrides: { reason: 'Spam' } });
      expect(['locked', 'closed']).toContain(status.type);
      expect(status).toHaveProperty('reason', 'Spam');
      const item = createThreadItem({ seed, overrides: { task_type: 'thought' } });
      expect([item.type, readShape('task', item, 'lint').ok]).toEqual(['chatkit.task', true]);
      expect(createAnnotation({ seed, overrides: { source: { filename: 'a.pdf' } } })).toEqual({
        source: { filename: 'a.pdf', type: 'file' },
        type: 'file',
      });
    }
  });

  it('that set common fields get any variant', () => {
    const types = seeds.map((seed) => createThreadItem({ seed, overrides: { thread_id: 'cthr_1' } }));
    expect(new Set(types.map(({ type }) => type)).size).toBe(6);
    expect(types.every(({ thread_id }) => thread_id === 'cthr_1')).toBe(true);
  });

  it('that name no variant are refused with those that there are', () => {
    const overrides = { type: 'deleted' } as unknown as Overrides<ThreadStatus>;
    expect(() => createThreadStatus({ overrides })).toThrow(
      'thread_status: no variant has type "deleted"; there are active, locked, closed',
    );
    expect(() => createThread({ overrides: { status: overrides } })).toThrow('thread_status: no variant');
  });
});

describe('fields that follow from others', () => {
  it('an id carries the time, and an item shares the scope of its thread', () => {
    const thread = createThread({ overrides: { created_at: 1_700_000_000 } });
    expect(parseId(thread.id)?.seconds).toBe(1_700_000_000);
    const item = createThreadItem({ overrides: { thread_id: thread.id, created_at: 1_700_000_060 } });
    expect(parseId(item.id)).toEqual({
      prefix: 'cti',
      seconds: 1_700_000_060,
      scope: parseId(thread.id)?.scope,
    });
  });

  it.each([1, 99])('both copies of a limit agree: %i', (limit) => {
    const one = createChatSession({ overrides: { max_requests_per_1_minute: limit } });
    const other = createChatSession({ overrides: { rate_limits: { max_requests_per_1_minute: limit } } });
    for (const { rate_limits, max_requests_per_1_minute } of [one, other])
      expect([rate_limits.max_requests_per_1_minute, max_requests_per_1_minute]).toEqual([limit, limit]);
  });

  it('secret, status and expiry of a session agree, whichever is given', () => {
    for (const seed of seeds) {
      for (const overrides of [
        {},
        { status: 'active' as const },
        { status: 'expired' as const },
        { expires_at: referenceTime + 60 },
        { expires_at: referenceTime },
      ]) {
        const session = createChatSession({ seed, overrides });
        expect(atob(session.client_secret.split('_00').at(-1) ?? '')).toBe(
          `{"expires_at": ${session.expires_at}}`,
        );
        const alive = session.expires_at > referenceTime ? 'active' : 'expired';
        expect([alive, 'cancelled']).toContain(session.status);
      }
    }
  });

  it('the output of a tool call is null exactly while it is in progress', () => {
    for (const seed of seeds) {
      const running = createClientToolCallItem({ seed, overrides: { status: 'in_progress' } });
      expect(running.output).toBeNull();
      expect(createClientToolCallItem({ seed, overrides: { output: null } }).status).toBe('in_progress');
      expect(createClientToolCallItem({ seed, overrides: { output: '{}' } }).status).toBe('completed');
      expect(createClientToolCallItem({ seed, overrides: { status: 'completed' } }).output).not.toBeNull();
    }
  });

  it.each([
    [{ name: 'receipt.pdf' }, ['application/pdf', 'file', true]],
    [{ name: 'me.jpeg' }, ['image/jpeg', 'image', false]],
    [{ mime_type: 'text/csv' }, ['text/csv', 'file', true]],
    [{ type: 'file' as const, name: 'x.log' }, ['text/plain', 'file', true]],
  ])('an attachment %j is of one kind', (overrides, expected) => {
    for (const seed of seeds) {
      const made = createAttachment({ seed, overrides });
      expect([made.mime_type, made.type, made.preview_url === null]).toEqual(expected);
    }
  });

  it.each([
    ['image', { mime_type: 'application/pdf' }, ['invoice.pdf', 'application/pdf', 'file', null]],
    ['image', { name: 'a.pdf' }, ['a.pdf', 'application/pdf', 'file', null]],
    ['file', { name: 'a.png' }, ['a.png', 'image/png', 'image', 'preview']],
  ] as const)(
    'an attachment with the trait %s and %j is of the kind that the override says',
    (trait, overrides, expected) => {
      for (const seed of seeds) {
        const { name, mime_type, type, preview_url } = createAttachment({ seed, traits: [trait], overrides });
        expect([name, mime_type, type, preview_url && 'preview']).toEqual(expected);
      }
    },
  );

  it('the cursors of a page follow its entries', () => {
    expect(createThreadPage({ overrides: { data: [] } })).toEqual({
      data: [],
      first_id: null,
      has_more: false,
      last_id: null,
      object: 'list',
    });
    const data = [createThreadItem({ path: [1] }), createThreadItem({ path: [2] })];
    const page = createThreadItemPage({ overrides: { data, has_more: true } });
    expect([page.first_id, page.last_id, page.has_more]).toEqual([data[0]?.id, data[1]?.id, true]);
  });
});

describe('types', () => {
  it('know what may be set', () => {
    expectTypeOf<{ status: { type: 'locked' } }>().toExtend<Overrides<Thread>>();
    expectTypeOf<{ status: { type: 'locked'; reason: null } }>().toExtend<Overrides<Thread>>();
    expectTypeOf<{ title: null }>().toExtend<Overrides<Thread>>();
    expectTypeOf<{ title: number }>().not.toExtend<Overrides<Thread>>();
    expectTypeOf<{ status: { type: 'deleted' } }>().not.toExtend<Overrides<Thread>>();
    expectTypeOf<{ status: { type: 'locked'; reason: number } }>().not.toExtend<Overrides<Thread>>();
    // Lists are replaced whole, so their entries are whole.
    expectTypeOf<{ tasks: [{ heading: string }] }>().not.toExtend<
      Overrides<ThreadItem & { type: 'chatkit.task_group' }>
    >();
    expectTypeOf<FactoryOptions<Thread>['seed']>().toEqualTypeOf<number | undefined>();
  });

  it('yield the type of the shape', () => {
    expectTypeOf(createThread).returns.toEqualTypeOf<Thread>();
    expectTypeOf(createThreadItem({ seed: 1 })).toEqualTypeOf<ThreadItem>();
  });
});
