import type { FuzzCase } from '../case.ts';
import { bytesOf } from '../case.ts';
import { readBytes } from '../json/decode.ts';
import { readJson } from '../json/read.ts';
import type { JsonNode } from '../json/read.ts';
import { sameAnswer } from '../protocol.ts';
import type { Traits } from '../protocol.ts';
import { compareTrees } from './compare.ts';
import { expectationOf } from './expectation.ts';
import type { Expected } from './expectation.ts';
import { placeAt, rootSpot } from './places.ts';
import { generalise, shorten } from './fault.ts';
import type { Fault } from './fault.ts';
import { checkVariants } from './variants.ts';

/** What became of a case. */
export interface Judgement {
  /**
   * - `agreed`: as expected. `lenient`: a value for what breaks the contract, from a client that declares to do so.
   * - `skipped`: the driver can't do this. `finding`: see the faults.
   */
  readonly result: 'agreed' | 'lenient' | 'skipped' | 'finding';
  readonly answer: 'value' | 'error' | 'skipped' | 'none';
  readonly faults: readonly Fault[];
}

const agreed = {
  value: { result: 'agreed', answer: 'value', faults: [] },
  error: { result: 'agreed', answer: 'error', faults: [] },
} as const;
const lenient = { result: 'lenient', answer: 'value', faults: [] } as const;

const found = (answer: Judgement['answer'], ...faults: Fault[]): Judgement => ({
  result: 'finding',
  answer,
  faults,
});

/** Reads the top level of an answer without losing what its value says. */
function fieldsOf(line: string): Map<string, JsonNode> | undefined {
  const read = readJson(line);
  return read.ok && read.node.kind === 'object' ? new Map(read.node.entries) : undefined;
}

const textOf = (node: JsonNode | undefined): string | undefined =>
  node?.kind === 'text' ? node.value : undefined;

