import type { ShapeName } from '../../schema/index.ts';
import type { Verdict } from './oracle/expectation.ts';

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

/** Bodies are written here before they are put into base64; a longer one makes it longer. */
let scratch = Buffer.allocUnsafeSlow(64 * 1024);

function base64Of(body: Uint8Array | string): string {
  if (typeof body !== 'string')
    return Buffer.from(body.buffer, body.byteOffset, body.length).toString('base64');
  // No text takes more bytes than three for each of its units.
  if (body.length * 3 > scratch.length) scratch = Buffer.allocUnsafeSlow(body.length * 3);
  return scratch.toString('base64', 0, scratch.write(body));
}

/** The case as a request of the protocol, without its braces and id. */
export const requestOf = ({ shape, body }: Pick<FuzzCase, 'shape' | 'body'>): string =>
  `"cmd":"parse","shape":"${shape}","body":"${base64Of(body)}"`;
