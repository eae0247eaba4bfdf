import { minimalOf } from '../../generators/arbitraries/index.ts';
import type { OperationId } from '../../schema/index.ts';

type Json = Record<string, unknown>;

/** What the operations that answer with one object answer with, valid and recognisable. */
export function valueOf(operation: OperationId, id: string): Json {
  switch (operation) {
    case 'sessions.create':
    case 'sessions.cancel':
      return { ...(minimalOf('chat_session') as Json), id, user: 'user', client_secret: 'ek_scripted' };
    case 'threads.delete':
      return { ...(minimalOf('thread_deleted') as Json), id, deleted: true };
    case 'threads.listItems':
      return { ...(minimalOf('thread_item') as Json), id, thread_id: 'cthr_1' };
    case 'threads.retrieve':
    case 'threads.list':
      return { ...(minimalOf('thread') as Json), id, user: 'user' };
  }
}

/** The parameters that an operation can't do without. */
export function requiredParams(operation: OperationId): Json {
  switch (operation) {
    case 'sessions.create':
      return { user: 'user', workflow: { id: 'wf_1' } };
    case 'sessions.cancel':
      return { session_id: 'cksess_1' };
    case 'threads.list':
      return {};
    default:
      return { thread_id: 'cthr_1' };
  }
}

export const pagedOperations = ['threads.list', 'threads.listItems'] as const;
export type PagedOperation = (typeof pagedOperations)[number];

export const allOperations = [
  'threads.retrieve',
  'threads.list',
  'threads.listItems',
  'threads.delete',
  'sessions.create',
  'sessions.cancel',
] as const;

/** A list as the operations that list answer with it. */
export const listOf = (entries: readonly unknown[], hasMore = false): Json => {
  const ids = entries.map((entry) => (entry as { id?: string }).id ?? null);
  return {
    object: 'list',
    data: entries,
    first_id: ids[0] ?? null,
    last_id: ids.at(-1) ?? null,
    has_more: hasMore,
  };
};

/** What an operation answers with when all is well. */
export const goodBody = (operation: OperationId): Json =>
  operation === 'threads.list' || operation === 'threads.listItems'
    ? listOf([valueOf(operation, 'entry_1')])
    : valueOf(operation, 'entry_1');

/** The ids of what a call yielded: of a list its entries, else of the one object. */
export function idsOf(value: unknown): readonly string[] {
  const all = Array.isArray(value) ? value : value === null || value === undefined ? [] : [value];
  return all.map((each) => {
    const { id } = (typeof each === 'object' && each !== null ? each : {}) as { id?: unknown };
    return typeof id === 'string' ? id : '(no id)';
  });
}
