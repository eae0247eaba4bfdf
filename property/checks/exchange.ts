import { formatProblem, readShape } from '../../schema/index.ts';
import type { Shape, ShapeName } from '../../schema/index.ts';
import type { ListedEntry, ListedPage, Moment } from '../invariants/index.ts';
import { NotTried, Refuted } from './outcome.ts';
import type { WireAnswer, WireOutcome, WireRequest } from './wire.ts';

/** Whose bearer token a request carries. */
export type Bearer =
  | { readonly kind: 'api_key' }
  /** The client secret of a session that this run created. */
  | {
      readonly kind: 'secret';
      readonly session: CreatedSession;
      /** Put behind the secret, so that it is another one. */
      readonly suffix?: string;
    }
  | { readonly kind: 'none' }
  /** A whole `authorization` header that opens nothing, and so is no secret. */
  | { readonly kind: 'raw'; readonly value: string };

/** A session that this run created, and cancels at its end. */
export interface CreatedSession {
  /** 1, 2, … in the order of creation within a run of a check: what printed requests call it. */
  readonly number: number;
  readonly id: string;
  readonly secret: string;
  readonly user: string;
  /** As it was answered; read it by `Answer.read` where the shape matters. */
  readonly value: unknown;
}

/** One request of a check and what came of it. */
export interface Exchange {
  readonly bearer: Bearer;
  readonly request: WireRequest;
  readonly outcome: WireOutcome;
  /** The session that it created, if it did. */
  created?: CreatedSession;
}

const decoder = new TextDecoder('utf-8', { fatal: true });

interface Content {
  readonly text: string | undefined;
  readonly json: unknown;
}

/** What was read of a body, for as long as the answer is held: every check of traffic asks anew. */
const contents = new WeakMap<WireAnswer, Content>();

function contentOf(answer: WireAnswer): Content {
  let content = contents.get(answer);
  if (content === undefined) {
    const text = textOf(answer.body);
    contents.set(answer, (content = { text, json: parse(text) }));
  }
  return content;
}

function textOf(body: Uint8Array): string | undefined {
  try {
    return decoder.decode(body);
  } catch {
    return undefined;
  }
}

/** An answer, read when it is asked for. */
export class Answer {
  readonly status: number;
  readonly headers: WireAnswer['headers'];
  readonly #wire: WireAnswer;
  readonly #clockMs: { readonly sentMs: number; readonly endMs: number } | undefined;

  /** @param clockMs when it was asked and answered by a clock that the deployment shares; absent for others. */
  constructor(wire: WireAnswer, clockMs?: { readonly sentMs: number; readonly endMs: number }) {
    this.status = wire.status;
    this.headers = wire.headers;
    this.#wire = wire;
    this.#clockMs = clockMs;
  }

  /** A header's value; of one that came several times, all of them with commas between. */
  header(name: string): string | undefined {
    const value = this.headers[name];
    return typeof value === 'string' || value === undefined ? value : value.join(', ');
  }

  /** The body as text; undefined when it is no UTF-8. */
  get text(): string | undefined {
    return contentOf(this.#wire).text;
  }

  /** The body as JSON; undefined when it is none. */
  get body(): unknown {
    return contentOf(this.#wire).json;
  }

  /** When it was answered on the deployment's clock: by the shared clock, else as its `date` header says. */
  get moment(): Moment | undefined {
    if (this.#clockMs !== undefined)
      return { earliestMs: this.#clockMs.sentMs, latestMs: this.#clockMs.endMs };
    const dateMs = Date.parse(this.header('date') ?? '');
    if (Number.isNaN(dateMs)) return undefined;
    // The header has whole seconds, servers renew it once a second, and it is written some time after the deed.
    return { earliestMs: dateMs - 1000 - this.#wire.durationMs, latestMs: dateMs + 2000 };
  }

  /** Status and, of an error, its message: for people. */
  get summary(): string {
    const error = readShape('error', this.body);
    const said = error.ok ? `: ${error.value.error.message.slice(0, 200)}` : '';
    return `status ${this.status}${said}`;
  }

  /**
   * The body as a shape of the contract, for a check of something else.
   * @throws NotTried unless the status is 200 and the body is of the shape.
   */
  need<N extends ShapeName>(shape: N): Shape<N> {
    const read = readShape(shape, this.body);
    if (this.status === 200 && read.ok) return read.value;
    throw new NotTried(`an answer was no ${shape} of the contract (status ${this.status})`);
  }

  /**
   * The body as a shape of the contract.
   * @throws NotTried when it is no JSON, which another check tells of; Refuted unless the status is 200 and the body is of the shape.
   */
  read<N extends ShapeName>(shape: N): Shape<N> {
    if (this.status !== 200) throw new Refuted('status 200', this.summary);
    if (this.body === undefined) throw new NotTried('an answer was no JSON');
    const read = readShape(shape, this.body);
    if (read.ok) return read.value;
    const [first, ...more] = read.problems;
    const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
    throw new Refuted(
      `a ${shape} of the contract`,
      first === undefined ? 'another value' : formatProblem(first) + others,
    );
  }
}

const isId = (id: unknown): boolean => id === null || typeof id === 'string';
const isEntry = (entry: Partial<ListedEntry> | null): boolean =>
  typeof entry?.id === 'string' && typeof entry.created_at === 'number';

/**
 * A body as a page, as far as walking needs it: what else its entries hold or lack is for other checks to tell.
 * Undefined when it is none.
 */
export function asPage(body: unknown): ListedPage | undefined {
  const { data, has_more: hasMore, first_id: first, last_id: last } = (body ?? {}) as Partial<ListedPage>;
  if (!Array.isArray(data) || typeof hasMore !== 'boolean' || !isId(first) || !isId(last)) return undefined;
  return data.every(isEntry) ? (body as ListedPage) : undefined;
}

function parse(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
