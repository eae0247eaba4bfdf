import { readShape } from '../../../schema/index.ts';
import type { Problem, ShapeName, UnknownMember } from '../../../schema/index.ts';
import { readBytes } from '../json/decode.ts';
import type { DecodedBytes } from '../json/decode.ts';
import { isOrdinaryNumber } from '../json/number.ts';
import type { JsonNode, JsonReading } from '../json/read.ts';

/**
 * What a client is to do with bytes.
 * - `accept`: give the value, with the fields that it models unchanged and in the right variant.
 * - `reject`: give a typed error; of a client that is lenient by design also a value.
 * - `either`: a value or an error, but no crash, no hang, and no *other* value or variant than the bytes say.
 */
export type Verdict = 'accept' | 'reject' | 'either';

/** What the bytes say and what follows from it. */
export interface Expected {
  readonly verdict: Verdict;
  /** In a few words. */
  readonly why: string;
  /** Whether the bytes are JSON at all; the grammar's faults are told in `why`. */
  readonly json: boolean;
  /** What they say, where they are JSON in an encoding that every reader knows. */
  readonly tree: JsonNode | undefined;
  readonly encoding: DecodedBytes['encoding'];
  /** What JSON leaves open of these bytes, in words that many cases share; undefined for what all must take alike. */
  readonly open: string | undefined;
  /** What breaks the contract. The verdict is `either` nonetheless where JSON leaves open what the bytes say. */
  readonly problems: readonly Problem[];
  /** Union members that the contract does not know. */
  readonly unknownMembers: readonly UnknownMember[];
}

/** Deeper than this, and longer than this many UTF-16 units, a reader may have bounds of its own (RFC 8259, 9). */
export const ordinaryDepth = 64;
const ordinaryLength = 65_535;

/** What RFC 8259 leaves open of a text that is JSON; undefined for a text that every reader must take alike. */
function openQuestion(
  { encoding }: DecodedBytes,
  { node, depth, duplicateNames }: JsonReading & { ok: true },
): string | undefined {
  if (encoding === 'broken') return 'bytes that are no UTF-8';
  if (encoding === 'marked') return 'a byte order mark';
  if (duplicateNames) return 'a name that is there twice';
  if (depth > ordinaryDepth) return 'deep nesting';
  const rest: JsonNode[] = [node];
  const oddText = (text: string) => {
    if (!text.isWellFormed()) return 'a lone surrogate';
    return text.length > ordinaryLength ? 'a very long text' : undefined;
  };
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    let odd: string | undefined;
    if (next.kind === 'number' && !isOrdinaryNumber(next.text)) odd = 'an odd number';
    else if (next.kind === 'text') odd = oddText(next.value);
    else if (next.kind === 'list') for (const item of next.items) rest.push(item);
    else if (next.kind === 'object')
      for (const [name, value] of next.entries) {
        odd ??= oddText(name);
        rest.push(value);
      }
    if (odd !== undefined) return odd;
  }
  return undefined;
}

/**
 * What a client must do with bytes that are to be read as a shape. It knows the contract and RFC 8259, and nothing
 * of where the bytes come from: a counterexample keeps its meaning while it shrinks.
 * @param read the same bytes, where they have been read already.
 * @example
 * expectationOf('thread', Buffer.from('[]')).verdict; // => 'reject'
 */
export function expectationOf(shape: ShapeName, bytes: Uint8Array, read = readBytes(bytes)): Expected {
  const { encoding, json } = read;
  const common = { encoding, problems: [], unknownMembers: [], open: undefined };
  if (encoding === 'utf-16')
    return { ...common, open: 'UTF-16', verdict: 'either', why: 'UTF-16', json: true, tree: undefined };
  if (!json.ok)
    return { ...common, verdict: 'reject', why: `no JSON: ${json.fault}`, json: false, tree: undefined };
  const open = openQuestion(read, json);
  const known = { ...common, json: true, tree: json.node, open };
  const value: unknown = JSON.parse(read.text);
  const result = readShape(shape, value, 'tolerant');
  if (!result.ok) {
    // A wrong value that hangs on a question that JSON leaves open is no fault of the reader that errs on it.
    if (open !== undefined) return { ...known, verdict: 'either', why: open, problems: result.problems };
    const [first] = result.problems;
    const why = `breaks the contract: ${first?.path} is ${first?.received}, not ${first?.expected}`;
    return { ...known, verdict: 'reject', why, problems: result.problems };
  }
  const { unknownMembers } = result;
  if (unknownMembers.length > 0) {
    const why = `a member that the contract does not know: ${unknownMembers[0]?.path}`;
    return { ...known, verdict: 'either', why, unknownMembers };
  }
  if (open !== undefined) return { ...known, verdict: 'either', why: open };
  return { ...known, verdict: 'accept', why: 'keeps to the contract' };
}
