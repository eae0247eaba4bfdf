import type { Exchange } from './server/exchange.ts';

/** The error that a call ended with, as the driver tells it. */
export interface CallError {
  readonly type: string;
  readonly message: string;
  readonly typed: boolean;
  readonly status: number | null;
  readonly code: string | null;
  readonly requestId: string | null;
}

/** How a call ended. */
export type Outcome =
  | { readonly kind: 'value'; readonly value: unknown }
  /** `value`: what an auto-pager had yielded before. */
  | { readonly kind: 'error'; readonly error: CallError; readonly value: unknown }
  | { readonly kind: 'skipped'; readonly reason: string }
  /** The driver ended, or gave no answer in time, or one that breaks the protocol. */
  | {
      readonly kind: 'failed';
      readonly failure: 'crashed' | 'hung' | 'grew' | 'broke-protocol';
      readonly detail: string;
      readonly stderr: string;
    };

/** All that was seen of one call: what the client sent, when, and what its caller got. */
export interface Observed {
  readonly exchanges: readonly Exchange[];
  readonly outcome: Outcome;
  readonly elapsedMs: number;
  readonly apiKey: string;
}

/** A rule that an observation breaks. */
export interface Fault {
  /** Name of the rule. */
  readonly rule: string;
  /** Tells causes of one rule apart, without what varies from case to case: a status, a form of a header. */
  readonly what: string;
  /** What was seen, in full. */
  readonly detail: string;
  readonly expected: string;
}
