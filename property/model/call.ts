import type { SessionCreate } from '../../schema/index.ts';

/** When something happened on the deployment's clock, as exactly as is known. Unix milliseconds. */
export interface Moment {
  readonly earliestMs: number;
  readonly latestMs: number;
}

/** What a request is sent with. */
export type Token =
  | { readonly kind: 'key' }
  /** The client secret of the session with this number, counted from 0. */
  | { readonly kind: 'secret'; readonly session: number }
  /** A text that nobody issued. */
  | { readonly kind: 'unknown'; readonly text: string }
  | { readonly kind: 'none' };

/** What a list is asked for by. */
export interface ListQuery {
  readonly limit?: number;
  readonly order?: 'asc' | 'desc';
  readonly after?: string;
  readonly before?: string;
  readonly user?: string;
}

/** One request, with all that it says. */
export type Call = { readonly token: Token } & (
  | { readonly operation: 'sessions.create'; readonly body: SessionCreate }
  | { readonly operation: 'sessions.cancel'; readonly id: string }
  | { readonly operation: 'threads.list'; readonly query: ListQuery }
  | { readonly operation: 'threads.retrieve'; readonly id: string }
  | { readonly operation: 'threads.delete'; readonly id: string }
  | { readonly operation: 'threads.listItems'; readonly id: string; readonly query: ListQuery }
);

/** What came of it. */
export interface Answer {
  readonly status: number;
  /** The body, read as JSON; undefined when it is none. */
  readonly body: unknown;
  /** When the deployment decided. */
  readonly at: Moment;
}

/** Method and path below the base URL, as the documentation has them. */
export function requestLine(call: Call): { readonly method: string; readonly path: string } {
  switch (call.operation) {
    case 'sessions.create':
      return { method: 'POST', path: '/chatkit/sessions' };
    case 'sessions.cancel':
      return { method: 'POST', path: `/chatkit/sessions/${encodeURIComponent(call.id)}/cancel` };
    case 'threads.list':
      return { method: 'GET', path: `/chatkit/threads${searchOf(call.query)}` };
    case 'threads.retrieve':
      return { method: 'GET', path: `/chatkit/threads/${encodeURIComponent(call.id)}` };
    case 'threads.delete':
      return { method: 'DELETE', path: `/chatkit/threads/${encodeURIComponent(call.id)}` };
    case 'threads.listItems':
      return {
        method: 'GET',
        path: `/chatkit/threads/${encodeURIComponent(call.id)}/items${searchOf(call.query)}`,
      };
  }
}

function searchOf(query: ListQuery): string {
  const parts = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}
