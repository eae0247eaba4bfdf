import type { ChatSession, SessionCreate, ShapeName } from '../../schema/index.ts';

/** An operation that answers with pages. */
export type ListOperation = 'threads.list' | 'threads.listItems';

/** What a page was asked for by; what was not said is absent. */
export interface PageQuery {
  readonly limit?: number;
  readonly order?: 'asc' | 'desc';
  readonly after?: string;
  readonly before?: string;
  readonly user?: string;
}

/** What the claims look at of a listed entry: threads have a user, items a thread. */
export interface ListedEntry {
  readonly id: string;
  /** Unix seconds. */
  readonly created_at: number;
  readonly user?: string;
  readonly thread_id?: string;
}

/** A page as it was answered; its shape has been read before (`readShape`). */
export interface ListedPage {
  readonly data: readonly ListedEntry[];
  readonly first_id: string | null;
  readonly last_id: string | null;
  readonly has_more: boolean;
}

/** One page and what it was asked for by. */
export interface PageEvidence {
  readonly operation: ListOperation;
  /** The thread whose items were asked for; absent for `threads.list`. */
  readonly threadId?: string;
  readonly query: PageQuery;
  readonly page: ListedPage;
}

/** Pages of which each was asked for by the cursor of the one before. */
export interface WalkEvidence {
  /** `after`: by `last_id`, to the end of the list. `before`: by `first_id`, to its beginning. */
  readonly direction: 'after' | 'before';
  readonly pages: readonly PageEvidence[];
  /**
   * Why it ended: `last_page` (`has_more` was false), `no_cursor` (it was true, and nothing said where to go on),
   * `repeated_cursor` (it led back to where the walk had been), `budget` (whoever walked had seen enough).
   */
  readonly end: 'last_page' | 'no_cursor' | 'repeated_cursor' | 'budget';
  /** The page that the cursor of the last one leads to, when it was asked for all the same. */
  readonly beyond?: ListedPage;
}

/** An answer of any status. */
export interface AnswerEvidence {
  readonly status: number;
  /** The body, read as JSON; undefined when there was none. */
  readonly body: unknown;
}

/** When something happened on the clock of the deployment, as exactly as is known. Unix milliseconds. */
export interface Moment {
  readonly earliestMs: number;
  readonly latestMs: number;
}

/** The session as it was answered at a moment. */
export interface SessionObservation {
  readonly session: ChatSession;
  /** What was asked. */
  readonly operation: 'sessions.create' | 'sessions.cancel';
  /** When it was answered; absent when nobody knows. */
  readonly at?: Moment;
}

/** Everything that can be judged, by kind. */
export interface EvidenceKinds {
  /** One page. */
  readonly page: PageEvidence;
  /** One page of a list that is known: `whole` holds all entries that the query's filter leaves, in the query's order. */
  readonly placed_page: { readonly page: PageEvidence; readonly whole: readonly ListedEntry[] };
  /** A walk through a list that did not change meanwhile. */
  readonly walk: WalkEvidence;
  /** Two complete walks through the same unchanged list, in ascending and in descending order. */
  readonly opposite_walks: { readonly ascending: WalkEvidence; readonly descending: WalkEvidence };
  /** Two complete walks through the same unchanged list in the same order, by different page sizes, or by the same. */
  readonly repeated_walks: { readonly one: WalkEvidence; readonly other: WalkEvidence };
  /** A complete walk, and one back with `before`, started at any entry of the first. */
  readonly backward_walks: { readonly forward: WalkEvidence; readonly backward: WalkEvidence };
  /** Complete walks in the same order: through all threads, and through those of one user. */
  readonly filtered_walks: { readonly all: WalkEvidence; readonly filtered: WalkEvidence };
  /** A walk during which entries were created and deleted, and the list as it was before, in the order of the walk. */
  readonly changed_walk: {
    readonly before: readonly ListedEntry[];
    readonly walk: WalkEvidence;
    /** Ids of the entries that were created or deleted while it went on. */
    readonly created: readonly string[];
    readonly deleted: readonly string[];
  };
  /** The answer to a cursor whose entry was deleted. `before`: the list before that, in the order of the query. */
  readonly deleted_cursor: {
    readonly before: readonly ListedEntry[];
    readonly deleted: readonly string[];
    readonly query: PageQuery;
    readonly answer: AnswerEvidence;
  };
  /** The answer to a cursor that never was an entry of the list. */
  readonly foreign_cursor: { readonly parameter: 'after' | 'before'; readonly answer: AnswerEvidence };
  /** A value, and what came back of it: read and written again by a client, or stored and served. */
  readonly round_trip: { readonly shape: ShapeName; readonly sent: unknown; readonly returned: unknown };
  /** What a session was asked for with, and the session. */
  readonly creation: {
    readonly request: SessionCreate;
    readonly session: ChatSession;
    /** When it was created; absent when nobody knows. */
    readonly at?: Moment;
  };
  /** One session as it was answered from time to time, oldest first. */
  readonly session_history: {
    readonly sessionId: string;
    readonly observations: readonly SessionObservation[];
  };
  /** A request with a bearer token of which it is known what it is. */
  readonly token_use: {
    readonly token: 'active_secret' | 'cancelled_secret' | 'expired_secret' | 'unknown' | 'none';
    readonly answer: AnswerEvidence;
  };
  /** A deletion of a thread and what was answered about the thread afterwards. */
  readonly deletion: {
    readonly threadId: string;
    readonly answer: AnswerEvidence;
    readonly afterwards: readonly {
      readonly operation: 'threads.retrieve' | 'threads.listItems' | 'threads.delete' | 'threads.list';
      readonly answer: AnswerEvidence;
    }[];
  };
}

export type EvidenceKind = keyof EvidenceKinds;
export type Evidence<K extends EvidenceKind> = EvidenceKinds[K];
