import { usageError } from '../../support/errors.ts';
import type { RequestRecord } from '../records.ts';
import { recordProblem } from './record-problem.ts';

/** At most so many problems are listed; the rest are counted. */
const listedProblems = 20;

/** Looks at the records of one run as they come. */
export interface RecordCheck {
  /** Whether nothing is wrong with it; what is wrong is kept for `finish`. */
  accepts(record: RequestRecord): boolean;
  /**
   * @throws HarnessError that lists every record whose times contradict each other and every id that comes twice: a
   *   record read twice would prove a violation that never happened.
   */
  finish(): void;
}

/** A check that has seen nothing yet. */
export function createRecordCheck(): RecordCheck {
  const ids = createIdSet();
  const problems: string[] = [];
  let problemCount = 0;
  return {
    accepts(record) {
      const repeated = !ids.add(record.id);
      const problem =
        recordProblem(record) ??
        (repeated ? `record ${record.id} of session ${record.session}: its id came before` : null);
      if (problem === null) return true;
      problemCount += 1;
      if (problemCount <= listedProblems) problems.push(problem);
      return false;
    },
    finish() {
      if (problemCount === 0) return;
      const unlisted = problemCount - problems.length;
      throw usageError(...problems, ...(unlisted > 0 ? [`and ${unlisted} more records like these`] : []));
    },
  };
}

/** Ids up to here take a bit each; a run counts from 1, so that others are rare. */
const mostBits = 2 ** 31;

/** Numbers that were seen: a million of them in an eighth of a megabyte, where a Set takes forty. */
function createIdSet() {
  let bits = new Uint32Array(1024);
  const others = new Set<number>();
  return {
    /** Whether it is new. */
    add(id: number): boolean {
      if (!Number.isInteger(id) || id < 0 || id >= mostBits) {
        const before = others.size;
        return others.add(id).size > before;
      }
      const word = id >>> 5;
      if (word >= bits.length) {
        const grown = new Uint32Array(2 ** Math.ceil(Math.log2(word + 1)));
        grown.set(bits);
        bits = grown;
      }
      const mask = 1 << (id & 31);
      const seen = bits[word] as number;
      bits[word] = seen | mask;
      return (seen & mask) === 0;
    },
  };
}
