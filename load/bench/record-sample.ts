import type { RequestRecord } from '../records.ts';

/** Records for drawings: every one of a step up to a number, and evenly fewer of a longer one. */
export interface RecordSample {
  add(record: RequestRecord): void;
  /** Records that were added. */
  readonly count: number;
  /** Whether none was left out. */
  readonly isWhole: boolean;
  /** Step by step, within each in the order in which they came. */
  records(): readonly RequestRecord[];
}

/** Enough for any drawing. Objects that stay cost more than their memory: they are moved about before they are left alone. */
export const drawnPerStep = 50_000;

interface Step {
  kept: RequestRecord[];
  /** One of so many is kept. */
  stride: number;
  seen: number;
}

/** @param mostPerStep records that are kept of a step at the most; at least half as many are, once there are more. */
export function createRecordSample(mostPerStep: number): RecordSample {
  const steps = new Map<string, Step>();
  let count = 0;
  let whole = true;
  return {
    add(record) {
      count += 1;
      let step = steps.get(record.step);
      if (step === undefined) steps.set(record.step, (step = { kept: [], stride: 1, seen: 0 }));
      step.seen += 1;
      if ((step.seen - 1) % step.stride !== 0) return;
      if (step.kept.length >= mostPerStep) {
        whole = false;
        step.kept = step.kept.filter((_, i) => i % 2 === 0);
        step.stride *= 2;
        if ((step.seen - 1) % step.stride !== 0) return;
      }
      step.kept.push(record);
    },
    get count() {
      return count;
    },
    get isWhole() {
      return whole;
    },
    records: () => [...steps.values()].flatMap(({ kept }) => kept),
  };
}
