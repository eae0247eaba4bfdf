import type { FuzzCase } from './case.ts';
import { bytesOf, spellOut } from './case.ts';
import { GaveUp, Subject } from './driver/subject.ts';
import type { Reply, SubjectOptions } from './driver/subject.ts';
import { readJson } from './json/read.ts';
import type { JsonNode } from './json/read.ts';
import { writeJson } from './json/write.ts';
import { compareTrees } from './oracle/compare.ts';
import type { HelloAnswer, Traits } from './protocol.ts';
import { judgeReply } from './run.ts';

/** Cases on which clients disagree in one way. */
export interface Disagreement {
  /** What the cases try. */
  readonly kind: string;
  /** What each driver did, in their order: `value`, `error`, an outcome that is a finding, or `-`. */
  readonly did: readonly string[];
  readonly count: number;
  /** The shortest of them. */
  readonly example: FuzzCase;
}

export interface Matrix {
  readonly hellos: readonly HelloAnswer[];
  readonly tried: number;
  readonly disagreements: readonly Disagreement[];
  /** Why the run ended before its cases did; undefined when it did not. */
  readonly gaveUp: string | undefined;
  readonly interrupted: boolean;
}

const batchCases = 64;

/** What clients may do by design is no disagreement: what one of them declares is granted to all. */
const mergeTraits = (hellos: readonly HelloAnswer[]): Traits => {
  const merged: Record<string, unknown> = {};
  for (const { traits } of hellos)
    for (const [name, value] of Object.entries(traits ?? {})) {
      const former = merged[name];
      merged[name] =
        Array.isArray(former) && Array.isArray(value)
          ? [...(former as unknown[]), ...(value as unknown[])]
          : former === true
            ? true
            : value;
    }
  return merged;
};

function valueIn({ body }: FuzzCase, reply: Reply): JsonNode | undefined {
  if (!('line' in reply)) return undefined;
  const read = readJson(spellOut(reply.line, body));
  return read.ok && read.node.kind === 'object' ? new Map(read.node.entries).get('value') : undefined;
}

/** What each driver did with a case, where they gave a value also which one of several. */
function compare(
  fuzzCase: FuzzCase,
  replies: readonly (Reply | undefined)[],
  hellos: readonly HelloAnswer[],
  all: Traits,
): string[] {
  const did = replies.map((reply, i) => {
    if (reply === undefined) return '-';
    const { answer, faults } = judgeReply(fuzzCase, reply, hellos[i]?.traits ?? {});
    return faults[0]?.outcome ?? (answer === 'skipped' ? '-' : answer);
  });
  const values: JsonNode[] = [];
  return did.map((word, i) => {
    const value = word === 'value' ? valueIn(fuzzCase, replies[i] as Reply) : undefined;
    if (value === undefined) return word;
    const alike = values.findIndex(
      (other) =>
        writeJson(other) === writeJson(value) ||
        compareTrees(fuzzCase.shape, other, value, all).length === 0 ||
        compareTrees(fuzzCase.shape, value, other, all).length === 0,
    );
    if (alike === -1) values.push(value);
    const n = alike === -1 ? values.length : alike + 1;
    return n === 1 ? 'value' : `another value${n > 2 ? ` (${n})` : ''}`;
  });
}

/**
 * Hands the same bytes to several drivers and tells where they disagree: there at least one of them is wrong, or the
 * bytes leave it open.
 * @throws HarnessError (exit code 3) when one of the drivers can't be used.
 */
export async function compareDrivers(
  options: readonly SubjectOptions[],
  makeCases: (hellos: readonly HelloAnswer[]) => Iterable<FuzzCase>,
  signal: AbortSignal,
): Promise<Matrix> {
  const subjects: Subject[] = [];
  try {
    for (const each of options) subjects.push(await Subject.start(each));
    return await compareAll(subjects, makeCases, signal);
  } finally {
    await Promise.all(subjects.map((subject) => subject.close()));
  }
}

async function compareAll(
  subjects: readonly Subject[],
  makeCases: (hellos: readonly HelloAnswer[]) => Iterable<FuzzCase>,
  signal: AbortSignal,
): Promise<Matrix> {
  const hellos = subjects.map(({ hello }) => hello);
  const all = mergeTraits(hellos);
  const found = new Map<string, Disagreement>();
  let tried = 0;
  let gaveUp: string | undefined;
  let batch: FuzzCase[] = [];
  const flush = async () => {
    const asked = await Promise.all(subjects.map((subject) => askReadable(subject, batch)));
    const replies = asked.map((each) => each.replies);
    gaveUp = asked.find((each) => each.gaveUp !== undefined)?.gaveUp;
    for (const [i, fuzzCase] of batch.entries()) {
      const did = compare(
        fuzzCase,
        replies.map((list) => list[i]),
        hellos,
        all,
      );
      if (new Set(did.filter((word) => word !== '-')).size < 2) continue;
      const key = JSON.stringify([fuzzCase.kind, did]);
      const former = found.get(key);
      const shorter = former === undefined || bytesOf(fuzzCase).length < bytesOf(former.example).length;
      const example = shorter ? fuzzCase : former.example;
      found.set(key, { kind: fuzzCase.kind, did, count: (former?.count ?? 0) + 1, example });
    }
    tried += batch.length;
    batch = [];
  };
  try {
    for (const fuzzCase of makeCases(hellos)) {
      batch.push(fuzzCase);
      if (batch.length >= batchCases) await flush();
      if (signal.aborted || gaveUp !== undefined) break;
    }
    if (gaveUp === undefined) await flush();
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  const disagreements = [...found.values()].toSorted((a, b) => b.count - a.count);
  return { hellos, tried, disagreements, gaveUp, interrupted: signal.aborted };
}

interface Asked {
  /** Each at its case's place; none of a case that was not read. */
  readonly replies: readonly (Reply | undefined)[];
  /** Why the driver was given up, with its name. */
  readonly gaveUp: string | undefined;
}

/** Asks the cases whose shape a driver can read. Of a driver that is given up, the failures that were found count. */
async function askReadable(subject: Subject, batch: readonly FuzzCase[]): Promise<Asked> {
  const readable = batch.filter(({ shape }) => subject.hello.shapes?.includes(shape) === true);
  try {
    const replies = await subject.run(readable);
    const byCase = new Map(readable.map((fuzzCase, i) => [fuzzCase, replies[i]]));
    return { replies: batch.map((fuzzCase) => byCase.get(fuzzCase)), gaveUp: undefined };
  } catch (error) {
    if (!(error instanceof GaveUp)) throw error;
    const gaveUp = `${subject.hello.driver.name}: ${error.message}`;
    return { replies: batch.map((fuzzCase) => error.failures.get(fuzzCase)), gaveUp };
  }
}
