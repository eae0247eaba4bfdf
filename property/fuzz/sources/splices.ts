import type { ShapeName } from '../../../schema/index.ts';
import type { FuzzCase } from '../case.ts';

/** What is put in the place of each value: one of every kind, and what readers confuse or round. */
const tokens: readonly string[] = [
  'null',
  'true',
  'false',
  '0',
  '1',
  '-1',
  '1.5',
  '-0.25',
  '255',
  '65536',
  '2147483647',
  '2147483648',
  '4294967295',
  '4294967296',
  '9007199254740991',
  '1762000000',
  '9007199254740990',
  '""',
  '" "',
  '"text"',
  '"null"',
  '"true"',
  '"0"',
  '"1e3"',
  '"NaN"',
  '"[]"',
  '"{}"',
  '"<b>&amp;</b>"',
  '"\\u0000"',
  '"\\n\\r\\t"',
  '"\\\\"',
  '"é"',
  '"é"',
  '"😀"',
  '"‮"',
  '"2025-01-01"',
  '"chatkit.widget"',
  '[]',
  '{}',
  '[null]',
  '[[]]',
  '[{}]',
  '{"a":null}',
  '{"type":"text"}',
  '["text",1,null]',
];

/** A JSON text cut at its values: every value is between two pieces. */
export interface CutText {
  readonly text: string;
  readonly spans: readonly { readonly start: number; readonly end: number }[];
  /** Of a union, the text in the discriminator. */
  readonly tag: string | undefined;
}

const scalar = /(?<=[:[,])(?:"(?:[^"\\]|\\.)*"(?!:)|-?\d[\d.eE+-]*|true|false|null)/g;

/** Finds the values in a compact JSON text, but for those in the discriminator of its root. */
export function cutText(text: string, tag: string | undefined): CutText {
  const spans = [...text.matchAll(scalar)]
    .map(({ 0: value, index }) => ({ start: index, end: index + value.length }))
    .filter(({ start }) => tag === undefined || !text.slice(0, start).endsWith('"type":'));
  return { text, spans, tag };
}

/** How many cases a text makes: each value times each token. */
export const spliceCount = ({ spans }: CutText): number => spans.length * tokens.length;

/** The k-th of them. They cost next to nothing, so a driver is never kept waiting. */
export function spliceCase(shape: ShapeName, n: number, k: number, cut: CutText): FuzzCase | undefined {
  const span = cut.spans[k % cut.spans.length];
  const token = tokens[Math.floor(k / cut.spans.length)];
  if (span === undefined || token === undefined) return undefined;
  const body = cut.text.slice(0, span.start) + token + cut.text.slice(span.end);
  return {
    path: `splices:${shape}:${n}.${k}`,
    source: 'splices',
    shape,
    kind: `${token} in the place of a value of ${shape}`,
    body,
    verdict: undefined,
    plain: { text: body, tag: cut.tag },
  };
}
