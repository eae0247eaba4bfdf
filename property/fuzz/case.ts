import type { ShapeName } from '../../schema/index.ts';
import type { Verdict } from './oracle/expectation.ts';
import { sameAnswer } from './protocol.ts';

/** Where cases come from, in the order in which they are tried. */
export const sourceNames = ['saved', 'corpus', 'arbitraries', 'mutants', 'bytes', 'splices'] as const;
export type SourceName = (typeof sourceNames)[number];

/** Bytes for a client to read. */
export interface FuzzCase {
  /** With the seed, what makes the case again: `mutants:thread:3.17`, `corpus:reject/thread/null`. */
  readonly path: string;
  readonly source: SourceName;
  readonly shape: ShapeName;
  /** What the case tries, in words that many cases share: `missing thread $.title`, `JSON with a trailing comma`. */
  readonly kind: string;
  /** The bytes; a text stands for its UTF-8. */
  readonly body: Uint8Array | string;
  /** What its maker knows of the expectation; undefined: it follows from the bytes. */
  readonly verdict: Verdict | undefined;
  /** Why the corpus says so. */
  readonly why?: string;
  /** A value that the bytes say, for makers that know: an answer with the same text needs no further reading. */
  readonly plain?: PlainText | undefined;
  /** Whether a reader may refuse the bytes, whatever else follows from them; undefined where that is not known. */
  readonly refusable?: boolean | undefined;
}

/** A value as compact JSON. */
export interface PlainText {
  readonly text: string;
  /** Of a union, the text in the discriminator. */
  readonly tag: string | undefined;
  /** Whether it is so only for readers whose numbers are doubles. */
  readonly doubles?: boolean | undefined;
}

const utf8 = new TextEncoder();

/** The bytes of a case. */
export const bytesOf = ({ body }: Pick<FuzzCase, 'body'>): Uint8Array =>
  typeof body === 'string' ? utf8.encode(body) : body;

/** An answer that says `same` of a body, as the answer that it stands for; others are as they were. */
export const spellOut = (line: string, body: FuzzCase['body']): string =>
  line === sameAnswer
    ? `{"id":0,"outcome":"value","value":${typeof body === 'string' ? body : Buffer.from(body).toString('utf8')}}`
    : line;
