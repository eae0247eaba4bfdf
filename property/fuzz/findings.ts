import { createHash } from 'node:crypto';
import type { ShapeName } from '../../schema/index.ts';
import { bytesOf } from './case.ts';
import type { FuzzCase } from './case.ts';
import type { Reply } from './driver/subject.ts';
import { decodeBytes } from './json/decode.ts';
import { expectationOf } from './oracle/expectation.ts';
import { generalise, shorten, signatureOf } from './oracle/fault.ts';
import type { Fault } from './oracle/fault.ts';

/** A distinct way in which a client fails, with the smallest bytes that were found for it. */
export interface Finding {
  /** Short and stable: of the signature. */
  readonly id: string;
  /** What the cause is told apart by; expectation files hold it. */
  readonly signature: string;
  readonly fault: Fault;
  readonly shape: ShapeName;
  /** What was expected of the minimal bytes, and why. */
  readonly verdict: string;
  readonly why: string;
  /** `either` where the corpus leaves to the reader what breaks the contract. */
  readonly judgedAs: 'either' | undefined;
  /** The minimal bytes. */
  readonly bytes: Uint8Array;
  /** What the driver answered to them, shortened; of a failure, how it ended. */
  readonly came: string;
  /** The end of what it wrote to standard error, when it failed. */
  readonly stderr: string;
  /** The case that it was found with, which is made again from the seed. */
  readonly path: string;
  readonly originalBytes: number;
  /** How many cases showed it. */
  readonly count: number;
  readonly shrink: { readonly steps: number; readonly tries: number; readonly minimal: boolean };
}

/** Bytes in a line, for people: as text where they are text, else in base64; shortened. */
export function describeBytes(bytes: Uint8Array, longest = 200): string {
  const { text, encoding } = decodeBytes(bytes);
  const printable =
    encoding === 'utf-8' && text !== '' && !/(?![\t\n])\p{Cc}|[\uFEFF\u2028-\u202e]/u.test(text);
  // Deep nesting is told by its depth.
  if (printable)
    return shorten(
      text.replaceAll(
        /(.)\1{31,}|(\{"\w":)\2{31,}/g,
        (run, one: string | undefined, two: string) =>
          `${one ?? two}…(${run.length / (one ?? two).length} times)`,
      ),
      longest,
    );
  return `base64:${shorten(Buffer.from(bytes).toString('base64'), longest)}`;
}

/** The line of standard error that names an error, else the last one. */
function errorLine(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const named = lines.filter((line) => /^\s*([\w.]*(Error|Exception)\b|panic:|fatal)/i.test(line));
  return named.at(-1) ?? lines.at(-1) ?? '';
}

/**
 * A process failure as a fault. Hangs and growth say nothing of their cause, so the bytes tell them apart.
 * @param bytes the minimal ones, once they are known.
 */
export function faultOf(reply: Exclude<Reply, { line: string }>, shape: ShapeName, bytes: Uint8Array): Fault {
  const { failure, detail, stderr } = reply;
  if (failure === 'stopped') throw new Error('an interrupted request is no fault');
  const what = {
    crashed: [detail, generalise(errorLine(stderr))].filter(Boolean).join(': '),
    hung: describeBytes(bytes, 80),
    grew: describeBytes(bytes, 80),
    // What it wrote instead differs from case to case.
    'broke-protocol': generalise(detail.replace(/: .*/s, '')),
  }[failure];
  const said = failure === 'crashed' ? [detail, errorLine(stderr)].filter(Boolean).join(': ') : detail;
  return {
    outcome: failure,
    part: failure === 'broke-protocol' ? '' : shape,
    what,
    detail: shorten(said, 400),
  };
}

export const findingId = (signature: string): string =>
  createHash('sha256').update(signature).digest('hex').slice(0, 8);

/** Cases that failed alike, before shrinking. */
export interface Group {
  readonly key: string;
  readonly fault: Fault;
  readonly reply: Reply;
  /** The shortest of them. */
  readonly example: FuzzCase;
  readonly count: number;
}

/** Failures so far, one group for each distinct cause. */
export class Groups {
  readonly #groups = new Map<string, Group>();
  readonly #processFailures = new Map<string, number>();

  get all(): readonly Group[] {
    return [...this.#groups.values()];
  }

  add(fuzzCase: FuzzCase, fault: Fault, reply: Reply): void {
    // Hangs are told apart by what was tried until their bytes are minimal.
    const early =
      fault.outcome === 'hung' || fault.outcome === 'grew' ? { ...fault, what: fuzzCase.kind } : fault;
    const key = signatureOf(early);
    const former = this.#groups.get(key);
    const shorter = former === undefined || isBetterExample(fuzzCase, former.example);
    this.#groups.set(key, {
      key,
      fault: shorter ? fault : former.fault,
      reply: shorter ? reply : former.reply,
      example: shorter ? fuzzCase : former.example,
      count: (former?.count ?? 0) + 1,
    });
    if ('failure' in reply) {
      const tried = kindKey(fuzzCase);
      this.#processFailures.set(tried, (this.#processFailures.get(tried) ?? 0) + 1);
    }
  }

  /** Whether cases of this kind have ended the process often enough: each costs a start. */
  isKnownToKill(fuzzCase: FuzzCase): boolean {
    if (this.#processFailures.size === 0) return false;
    return (this.#processFailures.get(kindKey(fuzzCase)) ?? 0) >= 3;
  }
}

const kindKey = ({ shape, kind, source }: FuzzCase): string =>
  source === 'arbitraries' ? `${shape} ${kind} never` : `${shape} ${kind}`;

const rank = { accept: 0, either: 1, reject: 2 } as const;

/** A failure on what is valid says more than one on what is not; of two such, the shorter says it better. */
function isBetterExample(one: FuzzCase, other: FuzzCase): boolean {
  const [a, b] = [one, other].map(
    (each) => rank[each.verdict ?? expectationOf(each.shape, bytesOf(each)).verdict],
  ) as [number, number];
  return a === b ? one.body.length < other.body.length : a < b;
}

const verdictRank = (verdict: string): number => rank[verdict as keyof typeof rank];
const isSmaller = (one: Finding, other: Finding): boolean =>
  one.verdict === other.verdict
    ? one.bytes.length < other.bytes.length
    : verdictRank(one.verdict) < verdictRank(other.verdict);

/** The smallest of the findings with one signature, and how many cases showed it between them. */
export function mergeFindings(findings: readonly Finding[]): Finding[] {
  const merged = new Map<string, Finding>();
  for (const finding of findings) {
    const former = merged.get(finding.signature);
    const [smaller, other] =
      former !== undefined && !isSmaller(finding, former) ? [former, finding] : [finding, former];
    merged.set(finding.signature, { ...smaller, count: smaller.count + (other?.count ?? 0) });
  }
  return [...merged.values()];
}