const headOfValue = /^\{"id":\d+,"outcome":"value"(?:,"variant":(?:null|"([^"\\]*)"))?,"value":$/;

/** A lenient client may give any value for any JSON, so what the contract says of it need not be known. */
const isKnown = (verdict: FuzzCase['verdict'], { lenient: isLenient }: Traits): boolean =>
  isLenient === true || (verdict !== undefined && verdict !== 'reject');

/** The same for `same`: the body is the text of a value, as its maker knows, and no variant is named. */
function judgeSame({ plain, verdict, body }: FuzzCase, traits: Traits): Judgement | undefined {
  if (plain === undefined || plain.text !== body || !isKnown(verdict, traits)) return undefined;
  return verdict === 'reject' ? lenient : agreed.value;
}

/** What `same` stands for: a value that is the body. Undefined for a body that is no JSON, and so no value. */
function repeated({ encoding, json }: ReturnType<typeof readBytes>): Map<string, JsonNode> | undefined {
  if (encoding !== 'utf-8' || !json.ok) return undefined;
  return new Map<string, JsonNode>([
    ['outcome', { kind: 'text', value: 'value' }],
    ['value', json.node],
  ]);
}

/**
 * The judgement of an answer that repeats the very text of the case's value, without reading it: the same text is
 * the same value. Undefined where more must be known.
 */
function judgeSameText({ plain, verdict }: FuzzCase, line: string, traits: Traits): Judgement | undefined {
  if (plain === undefined) return undefined;
  if (!isKnown(verdict, traits)) return undefined;
  const { text, tag, doubles } = plain;
  if (doubles === true && traits.numbersAsDoubles !== true) return undefined;
  const at = line.length - 1 - text.length;
  if (at < 0 || line.slice(at, -1) !== text || !line.endsWith('}')) return undefined;
  const head = headOfValue.exec(line.slice(0, at));
  if (head === null) return undefined;
  // A variant that is not the discriminator's text may still be right: of a member that nobody knows.
  if (head[1] !== tag && !(head[1] === undefined && tag === undefined)) return undefined;
  return verdict === 'reject' ? lenient : agreed.value;
}

const plainError =
  /^\{"id":\d+,"outcome":"error","error":\{"type":"[^"\\\p{Cc}]*","message":"(?:[^"\\\p{Cc}]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*"(?:,"typed":true)?\}\}$/u;

/** Whether an error is an answer to the case, so that its bytes need not be read. */
const mayBeRefused = ({ refusable, verdict }: FuzzCase): boolean =>
  refusable === true || verdict === 'reject' || verdict === 'either';

/** Whether a lenient client gave what the bytes say, so that what the contract says of it need not be known. */
function isSameValue(
  { shape, verdict }: FuzzCase,
  said: ReturnType<typeof readBytes>,
  value: JsonNode,
  fields: ReadonlyMap<string, JsonNode>,
  traits: Traits,
): boolean {
  if (traits.lenient !== true || verdict === 'reject') return false;
  if (said.encoding !== 'utf-8' || !said.json.ok) return false;
  // `same` stands for the very value that the bytes say.
  if (value === said.json.node && !fields.has('variant')) return true;
  return (
    compareTrees(shape, said.json.node, value, traits).length === 0 &&
    checkVariants(shape, said.json.node, fields, false).length === 0
  );
}

function judgeError(expected: Expected, fields: ReadonlyMap<string, JsonNode>, line: string): Judgement {
  const error = fields.get('error');
  const parts = error?.kind === 'object' ? new Map(error.entries) : undefined;
  const type = textOf(parts?.get('type'));
  const message = textOf(parts?.get('message'));
  if (type === undefined || message === undefined)
    return found('none', brokeProtocol('an error without type and message', line));
  const detail = `${type}: ${shorten(message, 300)}`;
  if (expected.verdict === 'accept')
    return found('error', {
      outcome: 'rejected-valid',
      part: '',
      what: `${type}: ${generalise(message)}`,
      detail,
    });
  const typed = parts?.get('typed');
  if (typed?.kind === 'boolean' && !typed.value)
    return found('error', { outcome: 'untyped-error', ...untyped(expected, type, message), detail });
  return agreed.error;
}

/** What an error of a foreign type is told apart by: the question that the bytes raise, else what it says. */
function untyped({ json, open }: Expected, type: string, message: string): Pick<Fault, 'part' | 'what'> {
  if (!json) return { part: 'JSON', what: type };
  return open === undefined
    ? { part: '', what: `${type}: ${generalise(message)}` }
    : { part: open, what: type };
}

const brokeProtocol = (what: string, line: string): Fault => ({
  outcome: 'broke-protocol',
  part: '',
  what,
  detail: shorten(line, 300),
});

function acceptedInvalid(shape: FuzzCase['shape'], expected: Expected): Fault {
  const outcome = 'accepted-invalid';
  if (!expected.json)
    return { outcome, part: 'JSON', what: expected.why.replace('no JSON: ', ''), detail: expected.why };
  const [problem] = expected.problems;
  const { tree } = expected;
  const spot =
    tree === undefined || problem === undefined ? rootSpot(shape) : placeAt(shape, tree, problem.path).spot;
  const received = (problem?.received ?? '').replace(/ .*/, '');
  return { outcome, part: spot.part, what: received, detail: expected.why };
}

/**
 * Judges what a driver answered to a case.
 * @param fuzzCase its `verdict`, where it has one, may be milder than what follows from the bytes, never harder.
 * @param line the answer as it came, or `sameAnswer`.
 */
export function judge(fuzzCase: FuzzCase, line: string, traits: Traits): Judgement {
  const isSame = line === sameAnswer;
  const quick = isSame ? judgeSame(fuzzCase, traits) : judgeSameText(fuzzCase, line, traits);
  if (quick !== undefined) return quick;
  if (mayBeRefused(fuzzCase) && plainError.test(line)) return agreed.error;
  const bytes = bytesOf(fuzzCase);
  const said = readBytes(bytes);
  const fields = isSame ? repeated(said) : fieldsOf(line);
  if (fields === undefined) return found('none', brokeProtocol('no JSON object', line));
  const outcome = textOf(fields.get('outcome'));
  if (outcome === 'skipped') return { result: 'skipped', answer: 'skipped', faults: [] };
  const value = fields.get('value');
  if (outcome === 'value' && value !== undefined && isSameValue(fuzzCase, said, value, fields, traits))
    return agreed.value;
  const follows = expectationOf(fuzzCase.shape, bytes, said);
  const expected =
    follows.json && fuzzCase.verdict === 'either' ? { ...follows, verdict: 'either' as const } : follows;
  if (outcome === 'error') return judgeError(expected, fields, line);
  if (outcome !== 'value' || value === undefined)
    return found(
      'none',
      brokeProtocol(outcome === 'value' ? 'an outcome without value' : 'no known outcome', line),
    );
  return judgeValue(fuzzCase, expected, value, fields, traits);
}

function judgeValue(
  { shape, verdict }: FuzzCase,
  expected: Expected,
  value: JsonNode,
  fields: ReadonlyMap<string, JsonNode>,
  traits: Traits,
): Judgement {
  const { tree } = expected;
  const rejected = expected.verdict === 'reject';
  if (rejected && (!expected.json || traits.lenient !== true))
    return found('value', acceptedInvalid(shape, expected));
  if (tree === undefined) return agreed.value;
  // What breaks the contract may become anything in a lenient client, unless the corpus says otherwise.
  const broken = traits.lenient === true && expected.problems.length > 0 && verdict !== 'either';
  const loose = rejected || broken;
  const variants = checkVariants(shape, tree, fields, loose);
  const differences = loose ? [] : compareTrees(shape, tree, value, traits, expected.encoding === 'broken');
  const faults = [
    ...variants,
    ...differences.map(({ outcome, part, what, path, said, got }) => ({
      outcome,
      part,
      what,
      detail: `${path}: ${said ?? 'nothing'} became ${got ?? 'nothing'}`,
    })),
  ];
  if (faults.length > 0) return found('value', ...faults);
  return loose ? lenient : agreed.value;
}
