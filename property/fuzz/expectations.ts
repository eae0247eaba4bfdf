import { isShapeName } from '../../schema/index.ts';
import type { ShapeName } from '../../schema/index.ts';
import { doublePaths, expectedPath, readLines } from './case-files.ts';
import type { FuzzCase } from './case.ts';
import type { Finding } from './findings.ts';

/** One known deviation of a client. */
export interface Expectation {
  /** Of the file, from 1. */
  readonly line: number;
  readonly signature: string;
  /** The case that shows it; it is tried in every run. */
  readonly fuzzCase: FuzzCase;
  readonly note: string | undefined;
}

/** The deviations that a file lists, or what is wrong with its lines. */
export interface ExpectationFile {
  readonly expectations: readonly Expectation[];
  readonly problems: readonly string[];
}

const isText = (value: unknown): value is string => typeof value === 'string';

function readLine(text: string, line: number): Expectation | string {
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(text) as Record<string, unknown>;
  } catch {
    return 'no JSON';
  }
  const { id, signature, shape, text: given, base64, note } = value;
  const path = expectedPath(id, line);
  if (path === undefined) return "'id' is no word such as empty-page";
  if (!isText(signature)) return "no 'signature'";
  if (!isText(shape) || !isShapeName(shape)) return "'shape' names no shape";
  const body = isText(given)
    ? Buffer.from(given, 'utf8')
    : isText(base64)
      ? Buffer.from(base64, 'base64')
      : null;
  if (body === null) return "neither 'text' nor 'base64' holds the bytes";
  return {
    line,
    signature,
    note: isText(note) ? note : undefined,
    fuzzCase: {
      path,
      source: 'saved',
      shape,
      kind: 'known deviation',
      body,
      verdict: value['verdict'] === 'either' ? 'either' : undefined,
    },
  };
}

/**
 * Reads an expectation file: JSON lines, each a known deviation with the bytes that show it; lines that begin with
 * `#` are comments. A line may have an `id`, by which its case is made again: `--path expected:ID`.
 */
export function readExpectations(text: string): ExpectationFile {
  const { read: expectations, problems } = readLines(text, readLine);
  const paths = expectations.map(({ line, fuzzCase: { path } }) => ({ line, path }));
  return { expectations, problems: [...problems, ...doublePaths(paths)] };
}

/** Bytes as fields of a JSON object: as `text` where they are well-formed UTF-8, else as `base64`. */
export function bytesAsJson(bytes: Uint8Array): { readonly text: string } | { readonly base64: string } {
  const text = Buffer.from(bytes).toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes)
    ? { text }
    : { base64: Buffer.from(bytes).toString('base64') };
}

/** The line with which an expectation file lists a finding. */
export function expectationLine({
  signature,
  shape,
  bytes,
  judgedAs,
}: Pick<Finding, 'signature' | 'shape' | 'bytes' | 'judgedAs'>): string {
  const verdict = judgedAs === undefined ? {} : { verdict: judgedAs };
  return JSON.stringify({ signature, shape: shape satisfies ShapeName, ...verdict, ...bytesAsJson(bytes) });
}
